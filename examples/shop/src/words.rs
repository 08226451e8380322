//! The shop's own strings, in Arabic and English. The sentences about a payment's outcome come from
//! plutu-web.

use plutu_core::Currency;
use plutu_core::Language;
use plutu_core::currency::LYD;
use plutu_core::currency::USD;
use plutu_orders::OrderState;
use plutu_orders::Price;
use plutu_orders::Question;
use plutu_orders::Timestamp;
use plutu_orders::Verdict;
use plutu_orders::What;

use crate::way::Way;

/// The strings of one language.
pub(crate) struct Words {
    pub(crate) direction: &'static str,
    /// The name of the other language, in that language.
    pub(crate) other_language: &'static str,
    pub(crate) shop: &'static str,
    pub(crate) dinars: &'static str,
    pub(crate) dollars: &'static str,
    pub(crate) in_dinars: &'static str,
    pub(crate) in_dollars: &'static str,
    pub(crate) to_products: &'static str,
    pub(crate) to_order: &'static str,
    pub(crate) order: &'static str,
    pub(crate) state: &'static str,
    pub(crate) price: &'static str,
    pub(crate) shipping: &'static str,
    pub(crate) shipped: &'static str,
    pub(crate) not_shipped: &'static str,
    pub(crate) to_be_shipped: &'static str,
    pub(crate) keep_address: &'static str,
    pub(crate) waiting: &'static str,
    pub(crate) not_approved: &'static str,
    pub(crate) ways_to_pay: &'static str,
    pub(crate) mobile_number: &'static str,
    pub(crate) birth_year: &'static str,
    pub(crate) pay: &'static str,
    pub(crate) send_password: &'static str,
    pub(crate) password: &'static str,
    pub(crate) password_sent: &'static str,
    pub(crate) another_password: &'static str,
    pub(crate) payment_result: &'static str,
    pub(crate) history: &'static str,
    pub(crate) nothing_yet: &'static str,
    pub(crate) changed_nothing: &'static str,
    pub(crate) desk: &'static str,
    pub(crate) desk_is_clear: &'static str,
    pub(crate) invoice_no: &'static str,
    pub(crate) reported_amount: &'static str,
    pub(crate) transaction_id: &'static str,
    pub(crate) since: &'static str,
    pub(crate) your_name: &'static str,
    pub(crate) refund: &'static str,
    pub(crate) was_paid: &'static str,
    pub(crate) was_not_paid: &'static str,
    pub(crate) was_refunded: &'static str,
    pub(crate) seen: &'static str,
    pub(crate) not_found: &'static str,
    pub(crate) bad_form: &'static str,
    pub(crate) not_now: &'static str,
    pub(crate) unavailable: &'static str,
    pub(crate) broken: &'static str,
}

impl Words {
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ARABIC,
            Language::En => &ENGLISH,
        }
    }
}

static ENGLISH: Words = Words {
    direction: "ltr",
    other_language: "العربية",
    shop: "The shop",
    dinars: "LYD",
    dollars: "USD",
    in_dinars: "Order in dinars",
    in_dollars: "Order in dollars",
    to_products: "All products",
    to_order: "View the order",
    order: "Order",
    state: "State",
    price: "Price",
    shipping: "Shipping",
    shipped: "shipped",
    not_shipped: "after the payment",
    to_be_shipped: "is being packed",
    keep_address: "Keep the link to this page and do not share it: anyone who has it can see this order.",
    waiting: "A payment page was opened, and its result has not arrived yet. If you have paid, please wait and reload \
              this page. If you left the payment page without paying, you may pay here.",
    not_approved: "According to the payment page, the payment was not approved. If you have not paid, you may pay on the \
                   order's page.",
    ways_to_pay: "Ways to pay",
    mobile_number: "Mobile number",
    birth_year: "Birth year",
    pay: "Pay",
    send_password: "Send me a one-time password",
    password: "One-time password",
    password_sent: "A one-time password was sent to your phone.",
    another_password: "Get another password or choose another way to pay",
    payment_result: "Result of the payment",
    history: "History",
    nothing_yet: "Nothing yet.",
    changed_nothing: "changed nothing",
    desk: "The desk",
    desk_is_clear: "Nothing waits for a decision.",
    invoice_no: "Invoice number",
    reported_amount: "Reported amount",
    transaction_id: "Transaction id",
    since: "Since",
    your_name: "Your name",
    refund: "The order was paid twice. Refund this payment.",
    was_paid: "It was paid",
    was_not_paid: "It was not paid",
    was_refunded: "The money was returned",
    seen: "Done",
    not_found: "There is no such page.",
    bad_form: "The form is incomplete or contains an invalid value.",
    not_now: "This is not possible now. Please look at the order's page.",
    unavailable: "The shop cannot reach its database. Nothing was paid. Please try again in a moment.",
    broken: "Something went wrong in the shop. If you have paid, please do not pay again, and contact the shop.",
};

static ARABIC: Words = Words {
    direction: "rtl",
    other_language: "English",
    shop: "المتجر",
    dinars: "د.ل",
    dollars: "دولار أمريكي",
    in_dinars: "اطلب بالدينار",
    in_dollars: "اطلب بالدولار",
    to_products: "كل المنتجات",
    to_order: "عرض الطلب",
    order: "الطلب",
    state: "الحالة",
    price: "السعر",
    shipping: "الشحن",
    shipped: "تم الشحن",
    not_shipped: "بعد الدفع",
    to_be_shipped: "قيد التجهيز",
    keep_address: "احتفظ برابط هذه الصفحة ولا تشاركه مع أحد، فكل من لديه الرابط يمكنه الاطلاع على هذا الطلب.",
    waiting: "فُتحت صفحة دفع ولم تصل نتيجتها بعد. إذا كنت قد دفعت، فيُرجى الانتظار ثم تحديث هذه الصفحة. وإذا غادرت \
              صفحة الدفع دون أن تدفع، فيمكنك الدفع من هنا.",
    not_approved: "تفيد صفحة الدفع بأن عملية الدفع لم تُقبل. إذا لم تكن قد دفعت، فيمكنك الدفع من صفحة الطلب.",
    ways_to_pay: "طرق الدفع",
    mobile_number: "رقم الهاتف",
    birth_year: "سنة الميلاد",
    pay: "ادفع",
    send_password: "إرسال رمز التحقق",
    password: "رمز التحقق",
    password_sent: "تم إرسال رمز التحقق إلى هاتفك.",
    another_password: "طلب رمز جديد أو اختيار طريقة دفع أخرى",
    payment_result: "نتيجة الدفع",
    history: "السجل",
    nothing_yet: "لا توجد أحداث بعد.",
    changed_nothing: "لم يغيّر شيئًا",
    desk: "مكتب المتابعة",
    desk_is_clear: "لا توجد حالات تنتظر قرارًا.",
    invoice_no: "رقم الفاتورة",
    reported_amount: "المبلغ الوارد",
    transaction_id: "رقم المعاملة",
    since: "منذ",
    your_name: "اسمك",
    refund: "دُفع ثمن الطلب مرتين. أعِد مبلغ هذه الدفعة إلى الزبون.",
    was_paid: "تم الدفع",
    was_not_paid: "لم يتم الدفع",
    was_refunded: "أُعيد المبلغ",
    seen: "تم",
    not_found: "هذه الصفحة غير موجودة.",
    bad_form: "البيانات المدخلة ناقصة أو غير صحيحة.",
    not_now: "لا يمكن تنفيذ ذلك الآن. يُرجى مراجعة صفحة الطلب.",
    unavailable: "تعذّر على المتجر الوصول إلى قاعدة بياناته. لم يُخصم أي مبلغ. يُرجى المحاولة مرة أخرى بعد قليل.",
    broken: "حدث خطأ في المتجر. إذا كنت قد دفعت، فيُرجى عدم الدفع مرة أخرى والتواصل مع المتجر.",
};

/// The name of a way to pay.
pub(crate) const fn way(language: Language, way: Way) -> &'static str {
    match (language, way) {
        (Language::Ar, Way::Mpgs) => "بطاقة دولية",
        (Language::En, Way::Mpgs) => "International card",
        (Language::Ar, Way::LocalBankCards) => "بطاقة مصرفية ليبية",
        (Language::En, Way::LocalBankCards) => "Libyan bank card",
        (_, Way::Tlync) => "T-Lync",
        (Language::Ar, Way::Sadad) => "سداد",
        (Language::En, Way::Sadad) => "Sadad",
        (Language::Ar, Way::Adfali) => "ادفع لي",
        (Language::En, Way::Adfali) => "Adfali",
    }
}

/// An amount with its currency, as people write it.
pub(crate) fn price(language: Language, price: &Price) -> String {
    let words = Words::of(language);
    let currency = match price.currency() {
        LYD::CODE => words.dinars,
        USD::CODE => words.dollars,
        code => code,
    };
    price.to_string().replace(price.currency(), currency)
}

/// The state of an order.
pub(crate) const fn state(language: Language, state: OrderState) -> &'static str {
    match (language, state) {
        (Language::Ar, OrderState::Paid) => "مدفوع",
        (Language::En, OrderState::Paid) => "paid",
        (Language::Ar, OrderState::Frozen) => "موقوف إلى حين المراجعة",
        (Language::En, OrderState::Frozen) => "frozen until a person has checked it",
        (Language::Ar, OrderState::Awaiting) => "بانتظار نتيجة الدفع",
        (Language::En, OrderState::Awaiting) => "waiting for a payment's result",
        (Language::Ar, _) => "غير مدفوع",
        (Language::En, _) => "not paid",
    }
}

/// A line of an order's history.
pub(crate) fn what(language: Language, what: &What) -> &'static str {
    let (arabic, english) = match what {
        What::Started => ("بدأت محاولة دفع", "an attempt to pay was started"),
        What::NotSent => ("لم يُرسل طلب الدفع", "the request was not sent"),
        What::Refused => ("رُفض طلب الدفع", "the request was refused"),
        What::Unknown => (
            "نتيجة طلب الدفع غير معروفة",
            "the request's outcome is unknown",
        ),
        What::Canceled => ("أُلغي الدفع", "the payer canceled"),
        What::Undecided => ("لم يُقبل الدفع ولم يُلغَ", "neither approved nor canceled"),
        What::Paid { .. } => ("تم الدفع", "paid"),
        What::OtherAmount(_) => (
            "ورد مبلغ مختلف أو عملة مختلفة",
            "another amount or currency was reported",
        ),
        What::OtherOrder => ("ورد إشعار يخص طلبًا آخر", "a callback of another order"),
        What::FoundPaid { .. } => ("تبيّن أنه مدفوع", "found to be paid"),
        What::FoundNotPaid { .. } => ("تبيّن أنه غير مدفوع", "found not to be paid"),
        What::Refunded { .. } => ("أُعيد المبلغ", "the money was returned"),
        _ => ("حدث آخر", "something else"),
    };
    pick(language, arabic, english)
}

/// What the person at the desk has to find out.
pub(crate) const fn question(language: Language, question: Question) -> &'static str {
    let (arabic, english) = match question {
        Question::Frozen => (
            "نتيجة عملية الخصم هذه غير معروفة. ابحث عنها في لوحة تحكم Plutu: هل خُصم المبلغ؟",
            "The outcome of this charge is unknown. Look it up in Plutu's dashboard: was the money taken?",
        ),
        Question::Undecided => (
            "لم تُقبل عملية الدفع ولم تُلغَ. ابحث عنها في لوحة تحكم Plutu.",
            "The payment was neither approved nor canceled. Look it up in Plutu's dashboard.",
        ),
        Question::OtherAmount => (
            "أبلغت Plutu عن مبلغ أو عملة بخلاف ما ورد في الطلب.",
            "Plutu reported an amount or currency that is not the order's.",
        ),
        Question::OtherTransaction => (
            "أبلغت Plutu عن دفعة ثانية برقم الفاتورة نفسه.",
            "Plutu reported a second payment under the same invoice number.",
        ),
        _ => (
            "أبلغت Plutu عن فاتورة لا يعرفها المتجر.",
            "Plutu reported something about an invoice that the shop does not know.",
        ),
    };
    pick(language, arabic, english)
}

/// The label of a button at the desk.
pub(crate) const fn verdict(language: Language, verdict: Verdict) -> &'static str {
    let words = Words::of(language);
    match verdict {
        Verdict::Paid => words.was_paid,
        Verdict::NotPaid => words.was_not_paid,
        Verdict::Refunded => words.was_refunded,
    }
}

/// A point in time: `2025-11-21 18:46 UTC`.
pub(crate) fn time(at: Timestamp) -> String {
    let (days, seconds) = (at.unix() / DAY, at.unix() % DAY);
    let (year, month, day) = date(days);
    let (hour, minute) = (seconds / 3600, seconds % 3600 / 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

/// The year, month and day, so many days after the beginning of 1970.
fn date(days: u64) -> (u64, u64, u64) {
    let (mut year, mut left) = (1970_u64, days);
    while left >= year_length(year) {
        left = left.saturating_sub(year_length(year));
        year = year.saturating_add(1);
    }
    let february = year_length(year).saturating_sub(337);
    let mut month = 1_u64;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < length {
            break;
        }
        left = left.saturating_sub(length);
        month = month.saturating_add(1);
    }
    (year, month, left.saturating_add(1))
}

fn year_length(year: u64) -> u64 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    if is_leap { 366 } else { 365 }
}

const fn pick(language: Language, arabic: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Ar => arabic,
        Language::En => english,
    }
}

const DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use plutu_orders::Timestamp;

    use super::time;

    #[test]
    fn times_are_written_as_people_read_them() {
        for (unix, text) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_399, "2000-02-28 23:59 UTC"),
            (951_782_400, "2000-02-29 00:00 UTC"),
            (1_709_251_200, "2024-03-01 00:00 UTC"),
            (1_763_750_760, "2025-11-21 18:46 UTC"),
            (1_767_225_599, "2025-12-31 23:59 UTC"),
        ] {
            assert_eq!(time(Timestamp::from_unix(unix)), text);
        }
    }
}
