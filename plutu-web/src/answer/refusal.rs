//! Why an attempt was refused, as far as the payer can do something about it.

use plutu_core::ErrorCode;

/// Why Plutu refused an attempt, in the payer's terms. A refused attempt took no money.
///
/// The set is closed: a new case is a breaking change, so that no shop overlooks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The one-time password is wrong.
    WrongPassword,
    /// The one-time password is too old.
    ExpiredPassword,
    /// A one-time password was sent a moment ago, so no other is sent yet.
    PasswordJustSent,
    /// The balance is too small.
    TooLittleBalance,
    /// The mobile number is missing or wrong.
    WrongNumber,
    /// The mobile number or the birth year is missing or wrong.
    WrongNumberOrBirthYear,
    /// Something that the payer entered is missing or wrong. Plutu does not say what.
    WrongInput,
    /// The mobile number is not subscribed to the service.
    NotSubscribed,
    /// The mobile number is locked.
    LockedNumber,
    /// The payer's bank account cannot pay.
    BankAccount,
    /// The gateway does not take this amount.
    Amount,
    /// The shop cannot take the payment in this way, whatever the payer does: credentials,
    /// settings, an error that is not known.
    Unavailable,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 12] = [
        Self::WrongPassword,
        Self::ExpiredPassword,
        Self::PasswordJustSent,
        Self::TooLittleBalance,
        Self::WrongNumber,
        Self::WrongNumberOrBirthYear,
        Self::WrongInput,
        Self::NotSubscribed,
        Self::LockedNumber,
        Self::BankAccount,
        Self::Amount,
        Self::Unavailable,
    ];

    /// The refusal behind a code. Only of an attempt that is known to be refused: for a charge,
    /// most codes leave the outcome open.
    pub(super) fn of(code: &ErrorCode) -> Self {
        match code {
            ErrorCode::InvalidOtp => Self::WrongPassword,
            ErrorCode::OtpExpired => Self::ExpiredPassword,
            ErrorCode::OtpWaitBeforeResend => Self::PasswordJustSent,
            ErrorCode::InsufficientBalance => Self::TooLittleBalance,
            ErrorCode::InvalidMobileNumber | ErrorCode::EmptyMobileNumber => Self::WrongNumber,
            ErrorCode::InvalidMobileNumberOrBirthYear | ErrorCode::EmptyBirthYear => {
                Self::WrongNumberOrBirthYear
            }
            ErrorCode::InvalidInputs | ErrorCode::MissingParameter => Self::WrongInput,
            ErrorCode::NotSubscribed => Self::NotSubscribed,
            ErrorCode::PhoneNumberIsLocked => Self::LockedNumber,
            ErrorCode::CheckBankAccount => Self::BankAccount,
            ErrorCode::NotAllowedAmount
            | ErrorCode::AmountExceededMaximum
            | ErrorCode::SandboxTransactionLimitExceeded => Self::Amount,
            _ => Self::Unavailable,
        }
    }
}
