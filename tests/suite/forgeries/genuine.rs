//! Signed callbacks of every kind.

use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::sign;
use plutu_core::callback::signed_query;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

use crate::forgeries::content::Content;

/// A signed callback, and what its signature covers.
pub(super) struct Genuine {
    pub(super) kind: Kind,
    pub(super) raw: Vec<u8>,
    pub(super) secret: &'static str,
    verifier: Verifier,
    pub(super) covers: Covers,
    pub(super) content: Content,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Card,
    Mpgs,
    Tlync,
    TlyncBody,
    Page,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Covers {
    SignedKeys,
    Everything,
}

impl Genuine {
    fn new(kind: Kind, raw: String, secret: &'static str, covers: Covers) -> Self {
        let raw = raw.into_bytes();
        Self {
            kind,
            secret,
            verifier: Verifier::new(SecretKey::new(secret).unwrap()),
            covers,
            content: Content::read(kind, &raw).expect("genuine"),
            raw,
        }
    }

    pub(super) fn verify_as(&self, kind: Kind, raw: &[u8]) -> Result<(), CallbackError> {
        match kind {
            Kind::Card => self.verify::<local_bank_cards::Callback>(raw),
            Kind::Mpgs => self.verify::<mpgs::Callback>(raw),
            Kind::Tlync => self.verify::<tlync::Callback>(raw),
            Kind::TlyncBody => tlync::Callback::verify_json(raw, &self.verifier).map(drop),
            Kind::Page => tlync::Return::verify(text(raw), &self.verifier).map(drop),
        }
    }

    fn verify<C: SignedCallback>(&self, raw: &[u8]) -> Result<(), CallbackError> {
        C::verify(text(raw), &self.verifier).map(drop)
    }
}

fn text(raw: &[u8]) -> &str {
    std::str::from_utf8(raw).expect("a query is a string")
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Card,
        Self::Mpgs,
        Self::Tlync,
        Self::TlyncBody,
        Self::Page,
    ];

    pub(super) fn signs(self, key: &[u8]) -> bool {
        let signed: &[&str] = match self {
            Self::Card => &CARD_KEYS,
            Self::Mpgs => &MPGS_KEYS,
            Self::Tlync | Self::TlyncBody => &TLYNC_KEYS,
            Self::Page => &PAGE_KEYS,
        };
        signed.iter().any(|signed| signed.as_bytes() == key)
    }
}

const CARD_KEYS: [&str; 6] = [
    "gateway",
    "approved",
    "canceled",
    "invoice_no",
    "amount",
    "transaction_id",
];
const MPGS_KEYS: [&str; 7] = [
    "gateway",
    "approved",
    "canceled",
    "amount",
    "currency",
    "invoice_no",
    "transaction_id",
];
const TLYNC_KEYS: [&str; 6] = [
    "gateway",
    "approved",
    "invoice_no",
    "amount",
    "transaction_id",
    "payment_method",
];
const PAGE_KEYS: [&str; 2] = ["approved", "invoice_no"];

/// The genuine callbacks of the PHP SDK's tests, and callbacks of every kind with the same secret
/// that a payer may have: for another order, canceled, or with the shop's own query.
pub(super) fn pool() -> Vec<Genuine> {
    let order = |number: &'static str, amount: &'static str, id: &'static str| {
        [
            ("gateway", "localbankcards"),
            ("approved", "1"),
            ("invoice_no", number),
            ("amount", amount),
            ("transaction_id", id),
        ]
    };
    let mut canceled = order("14022023", "500.00", "100901");
    canceled[1].0 = "canceled";
    let everything = [("order", "77")]
        .into_iter()
        .chain(order("14022025", "5.00", "100903"));
    let with_currency = order("14022027", "5.00", "100906")
        .into_iter()
        .chain([("currency", "LYD")]);
    let mpgs = [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", "15.00"),
        ("currency", "USD"),
        ("invoice_no", "14022024"),
        ("transaction_id", "100904"),
    ];
    let body = [
        ("gateway", "tlync"),
        ("approved", "1"),
        ("invoice_no", "14022026"),
        ("amount", "6.01"),
        ("transaction_id", "100905"),
        ("payment_method", "sadad"),
    ];
    let page = [("approved", "1"), ("invoice_no", "14022026")];

    let secret_key = SecretKey::new(SECRET).unwrap();
    let of = |kind, raw, covers| Genuine::new(kind, raw, SECRET, covers);
    let query =
        |pairs: &[(&'static str, &'static str)]| signed_query(pairs.iter().copied(), &secret_key);
    let of_keys = |kind, pairs: &[_]| of(kind, query(pairs), Covers::SignedKeys);
    vec![
        of(Kind::Card, CARD.to_owned(), Covers::SignedKeys),
        Genuine::new(Kind::Mpgs, MPGS.to_owned(), MPGS_SECRET, Covers::SignedKeys),
        of_keys(Kind::Card, &order("14022024", "50.00", "TX 7*~é")),
        of_keys(Kind::Card, &canceled),
        of(
            Kind::Card,
            format!("shop=1&{}&back=%2Fpaid", query(&order("a.b_c-D", "5", "9"))),
            Covers::SignedKeys,
        ),
        of(
            Kind::Card,
            query(&everything.collect::<Vec<_>>()),
            Covers::Everything,
        ),
        of(
            Kind::Card,
            query(&with_currency.collect::<Vec<_>>()),
            Covers::Everything,
        ),
        of_keys(Kind::Mpgs, &mpgs),
        of_keys(Kind::Tlync, &body),
        of_keys(Kind::Page, &page),
        of_keys(Kind::Page, &page[1..]),
        of(
            Kind::TlyncBody,
            format!(
                r#"{{"gateway":"tlync","approved":true,"invoice_no":"14022026","amount":6.01,"transaction_id":100905,"payment_method":"sadad","hashed":"{}"}}"#,
                sign(body, &secret_key)
            ),
            Covers::SignedKeys,
        ),
        of(
            Kind::TlyncBody,
            format!(
                r#"{{"hashed":"{}","note":null,"gateway":"tlync","approved":1,"invoice_no":"14022026","amount":"6.01","transaction_id":"100905","payment_method":"sadad","fee":0.5}}"#,
                sign(body.into_iter().chain([("fee", "0.5")]), &secret_key)
            ),
            Covers::Everything,
        ),
    ]
}

const SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";
const CARD: &str = "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00&transaction_id=100900\
    &hashed=79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F";
const MPGS_SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
const MPGS: &str = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918\
    &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
