//! The variants that are compared.

/// A way to settle an order by one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    Shop,
    Route,
    NotVerified,
    Statement,
}

impl Variant {
    pub(crate) const ALL: [Self; 4] = [Self::Shop, Self::Route, Self::NotVerified, Self::Statement];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Shop => "the shop",
            Self::Route => "the route",
            Self::NotVerified => "not verified",
            Self::Statement => "the statement",
        }
    }
}
