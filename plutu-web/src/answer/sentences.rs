//! The sentences for the payer. The Arabic ones address the payer without a gender, as shops and
//! banks in Libya do.
//!
//! A sentence says first what happened, then whether this attempt took money, then what to do.

use plutu_core::Language;

use crate::answer::refusal::Refusal;
use crate::answer::situation::Situation;

impl Situation {
    /// The text for the payer: plain text of two or three sentences.
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
        Situation::Canceled => "The payment was canceled. No money was taken in this attempt.",
        Situation::BeingChecked => {
            "Your payment is being checked. Please do not pay again until the result is known."
        }
        Situation::InDoubt => {
            "It is not known yet whether your payment went through, and the money may have been taken. Please do not \
             pay again. The shop is looking into it."
        }
        Situation::NotBelieved => {
            "This payment result could not be verified. If you have paid, please do not pay again, and contact the \
             shop."
        }
        Situation::Refused(refusal) => refused_in_english(refusal),
        Situation::TryAgain => {
            "The payment service is busy or cannot be reached. No money was taken in this attempt. Please try again \
             in a moment."
        }
    }
}

const fn refused_in_english(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongPassword => {
            "The one-time password is not correct. No money was taken in this attempt. Please check the text message \
             and enter the password again."
        }
        Refusal::ExpiredPassword => {
            "The one-time password has expired. No money was taken in this attempt. Please ask for a new one."
        }
        Refusal::PasswordJustSent => {
            "A one-time password was sent to you a moment ago. No money was taken in this attempt. Please wait a \
             little before you ask for another one."
        }
        Refusal::TooLittleBalance => {
            "Your balance is too low for this payment. No money was taken in this attempt. Please top up your \
             balance, or choose another payment method."
        }
        Refusal::WrongNumber => {
            "The mobile number is not correct. No money was taken in this attempt. Please check it and enter it \
             again."
        }
        Refusal::WrongNumberOrBirthYear => {
            "The mobile number or the birth year is not correct. No money was taken in this attempt. Please check \
             both and enter them again."
        }
        Refusal::WrongInput => {
            "Some of the details that you entered are missing or not correct. No money was taken in this attempt. \
             Please check them and enter them again."
        }
        Refusal::NotSubscribed => {
            "This mobile number is not subscribed to the payment service. No money was taken in this attempt. Please \
             subscribe, or choose another payment method."
        }
        Refusal::LockedNumber => {
            "This mobile number is locked by the payment service. No money was taken in this attempt. Please contact \
             the service, or choose another payment method."
        }
        Refusal::BankAccount => {
            "Your bank account cannot be used for this payment. No money was taken in this attempt. Please ask your \
             bank, or choose another payment method."
        }
        Refusal::Amount => {
            "This amount cannot be paid with this payment method. No money was taken in this attempt. Please choose \
             another payment method."
        }
        Refusal::Unavailable => {
            "This payment method is not available at the moment. No money was taken in this attempt. Please choose \
             another payment method, or contact the shop."
        }
    }
}

const fn arabic(situation: Situation) -> &'static str {
    match situation {
        Situation::Paid => "تم الدفع بنجاح. شكرًا لك.",
        Situation::Canceled => "تم إلغاء عملية الدفع. لم يُخصم أي مبلغ في هذه المحاولة.",
        Situation::BeingChecked => {
            "جارٍ التحقق من عملية الدفع. يُرجى عدم الدفع مرة أخرى حتى تظهر النتيجة."
        }
        Situation::InDoubt => {
            "لم تتأكد بعدُ نتيجة عملية الدفع، وربما خُصم المبلغ. يُرجى عدم الدفع مرة أخرى، فالمتجر يتابع الأمر."
        }
        Situation::NotBelieved => {
            "تعذّر التحقق من نتيجة عملية الدفع. إذا سبق لك الدفع، فيُرجى عدم الدفع مرة أخرى والتواصل مع المتجر."
        }
        Situation::Refused(refusal) => refused_in_arabic(refusal),
        Situation::TryAgain => {
            "خدمة الدفع مشغولة أو يتعذّر الوصول إليها حاليًا. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى المحاولة مرة \
             أخرى بعد قليل."
        }
    }
}

const fn refused_in_arabic(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongPassword => {
            "رمز التحقق غير صحيح. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى مراجعة الرسالة النصية وإدخال الرمز من جديد."
        }
        Refusal::ExpiredPassword => {
            "انتهت صلاحية رمز التحقق. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى طلب رمز جديد."
        }
        Refusal::PasswordJustSent => {
            "تم إرسال رمز التحقق إليك قبل قليل. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى الانتظار قليلًا قبل طلب رمز \
             آخر."
        }
        Refusal::TooLittleBalance => {
            "رصيدك غير كافٍ لإتمام عملية الدفع. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى تعبئة الرصيد أو اختيار طريقة \
             دفع أخرى."
        }
        Refusal::WrongNumber => {
            "رقم الهاتف غير صحيح. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التأكد من الرقم وإدخاله من جديد."
        }
        Refusal::WrongNumberOrBirthYear => {
            "رقم الهاتف أو سنة الميلاد غير صحيحة. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التأكد منهما وإدخالهما من \
             جديد."
        }
        Refusal::WrongInput => {
            "بعض البيانات المدخلة ناقصة أو غير صحيحة. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التأكد من البيانات \
             وإدخالها من جديد."
        }
        Refusal::NotSubscribed => {
            "هذا الرقم غير مشترك في خدمة الدفع. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى الاشتراك في الخدمة أو اختيار \
             طريقة دفع أخرى."
        }
        Refusal::LockedNumber => {
            "هذا الرقم موقوف لدى مقدّم خدمة الدفع. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى التواصل مع مقدّم الخدمة أو \
             اختيار طريقة دفع أخرى."
        }
        Refusal::BankAccount => {
            "لا يمكن استخدام حسابك المصرفي في هذه العملية. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى مراجعة مصرفك أو \
             اختيار طريقة دفع أخرى."
        }
        Refusal::Amount => {
            "لا يمكن دفع هذا المبلغ بطريقة الدفع هذه. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى اختيار طريقة دفع أخرى."
        }
        Refusal::Unavailable => {
            "طريقة الدفع هذه غير متاحة حاليًا. لم يُخصم أي مبلغ في هذه المحاولة. يُرجى اختيار طريقة دفع أخرى أو \
             التواصل مع المتجر."
        }
    }
}
