//! The texts of the checkout page, in the two languages that Plutu has.

use plutu_core::Language;
use plutu_core::PaymentMethod;

use crate::gateway::RedirectGateway;
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
    pub(super) decline: &'static str,
    pub(super) cancel: &'static str,
    pub(super) payment_method: &'static str,
    /// T-Lync's ways to pay, the first of them chosen unless the payer chooses another.
    pub(super) payment_methods: [(PaymentMethod, &'static str); 5],
    pub(super) back: &'static str,
    pub(super) not_found: &'static str,
    local_bank_cards: &'static str,
    mpgs: &'static str,
    tlync: &'static str,
    approved: &'static str,
    declined: &'static str,
    canceled: &'static str,
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ARABIC,
            Language::En => &ENGLISH,
        }
    }

    pub(super) const fn gateway_name(&self, gateway: RedirectGateway) -> &'static str {
        match gateway {
            RedirectGateway::LocalBankCards => self.local_bank_cards,
            RedirectGateway::Mpgs => self.mpgs,
            RedirectGateway::Tlync => self.tlync,
        }
    }

    pub(super) const fn outcome(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Approved => self.approved,
            Outcome::Declined => self.declined,
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
    decline: "رفض الدفع",
    cancel: "إلغاء الدفع",
    payment_method: "طريقة الدفع",
    payment_methods: [
        (PaymentMethod::Tadawul, "تداول"),
        (PaymentMethod::Edfaly, "ادفع لي"),
        (PaymentMethod::Sadad, "سداد"),
        (PaymentMethod::Mobicash, "موبي كاش"),
        (PaymentMethod::Moamalat, "معاملات"),
    ],
    back: "العودة إلى المتجر",
    not_found: "لا توجد صفحة دفع بهذا العنوان.",
    local_bank_cards: "البطاقات المصرفية المحلية",
    mpgs: "بطاقات الدفع الدولية (MPGS)",
    tlync: "T-Lync",
    approved: "تمت الموافقة على هذا الدفع.",
    declined: "رُفض هذا الدفع.",
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
    decline: "Decline the payment",
    cancel: "Cancel the payment",
    payment_method: "Payment method",
    payment_methods: [
        (PaymentMethod::Tadawul, "Tadawul"),
        (PaymentMethod::Edfaly, "Adfali"),
        (PaymentMethod::Sadad, "Sadad"),
        (PaymentMethod::Mobicash, "MobiCash"),
        (PaymentMethod::Moamalat, "Moamalat"),
    ],
    back: "Return to the shop",
    not_found: "No checkout page has this address.",
    local_bank_cards: "Local bank cards",
    mpgs: "International cards (MPGS)",
    tlync: "T-Lync",
    approved: "This payment was approved.",
    declined: "This payment was declined.",
    canceled: "This payment was canceled.",
};
