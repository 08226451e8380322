//! The reasons why an attempt was refused, as far as the payer can do something about them.

use plutu_core::ErrorCode;

/// Why Plutu refused an attempt, in words for the payer. A refused attempt took no money.
///
/// This enum is exhaustive. A new case is a breaking change, so that no shop overlooks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The one-time password is wrong.
    WrongPassword,
    /// The one-time password has expired.
    ExpiredPassword,
    /// A one-time password was sent a moment ago, and another one is not sent yet.
    PasswordJustSent,
    /// The balance is too small.
    TooLittleBalance,
    /// The mobile number is missing or wrong.
    WrongNumber,
    /// The mobile number or the birth year is missing or wrong.
    WrongNumberOrBirthYear,
    /// A value that the payer entered is missing or wrong. Plutu does not say which one.
    WrongInput,
    /// The mobile number is not subscribed to the service.
    NotSubscribed,
    /// The mobile number is locked.
    LockedNumber,
    /// The payer's bank account cannot be used.
    BankAccount,
    /// The gateway does not accept this amount.
    Amount,
    /// The shop cannot take a payment through this gateway, whatever the payer does. The cause is,
    /// for example, a credential, a setting or an unknown error.
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

    /// Returns the refusal for an error code. Call it only for an attempt that is known to be
    /// refused: for a charge, most codes leave the outcome unknown.
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
