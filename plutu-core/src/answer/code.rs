//! The codes of Plutu's errors, and what to do about them.

use std::fmt;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $spelling:literal $(| $other:literal)*,)*) => {
        /// The code of an error that Plutu answered with.
        ///
        /// The set is open. It was collected from the official plugins and one client, because the
        /// rows of the documentation's own list of codes could not be retrieved. Codes are compared
        /// without case. Plutu misspells some codes; both spellings are read as the same code. An
        /// unknown code is [`Other`](Self::Other).
        ///
        /// ```
        /// use plutu_core::reply::ErrorCode;
        ///
        /// assert_eq!(ErrorCode::from("Unauthorized"), ErrorCode::Unauthorized);
        /// assert_eq!(ErrorCode::from("INVLIAD_OTP"), ErrorCode::InvalidOtp);
        /// assert_eq!(ErrorCode::from("NEW_CODE"), ErrorCode::Other("NEW_CODE".to_owned()));
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(
                $(#[$doc])*
                #[doc = concat!("\n\nOn the wire: `", $spelling, "`", $(", also `", $other, "`",)* ".")]
                $name,
            )*
            /// The answer carried no code.
            Unspecified,
            /// A code that this version does not know: at most 64 ASCII letters, digits, `_` and
            /// `-`. Any other value becomes an empty string.
            Other(String),
        }

        impl ErrorCode {
            /// The codes that this version knows, in every spelling that it accepts.
            ///
            /// ```
            /// use plutu_core::ErrorCode;
            ///
            /// assert!(ErrorCode::KNOWN.contains(&"INVLIAD_OTP"));
            /// ```
            pub const KNOWN: &'static [&'static str] = &[$($spelling, $($other,)*)*];

            /// The code as Plutu writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $spelling,)*
                    Self::Unspecified => "",
                    Self::Other(code) => code,
                }
            }
        }

        impl From<&str> for ErrorCode {
            fn from(code: &str) -> Self {
                $(
                    if code.eq_ignore_ascii_case($spelling) $(|| code.eq_ignore_ascii_case($other))* {
                        return Self::$name;
                    }
                )*
                Self::Other(if is_code(code) { code.to_owned() } else { String::new() })
            }
        }
    };
}

error_codes! {
    /// The access token or the API key is wrong: check both, and that they belong to the same
    /// account.
    Unauthorized = "UNAUTHORIZED",
    /// The account accepts requests only from certain IP addresses, and this machine's address is
    /// not among them: add it in the dashboard.
    ForbiddenIpAddress = "FORBIDDEN_IP_ADDRESS",
    /// The API key may not use this gateway: enable it in the dashboard.
    DeniedAccessGateway = "DENIED_ACCESS_GATEWAY",
    /// Plutu does not know the gateway.
    InvalidGateway = "INVALID_GATEWAY",
    /// A field is missing or wrong: [`ApiError::fields`](crate::reply::ApiError::fields) may name
    /// it.
    InvalidInputs = "INVALID_INPUTS",
    /// The merchant's settings at Plutu are incomplete (official plugins: "contact the
    /// administrator"): check the account in the dashboard.
    MissingParameter = "MISSING_PARAMETER",
    /// The merchant's settings: the account has no secret key. Create one in the dashboard.
    SecretKeyDoesNotExist = "SECRET_KEY_DOES_NOT_EXIST",
    /// The merchant's settings: the key at the gateway is wrong. Ask Plutu.
    InvalidMerchantSecretKey = "INVALID_MERCHANT_SECRET_KEY",
    /// The merchant's settings: a parameter of payments by QR code is missing. Ask Plutu.
    MissingQrParameter = "MISSING_QR_PARAMETER",
    /// The merchant's settings: the merchant's category is wrong. Ask Plutu.
    InvalidMerchantCategory = "INVALID_MERCHANT_CATEGORY",
    /// The merchant's settings: the gateway does not accept the account. Ask Plutu.
    UnauthorizedMerchantAccount = "UNAUTHORIZED_MERCHANT_ACCOUNT",
    /// "Something went wrong" (official plugins). The documentation does not say when this code
    /// occurs.
    AuthError = "AUTH_ERROR",
    /// Too many requests: wait before another attempt.
    /// [`ApiError::retry_after`](crate::reply::ApiError::retry_after) may say how long.
    TooManyRequests = "TOO_MAY_REQUESTS" | "TOO_MANY_REQUESTS",
    /// The gateway has no test mode: use a live access token.
    TestModeNotSupported = "TEST_MODE_NOT_SUPPORTED",
    /// Plutu or the gateway is under maintenance: try again later.
    MaintenanceMode = "MAINTENANCE_MODE",
    /// The amount is above the limit of test mode, 500 in one transaction. This limit was reported
    /// for Local Bank Cards.
    SandboxTransactionLimitExceeded = "SANDBOX_TRANSACTION_LIMIT_EXCEEDED",
    /// The gateway failed. The documentation does not say when this code occurs.
    BackendError = "BACKEND_ERROR",
    /// The gateway failed. The documentation does not say when this code occurs.
    BackendServerError = "BACKEND_SERVER_ERROR",
    /// The amount is wrong.
    InvalidAmount = "INVALID_AMOUNT",
    /// The amount has a form that Plutu does not accept.
    InvalidAmountFormat = "INVALID_AMOUNT_FORMAT",
    /// The gateway does not accept this amount.
    NotAllowedAmount = "NOT_ALLOWED_AMOUNT" | "AMOUNT_NOT_ALLOWED",
    /// The amount is above the gateway's limit: let the payer choose another way to pay.
    AmountExceededMaximum = "AMOUNT_EXCEEDED_MAXIMUM",
    /// The account's currency is not supported.
    CurrencyNotSupported = "CURRENCY_NOT_SUPPORTED",
    /// An earlier attempt with this invoice number was recorded, paid or not: look the invoice up
    /// before anything else.
    DuplicatedInvoiceNumber = "DUPLICATED_INVOICE_NUMBER",
    /// The invoice's amount or number is wrong.
    InvalidInvoiceAmountOrNumber = "INVALID_INVOICE_AMOUNT_OR_NUMBER",
    /// The gateway does not know the reference.
    ReferenceNumberDoesNotExist = "REFERENCE_NUMBER_DOES_NOT_EXIST",
    /// The payer's number is not subscribed to the service: the payer can subscribe, or pay another
    /// way.
    NotSubscribed = "NOT_SUBSCRIBED",
    /// The mobile number is wrong: ask the payer for it again.
    InvalidMobileNumber = "INVALID_MOBILE_NUMBER",
    /// The mobile number or the birth year is wrong: ask the payer again.
    InvalidMobileNumberOrBirthYear = "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR",
    /// The mobile number is missing.
    EmptyMobileNumber = "EMPTY_MOBILE_NUMBER",
    /// The birth year is missing.
    EmptyBirthYear = "EMPTY_BIRTH_YEAR",
    /// The payer's bank account cannot pay: the payer should ask the bank.
    CheckBankAccount = "CHECK_BANK_ACCOUNT",
    /// The payer's balance is too low.
    InsufficientBalance = "INSUFFICIENT_BALANCE",
    /// The payer's number is locked: the payer should ask the service, or pay another way.
    PhoneNumberIsLocked = "PHONE_NUMBER_IS_LOCKED",
    /// The confirmation failed. Both official plugins say "please check the OTP code". It is
    /// unknown whether this error can come after the money was taken, so for a charge the certainty
    /// is [`Unknown`](crate::Certainty::Unknown). Ask the payer for the one-time password again
    /// only if you know that no money moved.
    ConfirmationError = "CONFIRMATION_ERROR",
    /// The one-time password is wrong: ask the payer again.
    InvalidOtp = "INVLIAD_OTP" | "INVALID_OTP",
    /// The one-time password has expired: request a new one.
    OtpExpired = "OTP_EXPIRED",
    /// A one-time password was sent recently: wait before you request another.
    OtpWaitBeforeResend = "OTP_WAIT_BEFORE_RESNED" | "OTP_WAIT_BEFORE_RESEND",
    /// "Something went wrong" (official plugins). The name suggests that the payment could not be
    /// recorded. The documentation does not say whether that is before or after the charge.
    AddPaymentError = "ADD_PAYMENT_ERROR",
}

impl ErrorCode {
    /// Whether this error is known to occur before any charge. A charge that fails with such a code
    /// has moved no money.
    ///
    /// The list is closed, and it is our decision: errors of credentials, inputs, the one-time
    /// password, balance and limits. For every other code, including unknown codes, the money may
    /// have moved. Two examples are [`ConfirmationError`](Self::ConfirmationError) and
    /// [`DuplicatedInvoiceNumber`](Self::DuplicatedInvoiceNumber), which means that an earlier
    /// attempt was recorded and may have been paid.
    #[must_use]
    pub fn precedes_charge(&self) -> bool {
        matches!(
            self,
            Self::Unauthorized
                | Self::ForbiddenIpAddress
                | Self::DeniedAccessGateway
                | Self::InvalidGateway
                | Self::InvalidInputs
                | Self::MissingParameter
                | Self::SecretKeyDoesNotExist
                | Self::InvalidMerchantSecretKey
                | Self::UnauthorizedMerchantAccount
                | Self::TooManyRequests
                | Self::TestModeNotSupported
                | Self::SandboxTransactionLimitExceeded
                | Self::InvalidAmount
                | Self::InvalidAmountFormat
                | Self::NotAllowedAmount
                | Self::AmountExceededMaximum
                | Self::CurrencyNotSupported
                | Self::InvalidMobileNumber
                | Self::InvalidMobileNumberOrBirthYear
                | Self::EmptyMobileNumber
                | Self::EmptyBirthYear
                | Self::InsufficientBalance
                | Self::InvalidOtp
                | Self::OtpExpired
                | Self::OtpWaitBeforeResend
        )
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.as_str() {
            "" => "no known code",
            code => code,
        })
    }
}

/// Whether a string looks like a code. Anything else could contain data that must not be shown.
fn is_code(text: &str) -> bool {
    text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
