//! The sentences. The Arabic ones address the payer without a gender, as shops and banks in Libya
//! do.
//!
//! A sentence says first what happened, then whether this attempt took money, then what to do.

use plutu_core::Language;

use crate::answer::refusal::Refusal;
use crate::answer::situation::Situation;

impl Situation {
    /// What to tell the payer, as plain text of one to three sentences.
    #[must_use]
    pub const fn sentence(self, language: Language) -> &'static str {
        match language {
            Language::Ar => arabic(self),
            Language::En => english(self),
        }
    }
}

const fn english(situation: Situation) -> &'static str {
    match situation {
        Situation::Paid => "Your payment is complete. Thank you.",
        Situation::Canceled => "The payment was canceled. This attempt took no money.",
        Situation::BeingChecked => {
            "Your payment is being checked. Please do not pay again before the result is known."
        }
        Situation::InDoubt => {
            "It is not known yet whether your payment went through, and the money may have been taken. Please do \
             not pay again. The shop is looking into it."
        }
        Situation::NotBelieved => {
            "This payment result could not be verified. If you have paid, please do not pay again, and contact \
             the shop."
        }
        Situation::Refused(refusal) => refused_in_english(refusal),
        Situation::TryAgain => {
            "The payment service is busy or cannot be reached. This attempt took no money. Please try again in a \
             moment."
        }
    }
}

const fn refused_in_english(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongPassword => {
            "The one-time password is not correct. This attempt took no money. Please check the message and enter \
             the password again."
        }
        Refusal::ExpiredPassword => {
            "The one-time password has expired. This attempt took no money. Please ask for a new one."
        }
        Refusal::PasswordJustSent => {
            "A one-time password was sent to you a moment ago. This attempt took no money. Please wait a little \
             before you ask for another."
        }
        Refusal::TooLittleBalance => {
            "Your balance is too low for this payment. This attempt took no money. Please top it up, or choose \
             another way to pay."
        }
        Refusal::WrongNumber => {
            "The mobile number is not correct. This attempt took no money. Please check it and enter it again."
        }
        Refusal::WrongNumberOrBirthYear => {
            "The mobile number or the birth year is not correct. This attempt took no money. Please check both and \
             enter them again."
        }
        Refusal::WrongInput => {
            "Something that you entered is missing or not correct. This attempt took no money. Please check it and \
             enter it again."
        }
        Refusal::NotSubscribed => {
            "This mobile number is not subscribed to the payment service. This attempt took no money. Please \
             subscribe, or choose another way to pay."
        }
        Refusal::LockedNumber => {
            "This mobile number is locked at the payment service. This attempt took no money. Please contact the \
             service, or choose another way to pay."
        }
        Refusal::BankAccount => {
            "Your bank account cannot be used for this payment. This attempt took no money. Please ask your bank, \
             or choose another way to pay."
        }
        Refusal::Amount => {
            "This amount cannot be paid in this way. This attempt took no money. Please choose another way to pay."
        }
        Refusal::Unavailable => {
            "This way to pay is not available at the moment. This attempt took no money. Please choose another \
             one, or contact the shop."
        }
    }
}

const fn arabic(situation: Situation) -> &'static str {
    match situation {
        Situation::Paid => "تم الدفع بنجاح. شكرًا لك.",
        Situation::Canceled => "أُلغيت عملية الدفع، ولم يُخصم أي مبلغ في هذه المحاولة.",
        Situation::BeingChecked => {
            "يجري التحقق من عملية الدفع. يُرجى عدم الدفع مرة أخرى قبل معرفة النتيجة."
        }
        Situation::InDoubt => {
            "لم يتأكد بعدُ إتمام عملية الدفع، وقد يكون المبلغ قد خُصم. يُرجى عدم الدفع مرة أخرى، فالمتجر يتابع الأمر."
        }
        Situation::NotBelieved => {
            "تعذّر التحقق من نتيجة الدفع هذه. إذا كنت قد دفعت، فيُرجى عدم الدفع مرة أخرى والتواصل مع المتجر."
        }
        Situation::Refused(refusal) => refused_in_arabic(refusal),
        Situation::TryAgain => {
            "خدمة الدفع مشغولة أو يتعذّر الوصول إليها الآن. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى المحاولة مرة أخرى \
             بعد قليل."
        }
    }
}

const fn refused_in_arabic(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongPassword => {
            "رمز التحقق غير صحيح. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى مراجعة الرسالة وإدخال الرمز من جديد."
        }
        Refusal::ExpiredPassword => {
            "انتهت صلاحية رمز التحقق. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى طلب رمز جديد."
        }
        Refusal::PasswordJustSent => {
            "أُرسل إليك رمز تحقق قبل قليل. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى الانتظار قليلًا قبل طلب رمز آخر."
        }
        Refusal::TooLittleBalance => {
            "رصيدك لا يكفي لإتمام الدفع. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى تعبئة الرصيد أو اختيار طريقة دفع \
             أخرى."
        }
        Refusal::WrongNumber => {
            "رقم الهاتف غير صحيح. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التأكد من الرقم وإدخاله من جديد."
        }
        Refusal::WrongNumberOrBirthYear => {
            "رقم الهاتف أو سنة الميلاد غير صحيحة. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التأكد منهما وإدخالهما من \
             جديد."
        }
        Refusal::WrongInput => {
            "بعض البيانات المدخلة ناقص أو غير صحيح. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التأكد من البيانات \
             وإدخالها من جديد."
        }
        Refusal::NotSubscribed => {
            "هذا الرقم غير مشترك في خدمة الدفع. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى الاشتراك في الخدمة أو اختيار \
             طريقة دفع أخرى."
        }
        Refusal::LockedNumber => {
            "هذا الرقم موقوف لدى خدمة الدفع. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التواصل مع مقدّم الخدمة أو اختيار \
             طريقة دفع أخرى."
        }
        Refusal::BankAccount => {
            "لا يمكن استخدام حسابك المصرفي في هذه العملية. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى مراجعة المصرف أو \
             اختيار طريقة دفع أخرى."
        }
        Refusal::Amount => {
            "لا يمكن دفع هذا المبلغ بهذه الطريقة. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى اختيار طريقة دفع أخرى."
        }
        Refusal::Unavailable => {
            "طريقة الدفع هذه غير متاحة حاليًا. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى اختيار طريقة أخرى أو التواصل مع \
             المتجر."
        }
    }
}
