//! The codes of Plutu's errors, and what to do about each.

use std::fmt;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $spelling:literal $(| $other:literal)*,)*) => {
        /// The code of an error that Plutu answered with.
        ///
        /// The set is open. It was gathered from the official plugins and one client; the
        /// documentation has a list of codes, whose rows could not be retrieved. Codes are compared
        /// without case, and both spellings of the misspelled ones are the same code. An unknown
        /// code is [`Other`](Self::Other).
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
            /// `-`, as it came; anything longer or else is kept as an empty text.
            Other(String),
        }

        impl ErrorCode {
            /// The codes that this version knows, in each spelling that was seen on the wire.
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
    /// The dashboard restricts requests to certain addresses, and this machine's is not among them.
    ForbiddenIpAddress = "FORBIDDEN_IP_ADDRESS",
    /// The API key may not use this gateway: enable it in the dashboard.
    DeniedAccessGateway = "DENIED_ACCESS_GATEWAY",
    /// Plutu does not know the gateway.
    InvalidGateway = "INVALID_GATEWAY",
    /// A field is missing or wrong; [`ApiError::fields`](crate::reply::ApiError::fields) tells
    /// which.
    InvalidInputs = "INVALID_INPUTS",
    /// The merchant's settings at Plutu are incomplete (official plugins: "contact the
    /// administrator"): check the account in the dashboard.
    MissingParameter = "MISSING_PARAMETER",
    /// The merchant's settings: the account has no secret key; make one in the dashboard.
    SecretKeyDoesNotExist = "SECRET_KEY_DOES_NOT_EXIST",
    /// The merchant's settings: the key at the gateway is wrong; ask Plutu.
    InvalidMerchantSecretKey = "INVALID_MERCHANT_SECRET_KEY",
    /// The merchant's settings: a parameter of payments by QR code is missing; ask Plutu.
    MissingQrParameter = "MISSING_QR_PARAMETER",
    /// The merchant's settings: the merchant's category is wrong; ask Plutu.
    InvalidMerchantCategory = "INVALID_MERCHANT_CATEGORY",
    /// The merchant's settings: the gateway does not accept the account; ask Plutu.
    UnauthorizedMerchantAccount = "UNAUTHORIZED_MERCHANT_ACCOUNT",
    /// "Something went wrong" (official plugins); when, is not documented.
    AuthError = "AUTH_ERROR",
    /// Too many requests: wait, [`ApiError::retry_after`](crate::reply::ApiError::retry_after) if
    /// it is there.
    TooManyRequests = "TOO_MAY_REQUESTS" | "TOO_MANY_REQUESTS",
    /// The gateway has no test mode: use a live access token.
    TestModeNotSupported = "TEST_MODE_NOT_SUPPORTED",
    /// Plutu or the gateway is under maintenance: try again later.
    MaintenanceMode = "MAINTENANCE_MODE",
    /// The amount is above what test mode takes, 500 in one transaction. It was reported for Local
    /// Bank Cards.
    SandboxTransactionLimitExceeded = "SANDBOX_TRANSACTION_LIMIT_EXCEEDED",
    /// The gateway failed; when, is not documented.
    BackendError = "BACKEND_ERROR",
    /// The gateway failed; when, is not documented.
    BackendServerError = "BACKEND_SERVER_ERROR",
    /// The amount is wrong.
    InvalidAmount = "INVALID_AMOUNT",
    /// The amount is not written as Plutu takes it.
    InvalidAmountFormat = "INVALID_AMOUNT_FORMAT",
    /// The gateway does not take this amount.
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
    /// The payer's number is not subscribed to the service: they subscribe, or pay another way.
    NotSubscribed = "NOT_SUBSCRIBED",
    /// The mobile number is wrong: ask the payer for it again.
    InvalidMobileNumber = "INVALID_MOBILE_NUMBER",
    /// The mobile number or the birth year is wrong: ask the payer again.
    InvalidMobileNumberOrBirthYear = "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR",
    /// The mobile number is missing.
    EmptyMobileNumber = "EMPTY_MOBILE_NUMBER",
    /// The birth year is missing.
    EmptyBirthYear = "EMPTY_BIRTH_YEAR",
    /// The payer's bank account cannot pay: they ask their bank.
    CheckBankAccount = "CHECK_BANK_ACCOUNT",
    /// The payer has not enough money there.
    InsufficientBalance = "INSUFFICIENT_BALANCE",
    /// The payer's number is locked: they ask the service, or pay another way.
    PhoneNumberIsLocked = "PHONE_NUMBER_IS_LOCKED",
    /// The confirmation failed. Both official plugins say "please check the OTP code": ask the
    /// payer for the one-time password again only if you know that no money moved. Whether the code
    /// ever follows a charge is unknown, so after a charge the outcome is
    /// [`Unknown`](crate::Certainty::Unknown).
    ConfirmationError = "CONFIRMATION_ERROR",
    /// The one-time password is wrong: ask the payer again.
    InvalidOtp = "INVLIAD_OTP" | "INVALID_OTP",
    /// The one-time password is too old: ask for a new one.
    OtpExpired = "OTP_EXPIRED",
    /// A one-time password was sent a moment ago: wait before asking for another.
    OtpWaitBeforeResend = "OTP_WAIT_BEFORE_RESNED" | "OTP_WAIT_BEFORE_RESEND",
    /// "Something went wrong" (official plugins): by its name, the payment could not be recorded.
    /// Whether before or after the charge is not documented.
    AddPaymentError = "ADD_PAYMENT_ERROR",
}

impl ErrorCode {
    /// Whether this error is known to come before any charge, so that a request that moves money
    /// did not move it.
    ///
    /// The list is closed, and is our decision: credentials, inputs, the one-time password, balance
    /// and limits. For every other code, unknown ones included, the money may have moved. Among
    /// those are [`DuplicatedInvoiceNumber`](Self::DuplicatedInvoiceNumber), since an earlier
    /// attempt was recorded and may have been paid, and
    /// [`ConfirmationError`](Self::ConfirmationError).
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
            "" => "of no known code",
            code => code,
        })
    }
}

/// Whether a text looks like a code, so that showing it cannot show something else.
fn is_code(text: &str) -> bool {
    text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
