//! The five ways to pay.

/// A way to pay.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) gateway: &'static str,
    /// The payer's form.
    pub(crate) form: &'static str,
    /// The right password, a wrong one, and one that Plutu answers with `CONFIRMATION_ERROR`.
    /// `None` if there is a payment page.
    pub(crate) passwords: Option<[&'static str; 3]>,
}

impl Way {
    pub(crate) const MPGS: Self = Self::by_page("mpgs", "way=mpgs");

    pub(crate) const SADAD: Self = Self {
        gateway: "sadadapi",
        form: "way=sadadapi&mobile_number=0913632323&birth_year=1990",
        passwords: Some(["111111", "123456", "999999"]),
    };

    pub(crate) const IN_DINARS: [Self; 4] = [
        Self::by_page("localbankcards", "way=localbankcards"),
        Self::by_page("tlync", "way=tlync&mobile_number=0913632323"),
        Self::SADAD,
        Self {
            gateway: "edfali",
            form: "way=edfali&mobile_number=0923632323",
            passwords: Some(["1111", "1234", "9999"]),
        },
    ];

    const fn by_page(gateway: &'static str, form: &'static str) -> Self {
        Self {
            gateway,
            form,
            passwords: None,
        }
    }
}
