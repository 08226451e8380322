//! The kinds of callbacks and return pages, and the values that the verified types report.

use plutu_core::CallbackError;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::Settlement;
use plutu_core::TransactionId;
use plutu_core::Verifier;
use plutu_core::callback::MatchedKey;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

/// The kinds of signed messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    LocalBankCards,
    Mpgs,
    Tlync,
    TlyncReturn,
}

impl Kind {
    /// The keys that the kind signs. Their order does not matter.
    pub fn signed_keys(self) -> &'static [&'static str] {
        match self {
            Self::LocalBankCards => &[
                "gateway",
                "approved",
                "canceled",
                "invoice_no",
                "amount",
                "transaction_id",
            ],
            Self::Mpgs => &[
                "gateway",
                "approved",
                "canceled",
                "amount",
                "currency",
                "invoice_no",
                "transaction_id",
            ],
            Self::Tlync => &[
                "gateway",
                "approved",
                "invoice_no",
                "amount",
                "transaction_id",
                "payment_method",
            ],
            Self::TlyncReturn => &["approved", "invoice_no"],
        }
    }

    /// The name of the gateway in a message of this kind. A return page has none.
    pub fn gateway(self) -> Option<&'static str> {
        match self {
            Self::LocalBankCards => Some("localbankcards"),
            Self::Mpgs => Some("mpgs"),
            Self::Tlync => Some("tlync"),
            Self::TlyncReturn => None,
        }
    }

    pub fn currency(self) -> &'static str {
        match self {
            Self::Mpgs => "USD",
            Self::LocalBankCards | Self::Tlync | Self::TlyncReturn => "LYD",
        }
    }

    pub fn verify_query(self, query: &str, verifier: &Verifier) -> Result<Report, CallbackError> {
        match self {
            Self::LocalBankCards => {
                local_bank_cards::Callback::verify(query, verifier).map(Report::from)
            }
            Self::Mpgs => mpgs::Callback::verify(query, verifier).map(Report::from),
            Self::Tlync => tlync::Callback::verify(query, verifier).map(Report::from),
            Self::TlyncReturn => tlync::Return::verify(query, verifier).map(Report::from),
        }
    }

    /// Verifies a body as a callback. A return page is never a body.
    pub fn verify_body(self, body: &[u8], verifier: &Verifier) -> Result<Report, CallbackError> {
        match self {
            Self::LocalBankCards => {
                local_bank_cards::Callback::verify_json(body, verifier).map(Report::from)
            }
            Self::Mpgs => mpgs::Callback::verify_json(body, verifier).map(Report::from),
            Self::Tlync => tlync::Callback::verify_json(body, verifier).map(Report::from),
            Self::TlyncReturn => panic!("a return page is not a body"),
        }
    }
}

/// All values that a verified message reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub says: Says,
    pub invoice_no: String,
    pub amount: Option<String>,
    pub transaction_id: Option<String>,
    pub payment_method: Option<String>,
    pub matched_key: MatchedKey,
}

/// The meaning of the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Approved,
    Canceled,
    Neither,
}

impl Report {
    fn of_callback(
        settled: Result<Settlement, Mismatch>,
        invoice_no: &InvoiceNo,
        amount: String,
        transaction_id: Option<&TransactionId>,
        matched_key: MatchedKey,
    ) -> Self {
        let says = match settled.expect("it was compared with itself") {
            Settlement::Paid(paid) => {
                assert_eq!(paid.invoice_no(), invoice_no);
                assert_eq!(paid.transaction_id(), transaction_id);
                assert!(transaction_id.is_some());
                Says::Approved
            }
            Settlement::Canceled => Says::Canceled,
            Settlement::Undecided => Says::Neither,
        };
        Self {
            says,
            invoice_no: invoice_no.to_string(),
            amount: Some(amount),
            transaction_id: transaction_id.map(TransactionId::to_string),
            payment_method: None,
            matched_key,
        }
    }
}

impl From<local_bank_cards::Callback> for Report {
    fn from(callback: local_bank_cards::Callback) -> Self {
        Self::of_callback(
            callback.settle(callback.invoice_no(), *callback.amount()),
            callback.invoice_no(),
            callback.amount().to_string(),
            callback.transaction_id(),
            callback.matched_key(),
        )
    }
}

impl From<mpgs::Callback> for Report {
    fn from(callback: mpgs::Callback) -> Self {
        Self::of_callback(
            callback.settle(callback.invoice_no(), *callback.amount()),
            callback.invoice_no(),
            callback.amount().to_string(),
            callback.transaction_id(),
            callback.matched_key(),
        )
    }
}

impl From<tlync::Callback> for Report {
    fn from(callback: tlync::Callback) -> Self {
        let report = Self::of_callback(
            callback.settle(callback.invoice_no(), *callback.amount()),
            callback.invoice_no(),
            callback.amount().to_string(),
            Some(callback.transaction_id()),
            callback.matched_key(),
        );
        let payment_method = callback.payment_method().map(ToString::to_string);
        Self {
            payment_method,
            ..report
        }
    }
}

impl From<tlync::Return> for Report {
    fn from(page: tlync::Return) -> Self {
        Self {
            says: if page.is_approved() {
                Says::Approved
            } else {
                Says::Neither
            },
            invoice_no: page.invoice_no().to_string(),
            amount: None,
            transaction_id: None,
            payment_method: None,
            matched_key: page.matched_key(),
        }
    }
}
