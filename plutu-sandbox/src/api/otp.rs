//! The two requests of a payment with a one-time password: the first starts it, the second charges
//! the payer.

use plutu_core::InvoiceNo;
use plutu_core::MobileNumber;
use plutu_core::ProcessId;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::account::Account;
use crate::api::envelope::INVALID_AMOUNT;
use crate::api::envelope::INVALID_INPUTS;
use crate::api::envelope::Refusal;
use crate::api::envelope::Success;
use crate::api::form::Form;
use crate::api::form::masked_number;
use crate::gateway::Endpoint;
use crate::gateway::one_time_password;
use crate::money::Money;
use crate::payments::Confirmation;
use crate::payments::NotConfirmed;

/// The reply to the first request. Its values are numbers, as in the fixtures of the PHP SDK's
/// tests.
#[derive(Serialize)]
pub(super) struct Challenge {
    process_id: u64,
    amount: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commission: Option<u8>,
}

/// The reply to the second request.
#[derive(Serialize)]
pub(super) struct Receipt {
    transaction_id: u64,
    amount: Box<RawValue>,
}

pub(super) fn begin(
    endpoint: Endpoint,
    account: &Account,
    form: Form,
) -> Result<Success<Challenge>, Refusal> {
    let (money, number) = read_challenge(endpoint, account.clock().year(), form)?;
    if account.settings().is_too_much(&money) {
        return Err(Refusal::limit_exceeded());
    }
    let amount = money.number();
    let process_id = account
        .payments()
        .begin(endpoint, money, number, account.clock().now());
    let challenge = Challenge {
        process_id,
        amount,
        commission: endpoint.gateway().commission(),
    };
    Ok(Success::new(challenge).with_message("OTP has been sent to your mobile number"))
}

pub(super) fn charge(
    endpoint: Endpoint,
    account: &Account,
    form: Form,
) -> Result<Success<Receipt>, Refusal> {
    let is_unclear = account.faults().has_magic() && is_unclear(endpoint, &form);
    let confirmation = read_charge(endpoint, account.clock().year(), form)?;
    let amount = confirmation.money.number();
    let transaction_id = account
        .payments()
        .confirm(confirmation, account.clock().now());
    let transaction_id = transaction_id.map_err(|reason| match reason {
        NotConfirmed::WrongOtp if is_unclear => Refusal::not_confirmed(),
        reason => refusal(endpoint, &reason),
    })?;
    let receipt = Receipt {
        transaction_id,
        amount,
    };
    Ok(Success::new(receipt).with_message("Transaction completed successfully"))
}

/// The amount, and the payer's masked number if there is one.
fn read_challenge(
    endpoint: Endpoint,
    year: u16,
    mut form: Form,
) -> Result<(Money, Option<String>), Refusal> {
    let fields = form.read(endpoint, year);
    let currency = endpoint.gateway().currency();
    let money = form.meaning(&fields, endpoint.amount(), |text| {
        Money::read(text, currency)
    });
    let number = endpoint.of_kind(FieldKind::MobileNumber);
    let number = number.and_then(|number| fields.field(number.name));
    form.finish(money.map(|money| (money, number.map(masked))))
}

/// A masked number, in the format of the documentation.
fn masked(number: &str) -> String {
    match number.parse::<MobileNumber>() {
        Ok(number) => masked_number(number.expose()),
        Err(_) => masked_number(number),
    }
}

fn read_charge(endpoint: Endpoint, year: u16, mut form: Form) -> Result<Confirmation, Refusal> {
    let fields = form.read(endpoint, year);
    let currency = endpoint.gateway().currency();
    let read = |text: &str| Money::read(text, currency);
    let process_id = endpoint.of_kind(FieldKind::ProcessId);
    let process_id = form.meaning(&fields, process_id, str::parse::<ProcessId>);
    let code = endpoint.otp();
    let has_right_otp = code.and_then(|code| Some(is_right(code, fields.field(code.name)?)));
    let money = form.meaning(&fields, endpoint.amount(), read);
    let invoice_no = form.meaning(&fields, endpoint.invoice_no(), str::parse::<InvoiceNo>);
    let confirmation = || {
        Some(Confirmation {
            endpoint,
            process_id: process_id?,
            has_right_otp: has_right_otp?,
            money: money?,
            invoice_no: invoice_no?,
        })
    };
    form.finish(confirmation())
}

/// Whether a one-time password is right. Its value is not stored.
fn is_right(code: &FieldSpec, text: &str) -> bool {
    one_time_password(code.kind()) == Some(text)
}

/// Whether it is the wrong one-time password that is answered with `CONFIRMATION_ERROR` instead of
/// `INVLIAD_OTP`: nines only. Official plugins explain both codes with "check the OTP".
fn is_unclear(endpoint: Endpoint, form: &Form) -> bool {
    let code = endpoint.otp();
    let right = code.and_then(|code| one_time_password(code.kind()));
    let text = code.and_then(|code| form.text(code.wire));
    let has_length = right.map(str::len) == text.map(str::len);
    has_length && text.is_some_and(|text| text.bytes().all(|byte| byte == b'9'))
}

fn refusal(endpoint: Endpoint, reason: &NotConfirmed) -> Refusal {
    let wire = |field: Option<&'static FieldSpec>| field.map_or("", |field| field.wire);
    match reason {
        NotConfirmed::InvoiceUsed => Refusal::duplicated_invoice(),
        NotConfirmed::UnknownProcess => {
            let name = wire(endpoint.of_kind(FieldKind::ProcessId));
            let reason = "unknown process for this gateway";
            Refusal::bad_field(INVALID_INPUTS, name, reason)
        }
        NotConfirmed::ProcessUsed => Refusal::used_process(),
        NotConfirmed::OtherAmount => {
            let first = endpoint.answered().map_or("", Endpoint::action);
            let reason = format!("it differs from the amount given to `{first}`");
            Refusal::bad_field(INVALID_AMOUNT, wire(endpoint.amount()), &reason)
        }
        NotConfirmed::Expired => Refusal::expired_otp(),
        NotConfirmed::WrongOtp => Refusal::wrong_otp(),
    }
}
