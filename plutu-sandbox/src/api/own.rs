//! A request whose reply is the author's own type. The author's function makes the reply.

use serde_json::Value;

use crate::account::Account;
use crate::api::envelope::Refusal;
use crate::api::envelope::Success;
use crate::api::form::Form;
use crate::gateway::Endpoint;
use crate::money::Money;
use crate::own::ReceivedFields;

pub(super) fn answer(
    endpoint: Endpoint,
    account: &Account,
    mut form: Form,
) -> Result<Success<Value>, Refusal> {
    let fields = form.read(endpoint, account.clock().year());
    let fields = form.finish(Some(fields))?;
    let money = money(endpoint, &fields);
    if money.is_some_and(|money| account.settings().is_too_much(&money)) {
        return Err(Refusal::limit_exceeded());
    }
    let answers = &account.settings().answers;
    let answer = answers.of(endpoint.gateway().name(), endpoint.action());
    let answer = answer.ok_or_else(|| Refusal::no_answer(endpoint.request_name()))?;
    Ok(Success::new(
        answer(&fields).map_err(|refusal| Refusal::of_author(&refusal))?,
    ))
}

/// The amount in the request. `None` if the field's type is the author's own and is not an amount.
fn money(endpoint: Endpoint, fields: &ReceivedFields) -> Option<Money> {
    let text = fields.field(endpoint.amount()?.name)?;
    Money::read(text, endpoint.gateway().currency()).ok()
}
