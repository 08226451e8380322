//! Describes the answers of the endpoints: replies and errors.

use plutu_core::ErrorCode;
use plutu_core::GatewaySpec;
use plutu_core::spec::ReplyKind;
use plutu_core::spec::RequestSpec;

use crate::openapi::json::Node;
use crate::openapi::json::Object;

/// The responses of an endpoint.
pub(super) fn of(request: &RequestSpec) -> Object {
    let success = Object::new()
        .with("description", Kind::of(request.reply).description())
        .with(
            "content",
            json(reference("schemas", Kind::of(request.reply).name())),
        );
    Object::new()
        .with("200", success)
        .with("4XX", reference("responses", REFUSED))
        .with("5XX", reference("responses", FAILED))
}

/// The schemas of the replies that these gateways give, and of errors.
pub(super) fn schemas(
    gateways: &[&'static GatewaySpec],
) -> impl Iterator<Item = (String, Object)> + use<> {
    let requests = gateways.iter().flat_map(|gateway| gateway.requests);
    let given: Vec<Kind> = requests.map(|request| Kind::of(request.reply)).collect();
    let replies = Kind::ALL
        .into_iter()
        .filter(move |kind| given.contains(kind));
    let replies = replies.map(|kind| (kind.name().to_owned(), kind.envelope()));
    let errors = [(ERROR, error()), (ERROR_CODE, error_code())];
    replies.chain(errors.map(|(name, schema)| (name.to_owned(), schema)))
}

/// The responses that all endpoints share.
pub(super) fn responses() -> Object {
    let refused = Object::new()
        .with("description", ABOUT_REFUSED)
        .with("content", json(reference("schemas", ERROR)));
    let failed = Object::new().with("description", ABOUT_FAILED);
    Object::new().with(REFUSED, refused).with(FAILED, failed)
}

/// A reference to a component.
pub(super) fn reference(kind: &str, name: &str) -> Object {
    Object::new().with("$ref", format!("#/components/{kind}/{name}"))
}

/// The kinds of replies in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Redirect,
    Challenge,
    Receipt,
    Own,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Redirect, Self::Challenge, Self::Receipt, Self::Own];

    const fn of(kind: ReplyKind) -> Self {
        match kind {
            ReplyKind::Redirect => Self::Redirect,
            ReplyKind::Challenge => Self::Challenge,
            ReplyKind::Receipt => Self::Receipt,
            _ => Self::Own,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Redirect => "Redirect",
            Self::Challenge => "Challenge",
            Self::Receipt => "Receipt",
            Self::Own => "OwnReply",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Self::Redirect => "The hosted page to send the payer's browser to.",
            Self::Challenge => "The payer was sent a one-time password.",
            Self::Receipt => {
                "The charge was carried out. It settles the order if it has a transaction id or the \
                 order's amount. An answer with neither proves nothing."
            }
            Self::Own => "A reply of the gateway's own type, which is not described here.",
        }
    }

    /// The object around the result.
    fn envelope(self) -> Object {
        let status = Object::new()
            .with("type", "integer")
            .with("description", "The HTTP status again: 200.");
        let message = text("A sentence for people. Redirects have none.");
        let properties = Object::new()
            .with("status", status)
            .with("result", self.result())
            .with("message", message);
        Object::new()
            .with("type", "object")
            .with("description", self.description().to_owned() + ABOUT_SUCCESS)
            .with("properties", properties)
            .with("required", ["status", "result"])
    }

    fn result(self) -> Object {
        match self {
            Self::Redirect => redirect(),
            Self::Challenge => challenge(),
            Self::Receipt => receipt(),
            Self::Own => Object::new().with("description", "It is not described here."),
        }
    }
}

fn redirect() -> Object {
    let url = text(
        "The URL to send the payer's browser to. Its query contains the payment's token: keep the \
         query, and keep the URL out of logs.",
    );
    let url = url.with("format", "uri").with("x-plutu-hidden", true);
    let properties = Object::new()
        .with("code", text("`CHECKOUT_REDIRECT`"))
        .with("redirect_url", url);
    result(properties).with("required", ["redirect_url"])
}

fn challenge() -> Object {
    let commission = Object::new().with("type", ["number", "string"]).with(
        "description",
        "Seen in some replies. What it means is not known.",
    );
    let properties = Object::new()
        .with(
            "process_id",
            id("The number of the started payment.", "1234567890123"),
        )
        .with("amount", amount())
        .with("commission", commission);
    result(properties).with("required", ["process_id"])
}

fn receipt() -> Object {
    let id = id("Plutu's number of the payment. It may be absent.", "100900");
    result(
        Object::new()
            .with("transaction_id", id)
            .with("amount", amount()),
    )
}

fn result(properties: Object) -> Object {
    Object::new()
        .with("type", "object")
        .with("properties", properties)
}

/// A number that Plutu assigns. Both types occur.
fn id(description: &'static str, example: &'static str) -> Object {
    Object::new()
        .with("type", ["string", "integer"])
        .with("description", description)
        .with("examples", [example])
}

fn amount() -> Object {
    Object::new()
        .with("type", ["string", "number"])
        .with(
            "description",
            "The amount, as a number or as a string. If it is present, compare it with the order's.",
        )
        .with("examples", ["12.50"])
}

fn error() -> Object {
    let status = Object::new().with("type", "integer");
    let details = Object::new()
        .with(
            "status",
            status.with("description", "The HTTP status again."),
        )
        .with("code", reference("schemas", ERROR_CODE))
        .with("message", text("A sentence for people."))
        .with(
            "fields",
            any("The errors of single fields. Its shape is not documented."),
        );
    let details = result(details).with(
        "description",
        "The documented form. The other forms are plausible, but were never seen.",
    );
    let properties = Object::new()
        .with("error", details)
        .with("message", text("The form of Laravel's own errors."))
        .with("errors", any("The form of Laravel's own errors."));
    result(properties)
}

fn error_code() -> Object {
    let known = Object::new()
        .with("type", "string")
        .with("enum", ErrorCode::KNOWN.to_vec());
    let other = Object::new().with("type", "string");
    let preceding = ErrorCode::KNOWN.iter().copied();
    let preceding = preceding.filter(|code| ErrorCode::from(*code).precedes_charge());
    Object::new()
        .with("description", ABOUT_CODES)
        .with("anyOf", [known, other])
        .with("x-plutu-precedes-charge", preceding.collect::<Vec<_>>())
}

fn text(description: &'static str) -> Object {
    Object::new()
        .with("type", "string")
        .with("description", description)
}

fn any(description: &'static str) -> Object {
    Object::new().with("description", description)
}

fn json(schema: Object) -> Object {
    let content: Node = Object::new().with("schema", schema).into();
    Object::new().with("application/json", content)
}

const ERROR: &str = "Error";
const ERROR_CODE: &str = "ErrorCode";
const REFUSED: &str = "Refused";
const FAILED: &str = "Failed";

const ABOUT_SUCCESS: &str =
    " An object `error` with the status 200 was never seen. It would be a refusal.";

const ABOUT_REFUSED: &str = "\
Plutu refused the request: 401 for wrong credentials, 403 for an account without access, 404, 422 for invalid fields, \
429 for too many requests, and most probably 400 for the rest. For most codes the status is not known. A body that is \
not JSON does not come from Plutu, but from a server in between.";

const ABOUT_FAILED: &str = "\
Plutu or a server in between failed. The body may be anything. It is not known whether the request was carried out.";

const ABOUT_CODES: &str = "\
The set is open. These codes come from the official plugins and one other client, with their spellings. Ignore case \
when you compare (`Unauthorized` was seen).";
