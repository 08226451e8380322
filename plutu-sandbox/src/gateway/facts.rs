//! What no description says of a gateway: what people call it, and what its answers are known to
//! hold besides. A gateway that is not in the table has nothing of all this.

use plutu_core::Language;

/// What is known of one gateway alone.
pub(super) struct Facts {
    /// The name in the API's paths.
    name: &'static str,
    /// What people call it; its name unless it is known.
    pub(super) title: Option<Title>,
    /// Other names, in lower case and without what separates words.
    pub(super) aliases: &'static [&'static str],
    /// What a challenge answers as its commission.
    pub(super) commission: Option<u8>,
    /// The ways to pay that its page offers, the first of them chosen unless the payer chooses
    /// another.
    pub(super) payment_methods: &'static [Method],
}

/// What people call something.
pub(super) struct Title {
    arabic: &'static str,
    english: &'static str,
}

/// A way to pay.
pub(super) struct Method {
    /// As it stands on the wire.
    pub(super) wire: &'static str,
    pub(super) title: Title,
}

impl Facts {
    pub(super) fn of(name: &str) -> &'static Self {
        let mut known = KNOWN.iter();
        known.find(|facts| facts.name == name).unwrap_or(&NONE)
    }
}

impl Title {
    const fn new(arabic: &'static str, english: &'static str) -> Self {
        Self { arabic, english }
    }

    pub(super) const fn of(&self, language: Language) -> &'static str {
        match language {
            Language::Ar => self.arabic,
            Language::En => self.english,
        }
    }
}

impl Method {
    const fn new(wire: &'static str, arabic: &'static str, english: &'static str) -> Self {
        Self {
            wire,
            title: Title::new(arabic, english),
        }
    }
}

const NONE: Facts = Facts {
    name: "",
    title: None,
    aliases: &[],
    commission: None,
    payment_methods: &[],
};

const KNOWN: [Facts; 5] = [
    Facts {
        name: "edfali",
        title: Some(Title::new("ادفع لي", "Adfali")),
        aliases: &["adfali", "edfaly"],
        ..NONE
    },
    Facts {
        name: "sadadapi",
        title: Some(Title::new("سداد", "Sadad")),
        aliases: &["sadad"],
        // As in the fixture of the PHP SDK's tests. That of Adfali has none.
        commission: Some(0),
        ..NONE
    },
    Facts {
        name: "localbankcards",
        title: Some(Title::new("البطاقات المصرفية المحلية", "Local bank cards")),
        aliases: &["localbankcard"],
        ..NONE
    },
    Facts {
        name: "mpgs",
        title: Some(Title::new(
            "البطاقات الدولية (MPGS)",
            "International cards (MPGS)",
        )),
        ..NONE
    },
    Facts {
        name: "tlync",
        title: Some(Title::new("T-Lync", "T-Lync")),
        payment_methods: &[
            Method::new("tadawul", "تداول", "Tadawul"),
            Method::new("edfaly", "ادفع لي", "Adfali"),
            Method::new("sadad", "سداد", "Sadad"),
            Method::new("mobicash", "موبي كاش", "MobiCash"),
            Method::new("moamalat", "معاملات", "Moamalat"),
        ],
        ..NONE
    },
];
