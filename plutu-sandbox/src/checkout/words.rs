//! The texts of the checkout page, in the two languages that Plutu has.

use plutu_core::Language;

use crate::gateway::Gateway;
use crate::payments::Outcome;

/// The texts of one language.
pub(super) struct Words {
    pub(super) direction: &'static str,
    pub(super) title: &'static str,
    pub(super) sandbox: &'static str,
    pub(super) no_money: &'static str,
    pub(super) gateway: &'static str,
    pub(super) amount: &'static str,
    pub(super) invoice_no: &'static str,
    pub(super) approve: &'static str,
    pub(super) cancel: &'static str,
    pub(super) back: &'static str,
    pub(super) not_found: &'static str,
    local_bank_cards: &'static str,
    mpgs: &'static str,
    approved: &'static str,
    canceled: &'static str,
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ARABIC,
            Language::En => &ENGLISH,
        }
    }

    pub(super) const fn gateway_name(&self, gateway: Gateway) -> &'static str {
        match gateway {
            Gateway::LocalBankCards => self.local_bank_cards,
            Gateway::Mpgs => self.mpgs,
        }
    }

    pub(super) const fn outcome(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Approved => self.approved,
            Outcome::Canceled => self.canceled,
        }
    }
}

const ARABIC: Words = Words {
    direction: "rtl",
    title: "إتمام الدفع",
    sandbox: "بيئة تجريبية",
    no_money: "لا تُدفع هنا أي أموال حقيقية.",
    gateway: "بوابة الدفع",
    amount: "المبلغ",
    invoice_no: "رقم الفاتورة",
    approve: "الموافقة على الدفع",
    cancel: "إلغاء الدفع",
    back: "العودة إلى المتجر",
    not_found: "لا توجد صفحة دفع بهذا العنوان.",
    local_bank_cards: "البطاقات المصرفية المحلية",
    mpgs: "بطاقات الدفع الدولية (MPGS)",
    approved: "تمت الموافقة على هذا الدفع.",
    canceled: "أُلغي هذا الدفع.",
};

const ENGLISH: Words = Words {
    direction: "ltr",
    title: "Complete the payment",
    sandbox: "Sandbox",
    no_money: "No real money is paid here.",
    gateway: "Payment gateway",
    amount: "Amount",
    invoice_no: "Invoice number",
    approve: "Approve the payment",
    cancel: "Cancel the payment",
    back: "Return to the shop",
    not_found: "No checkout page has this address.",
    local_bank_cards: "Local bank cards",
    mpgs: "International cards (MPGS)",
    approved: "This payment was approved.",
    canceled: "This payment was canceled.",
};
