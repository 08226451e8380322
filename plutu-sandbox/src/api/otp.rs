//! `verify` and `confirm` of the gateways that send the payer a one-time password: begins a
//! payment, and makes it.

use std::net::IpAddr;

use plutu_core::BirthYear;
use plutu_core::InvoiceNo;
use plutu_core::ProcessId;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::account::Account;
use crate::api::envelope::INVALID_AMOUNT;
use crate::api::envelope::INVALID_INPUTS;
use crate::api::envelope::Refusal;
use crate::api::envelope::Success;
use crate::api::form::Form;
use crate::gateway::OtpGateway;
use crate::money::Money;
use crate::payments::Confirmation;
use crate::payments::NotConfirmed;

/// What to confirm: numbers, as in the fixtures of the PHP SDK's tests.
#[derive(Serialize)]
pub(super) struct Challenge {
    process_id: u64,
    amount: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commission: Option<u8>,
}

/// What was paid.
#[derive(Serialize)]
pub(super) struct Receipt {
    transaction_id: u64,
    amount: Box<RawValue>,
}

pub(super) fn verify(
    gateway: OtpGateway,
    account: &Account,
    form: Form,
) -> Result<Success<Challenge>, Refusal> {
    let (money, number) = read_verify(gateway, account.clock().year(), form)?;
    if account.settings().is_too_much(&money) {
        return Err(Refusal::limit_exceeded());
    }
    let amount = money.number();
    let process_id = account
        .payments()
        .begin(gateway, money, number, account.clock().now());
    let challenge = Challenge {
        process_id,
        amount,
        commission: gateway.commission(),
    };
    Ok(Success::new(challenge).with_message("OTP has been sent to your mobile number"))
}

pub(super) fn confirm(
    gateway: OtpGateway,
    account: &Account,
    form: Form,
) -> Result<Success<Receipt>, Refusal> {
    let is_unclear =
        account.faults().has_magic() && form.text("code") == Some(gateway.unclear_otp());
    let confirmation = read_confirm(gateway, form)?;
    let amount = confirmation.money.number();
    let transaction_id = account
        .payments()
        .confirm(confirmation, account.clock().now());
    let transaction_id = transaction_id.map_err(|reason| match reason {
        NotConfirmed::WrongOtp if is_unclear => Refusal::not_confirmed(),
        reason => reason.into(),
    })?;
    let receipt = Receipt {
        transaction_id,
        amount,
    };
    Ok(Success::new(receipt).with_message("Transaction completed successfully"))
}

/// The amount, and the payer's number as it may be shown.
fn read_verify(gateway: OtpGateway, year: u16, mut form: Form) -> Result<(Money, String), Refusal> {
    let number = form.mobile_number(|text| gateway.mobile_number(text));
    if gateway.asks_for_birth_year() {
        form.required("birth_year", |text| BirthYear::in_year(text, year));
    }
    let money = form.required("amount", |text| gateway.money(text));
    form.finish(money.zip(number))
}

fn read_confirm(gateway: OtpGateway, mut form: Form) -> Result<Confirmation, Refusal> {
    let process_id = form.required("process_id", str::parse::<ProcessId>);
    let has_right_otp = form.required("code", |text| gateway.check_otp(text));
    let money = form.required("amount", |text| gateway.money(text));
    let invoice_no = form.required("invoice_no", str::parse::<InvoiceNo>);
    form.optional("customer_ip", str::parse::<IpAddr>);
    form.finish(confirmation(
        gateway,
        process_id,
        has_right_otp,
        money,
        invoice_no,
    ))
}

fn confirmation(
    gateway: OtpGateway,
    process_id: Option<ProcessId>,
    has_right_otp: Option<bool>,
    money: Option<Money>,
    invoice_no: Option<InvoiceNo>,
) -> Option<Confirmation> {
    Some(Confirmation {
        gateway,
        process_id: process_id?,
        has_right_otp: has_right_otp?,
        money: money?,
        invoice_no: invoice_no?,
    })
}

impl From<NotConfirmed> for Refusal {
    fn from(reason: NotConfirmed) -> Self {
        match reason {
            NotConfirmed::InvoiceUsed => Self::duplicated_invoice(),
            NotConfirmed::UnknownProcess => {
                let reason = "unknown process for this gateway";
                Self::bad_field(INVALID_INPUTS, "process_id", reason)
            }
            NotConfirmed::ProcessUsed => Self::used_process(),
            NotConfirmed::OtherAmount => {
                let reason = "it differs from the amount given to `verify`";
                Self::bad_field(INVALID_AMOUNT, "amount", reason)
            }
            NotConfirmed::Expired => Self::expired_otp(),
            NotConfirmed::WrongOtp => Self::wrong_otp(),
        }
    }
}
