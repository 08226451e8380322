//! Facts about gateways that no description contains: names for people, and known additions to
//! answers. A gateway that is not in the table has none.

use plutu_core::Language;

/// The facts about one gateway.
pub(super) struct Facts {
    /// The name in the API's paths.
    name: &'static str,
    /// The name for people; `None` to use its name in paths.
    pub(super) title: Option<Title>,
    /// Other names, in lower case and without separators.
    pub(super) aliases: &'static [&'static str],
    /// The commission in the answer of a challenge.
    pub(super) commission: Option<u8>,
    /// The payment methods that its page offers. The first one is preselected.
    pub(super) payment_methods: &'static [Method],
}

/// A name for people, in both languages.
pub(super) struct Title {
    arabic: &'static str,
    english: &'static str,
}

/// A payment method.
pub(super) struct Method {
    /// The value on the wire.
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
        // As in the fixture of the PHP SDK's tests. The fixture of Adfali has none.
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
