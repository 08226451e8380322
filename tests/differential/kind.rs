//! The kinds of callbacks, and the library's verdict on each.

use plutu_core::Amount;
use plutu_core::CallbackError;
use plutu_core::Currency;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::TransactionId;
use plutu_core::Verifier;
use plutu_core::callback::explain_described;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    LocalBankCards,
    Mpgs,
    Tlync,
    TlyncReturn,
    LocalBankCardsBody,
    MpgsBody,
    TlyncBody,
}

impl Kind {
    pub(crate) const QUERIES: [Self; 4] = [
        Self::LocalBankCards,
        Self::Mpgs,
        Self::Tlync,
        Self::TlyncReturn,
    ];
    pub(crate) const BODIES: [Self; 3] =
        [Self::LocalBankCardsBody, Self::MpgsBody, Self::TlyncBody];

    pub(crate) fn is_body(self) -> bool {
        Self::BODIES.contains(&self)
    }

    /// The name that `oracle.php` knows.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::LocalBankCards | Self::LocalBankCardsBody => "local_bank_cards",
            Self::Mpgs | Self::MpgsBody => "mpgs",
            Self::Tlync | Self::TlyncBody => "tlync",
            Self::TlyncReturn => "tlync_return",
        }
    }

    pub(crate) fn gateway(self) -> &'static str {
        match self {
            Self::LocalBankCards | Self::LocalBankCardsBody => "localbankcards",
            Self::Mpgs | Self::MpgsBody => "mpgs",
            Self::Tlync | Self::TlyncBody | Self::TlyncReturn => "tlync",
        }
    }

    pub(crate) fn currency(self) -> &'static str {
        match self {
            Self::Mpgs | Self::MpgsBody => "USD",
            _ => "LYD",
        }
    }

    /// The library's verdict on a callback. A query must be UTF-8.
    pub(crate) fn verify(self, raw: &[u8], verifier: &Verifier) -> Result<Report, CallbackError> {
        let query = || std::str::from_utf8(raw).expect("a query is a string");
        match self {
            Self::LocalBankCards => {
                local_bank_cards::Callback::verify(query(), verifier).map(Report::from)
            }
            Self::LocalBankCardsBody => {
                local_bank_cards::Callback::verify_json(raw, verifier).map(Report::from)
            }
            Self::Mpgs => mpgs::Callback::verify(query(), verifier).map(Report::from),
            Self::MpgsBody => mpgs::Callback::verify_json(raw, verifier).map(Report::from),
            Self::Tlync => tlync::Callback::verify(query(), verifier).map(Report::from),
            Self::TlyncBody => tlync::Callback::verify_json(raw, verifier).map(Report::from),
            Self::TlyncReturn => tlync::Return::verify(query(), verifier).map(Report::from),
        }
    }
}

impl Kind {
    /// The verdict of an explanation, which uses only the gateway's description. `None` if the
    /// explanation reads the callback as another kind.
    pub(crate) fn explained(
        self,
        raw: &[u8],
        secret_key: &SecretKey,
    ) -> Option<Result<(), CallbackError>> {
        let raw = std::str::from_utf8(raw).ok()?;
        if raw.trim_start().starts_with('{') != self.is_body() {
            return None;
        }
        let gateway = match self {
            Self::LocalBankCards | Self::LocalBankCardsBody => local_bank_cards::Gateway::SPEC,
            Self::Mpgs | Self::MpgsBody => mpgs::Gateway::SPEC,
            Self::Tlync | Self::TlyncBody | Self::TlyncReturn => tlync::Gateway::SPEC,
        };
        let signed = match self {
            Self::TlyncReturn => gateway.return_page,
            _ => gateway.callback,
        };
        let secrets = [secret_key.clone()];
        let explanation = explain_described(gateway, signed?, raw, &secrets);
        Some(explanation.error().cloned().map_or(Ok(()), Err))
    }
}

/// The values that the library read from an accepted callback.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) is_approved: bool,
    pub(crate) invoice_no: String,
    /// The amount in hundredths. A return page has none.
    pub(crate) amount: Option<u64>,
    pub(crate) transaction_id: Option<String>,
}

impl Report {
    fn new<C: Currency>(
        invoice_no: &InvoiceNo,
        amount: Amount<C>,
        transaction_id: Option<&TransactionId>,
        settled: &Result<Settlement, Mismatch>,
    ) -> Self {
        Self {
            is_approved: matches!(settled, Ok(Settlement::Paid(_))),
            invoice_no: invoice_no.to_string(),
            amount: Some(amount.hundredths()),
            transaction_id: transaction_id.map(TransactionId::to_string),
        }
    }
}

impl From<local_bank_cards::Callback> for Report {
    fn from(callback: local_bank_cards::Callback) -> Self {
        let (invoice_no, amount) = (callback.invoice_no(), *callback.amount());
        let settled = callback.settle(invoice_no, amount);
        Self::new(invoice_no, amount, callback.transaction_id(), &settled)
    }
}

impl From<mpgs::Callback> for Report {
    fn from(callback: mpgs::Callback) -> Self {
        let (invoice_no, amount) = (callback.invoice_no(), *callback.amount());
        let settled = callback.settle(invoice_no, amount);
        Self::new(invoice_no, amount, callback.transaction_id(), &settled)
    }
}

impl From<tlync::Callback> for Report {
    fn from(callback: tlync::Callback) -> Self {
        let (invoice_no, amount) = (callback.invoice_no(), *callback.amount());
        let settled = callback.settle(invoice_no, amount);
        let transaction_id = Some(callback.transaction_id());
        Self::new(invoice_no, amount, transaction_id, &settled)
    }
}

impl From<tlync::Return> for Report {
    fn from(page: tlync::Return) -> Self {
        Self {
            is_approved: page.is_approved(),
            invoice_no: page.invoice_no().to_string(),
            amount: None,
            transaction_id: None,
        }
    }
}
