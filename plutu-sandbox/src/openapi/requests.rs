//! Describes the endpoints and their forms.

use plutu_core::GatewaySpec;
use plutu_core::spec::AnswersSpec;
use plutu_core::spec::RequestSpec;

use crate::openapi::fields;
use crate::openapi::json::Object;
use crate::openapi::replies;
use crate::openapi::replies::reference;
use crate::prose;

/// The endpoints of these gateways, by their paths.
pub(super) fn paths(gateways: &[&'static GatewaySpec]) -> Object {
    requests(gateways)
        .map(|(gateway, request)| {
            let item = Object::new().with("post", operation(gateway, request));
            (request.path.to_owned(), item)
        })
        .collect()
}

/// The forms of these gateways, by the names of their schemas.
pub(super) fn forms(gateways: &[&'static GatewaySpec]) -> impl Iterator<Item = (String, Object)> {
    requests(gateways)
        .map(|(gateway, request)| (name(gateway, request.action), form(gateway, request)))
}

/// The name of an operation and of its form: `mpgs_confirm`.
pub(super) fn name(gateway: &GatewaySpec, action: &str) -> String {
    format!("{}_{action}", gateway.name).replace(|it: char| !it.is_ascii_alphanumeric(), "_")
}

fn requests(
    gateways: &[&'static GatewaySpec],
) -> impl Iterator<Item = (&'static GatewaySpec, &'static RequestSpec)> {
    let gateways = gateways.iter();
    gateways.flat_map(|gateway| gateway.requests.iter().map(|request| (*gateway, request)))
}

fn operation(gateway: &GatewaySpec, request: &RequestSpec) -> Object {
    let name = name(gateway, request.action);
    let content = || Object::new().with("schema", reference("schemas", &name));
    let body = Object::new().with("required", true).with(
        "content",
        Object::new()
            .with("application/x-www-form-urlencoded", content())
            .with("multipart/form-data", content()),
    );
    let answers = request
        .answers
        .and_then(|answers| answered(gateway, &answers));
    let (summary, rest) = prose::summary_and_rest(request.docs);
    let summary = if summary.is_empty() {
        request.name.to_owned()
    } else {
        summary
    };
    Object::new()
        .with("operationId", name.clone())
        .with("tags", [gateway.name])
        .with("summary", summary)
        .with("description", description(gateway, request, rest))
        .with("requestBody", body)
        .with("responses", replies::of(request))
        .with("x-plutu-moves-money", request.moves_money)
        .with_some("x-plutu-answers", answers)
}

fn description(gateway: &GatewaySpec, request: &RequestSpec, docs: String) -> String {
    let money = if request.moves_money {
        "It moves money. If the answer is lost or cannot be read, the outcome is unknown."
    } else {
        ""
    };
    let currency = format!("Amounts are in {}.", gateway.currency);
    prose::paragraphs([docs, money.to_owned(), currency])
}

/// The operation whose reply this one answers.
fn answered(gateway: &GatewaySpec, answers: &AnswersSpec) -> Option<Object> {
    let mut requests = gateway.requests.iter();
    let earlier = requests.find(|request| request.name == answers.request)?;
    let answered = Object::new()
        .with("operation", name(gateway, earlier.action))
        .with("fields", answers.fields.to_vec());
    Some(answered)
}

fn form(gateway: &GatewaySpec, request: &RequestSpec) -> Object {
    let fields = request.fields.iter();
    let properties = fields
        .clone()
        .map(|field| (field.wire.to_owned(), fields::sent(gateway, field)));
    let required = fields.clone().filter(|field| field.is_required);
    Object::new()
        .with("type", "object")
        .with("properties", properties.collect::<Object>())
        .with_any("required", required.map(|field| field.wire).collect())
}
