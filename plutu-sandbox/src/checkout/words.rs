//! The strings of the payer's pages, in Plutu's two languages.

use plutu_core::Language;

use crate::checkout::card::Fate;
use crate::payments::Outcome;
use crate::words;

/// The strings of one language.
pub(super) struct Words {
    /// The words that are shared with other pages.
    pub(super) shared: &'static words::Words,
    pub(super) title: &'static str,
    pub(super) sandbox: &'static str,
    pub(super) only_tests: &'static str,
    pub(super) merchant: &'static str,
    /// The merchant's name unless another one was set.
    pub(super) test_shop: &'static str,
    pub(super) gateway: &'static str,
    pub(super) invoice_no: &'static str,
    pub(super) pay: &'static str,
    pub(super) cancel: &'static str,
    pub(super) card: CardWords,
    pub(super) payment_method: &'static str,
    pub(super) desk: DeskWords,
    pub(super) back: &'static str,
    pub(super) closed: &'static str,
    pub(super) nothing_sent: &'static str,
    pub(super) open_again: &'static str,
    pub(super) not_found: &'static str,
    pub(super) cancel_refused: &'static str,
    pub(super) answer_refused: &'static str,
    approved: &'static str,
    declined: &'static str,
    canceled: &'static str,
}

/// The card form.
pub(super) struct CardWords {
    pub(super) legend: &'static str,
    pub(super) number: &'static str,
    pub(super) expiry: &'static str,
    pub(super) cvc: &'static str,
    pub(super) bad_number: &'static str,
    /// An example follows on the page.
    pub(super) bad_expiry: &'static str,
    /// An example follows on the page.
    pub(super) expired: &'static str,
    pub(super) bad_cvc: &'static str,
    pub(super) test_numbers: &'static str,
    approved: &'static str,
    declined: &'static str,
    silent: &'static str,
}

impl CardWords {
    pub(super) const fn fate(&self, fate: Fate) -> &'static str {
        match fate {
            Fate::Approved => self.approved,
            Fate::Declined => self.declined,
            Fate::Silent => self.silent,
        }
    }
}

/// The developer's buttons.
pub(super) struct DeskWords {
    pub(super) legend: &'static str,
    pub(super) approve: &'static str,
    pub(super) decline: &'static str,
    pub(super) close: &'static str,
    pub(super) twice: &'static str,
    pub(super) tamper: &'static str,
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ARABIC,
            Language::En => &ENGLISH,
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
    shared: &words::ARABIC,
    title: "إتمام الدفع",
    sandbox: "بيئة تجريبية",
    only_tests: "مدفوعات تجريبية فقط",
    merchant: "المتجر",
    test_shop: "متجر تجريبي",
    gateway: "بوابة الدفع",
    invoice_no: "رقم الفاتورة",
    pay: "ادفع",
    cancel: "إلغاء الدفع",
    card: CardWords {
        legend: "بيانات البطاقة",
        number: "رقم البطاقة",
        expiry: "تاريخ الانتهاء (شهر/سنة)",
        cvc: "رمز الأمان (CVC)",
        bad_number: "أدخل أحد أرقام البطاقات التجريبية أدناه، ولا تُدخل رقم بطاقة حقيقية أبدًا.",
        bad_expiry: "أدخل الشهر والسنة بهذه الصيغة:",
        expired: "انتهت صلاحية هذه البطاقة. أدخل تاريخ انتهاء في المستقبل، مثل:",
        bad_cvc: "أدخل ثلاثة أرقام.",
        test_numbers: "بطاقات تجريبية، مع أي تاريخ انتهاء في المستقبل وأي رمز أمان من ثلاثة أرقام:",
        approved: "يُقبل الدفع",
        declined: "يُرفض الدفع",
        silent: "لا يعود الزبون إلى المتجر",
    },
    payment_method: "طريقة الدفع",
    desk: DeskWords {
        legend: "أدوات المطوّر: اختر النتيجة",
        approve: "قبول الدفع",
        decline: "رفض الدفع من المصرف",
        close: "إغلاق الصفحة دون إرسال إشعار",
        twice: "قبول الدفع وإرسال الإشعار مرتين",
        tamper: "إرسال إشعار بتوقيع مزوّر",
    },
    back: "العودة إلى المتجر",
    closed: "أُغلقت الصفحة دون إرسال إشعار",
    nothing_sent: "لم يصل إلى المتجر أي إشعار، ولا تزال عملية الدفع قيد الانتظار.",
    open_again: "فتح صفحة الدفع من جديد",
    not_found: "لا توجد صفحة دفع على هذا الرابط.",
    cancel_refused: "تعذّر الإلغاء لأن لعملية الدفع نتيجة مسجّلة مسبقًا. لم يتغيّر شيء.",
    answer_refused: "لم تُسجّل النتيجة الجديدة لأن لعملية الدفع نتيجة مسجّلة مسبقًا. لم يتغيّر شيء.",
    approved: "قُبلت عملية الدفع",
    declined: "رُفضت عملية الدفع",
    canceled: "أُلغيت عملية الدفع",
};

const ENGLISH: Words = Words {
    shared: &words::ENGLISH,
    title: "Complete the payment",
    sandbox: "Sandbox",
    only_tests: "Test payments only",
    merchant: "Merchant",
    test_shop: "Test shop",
    gateway: "Payment gateway",
    invoice_no: "Invoice number",
    pay: "Pay",
    cancel: "Cancel the payment",
    card: CardWords {
        legend: "Card",
        number: "Card number",
        expiry: "Expiry (month/year)",
        cvc: "Security code (CVC)",
        bad_number: "Enter one of the test numbers below. Never enter a real card number.",
        bad_expiry: "Enter the month and the year, for example",
        expired: "This card has expired. Enter a date in the future, for example",
        bad_cvc: "Enter three digits.",
        test_numbers: "Test cards, with any date in the future and any code of three digits:",
        approved: "approved",
        declined: "declined",
        silent: "the payer never returns",
    },
    payment_method: "Payment method",
    desk: DeskWords {
        legend: "For the developer: choose the outcome",
        approve: "Approve",
        decline: "Decline, as the bank would",
        close: "Close the page without a callback",
        twice: "Approve and send the callback twice",
        tamper: "Send a callback with a forged signature",
    },
    back: "Return to the shop",
    closed: "The page was closed without a callback",
    nothing_sent: "The shop has received nothing, and the payment is still open.",
    open_again: "Open the payment page again",
    not_found: "There is no payment page at this address.",
    cancel_refused: "Canceling was refused: this payment already has an outcome. Nothing has changed.",
    answer_refused: "The new outcome was refused: this payment already has an outcome. Nothing has changed.",
    approved: "The payment was approved",
    declined: "The payment was declined",
    canceled: "The payment was canceled",
};
