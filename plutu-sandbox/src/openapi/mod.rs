//! Generates an OpenAPI document from the descriptions of gateways, for clients in other languages.
//!
//! [`requests`] describes the endpoints and their forms, [`replies`] their answers, and [`signed`]
//! the callbacks and return pages. [`fields`] describes a single value.

mod fields;
mod json;
mod replies;
mod requests;
mod signed;

use plutu_core::GatewaySpec;

use crate::openapi::json::Node;
use crate::openapi::json::Object;
use crate::prose;

/// The document of these gateways.
pub(crate) fn document(gateways: &[&'static GatewaySpec]) -> Object {
    Object::new()
        .with("openapi", "3.1.0")
        .with("info", info())
        .with("servers", servers())
        .with("security", [security()])
        .with(
            "tags",
            gateways.iter().copied().map(tag).collect::<Vec<_>>(),
        )
        .with("paths", requests::paths(gateways))
        .with("webhooks", signed::webhooks(gateways))
        .with("components", components(gateways))
}

fn info() -> Object {
    let license = "MIT OR Apache-2.0";
    Object::new()
        .with("title", "Plutu payment API")
        .with("version", env!("CARGO_PKG_VERSION"))
        .with(
            "summary",
            "The Plutu payment API as far as it is publicly known",
        )
        .with("description", ABOUT.to_owned() + signed::RULE)
        .with(
            "license",
            Object::new()
                .with("name", license)
                .with("identifier", license),
        )
}

fn servers() -> [Object; 2] {
    let server = |url: &'static str, description: &'static str| {
        Object::new()
            .with("url", url)
            .with("description", description)
    };
    [
        server(
            "https://api.plutus.ly/api/v1",
            "Plutu. Test and live payments share it: the access token decides.",
        ),
        server(
            "http://127.0.0.1:8080/api/v1",
            "The sandbox, started with `plutu-sandbox serve`",
        ),
    ]
}

fn security() -> Object {
    let no_scopes = || Node::List(Vec::new());
    Object::new()
        .with("accessToken", no_scopes())
        .with("apiKey", no_scopes())
}

fn tag(gateway: &GatewaySpec) -> Object {
    let description = prose::of(gateway.docs);
    Object::new().with("name", gateway.name).with_some(
        "description",
        (!description.is_empty()).then_some(description),
    )
}

fn components(gateways: &[&'static GatewaySpec]) -> Object {
    let values = requests::forms(gateways).chain(replies::schemas(gateways));
    let credentials = Object::new()
        .with(
            "accessToken",
            Object::new()
                .with("type", "http")
                .with("scheme", "bearer")
                .with("description", "The account's access token"),
        )
        .with(
            "apiKey",
            Object::new()
                .with("type", "apiKey")
                .with("in", "header")
                .with("name", "X-API-KEY")
                .with("description", "The account's API key"),
        );
    Object::new()
        .with("schemas", values.collect::<Object>())
        .with("responses", replies::responses())
        .with("securitySchemes", credentials)
}

const ABOUT: &str = "\
This description is not published by Plutu. It is generated from the declarations of plutu, a framework for Rust, which \
are based on Plutu's documentation, its official PHP SDK and WooCommerce plugin, and other public clients. The live API \
was never called. If these sources do not answer a question, the text says that the answer is not known.

# Requests

Every request has both credentials and `Accept: application/json`. The body is \
`application/x-www-form-urlencoded`, as in the official PHP SDK. Plutu's documentation shows `multipart/form-data`. \
Some clients send JSON; one reports that the endpoints for one-time passwords refuse it. Unknown fields are accepted.

Amounts are decimal strings, because a binary float is not exact. `invoice_no` is the only protection against paying \
twice; no idempotency key is documented. There is no endpoint for the status of a payment, for refunds or for lists.

# What an answer says about the money

An operation with `x-plutu-moves-money: true` takes the payer's money. After a time-out, a lost connection, a redirect, \
a status of 500 or above, or an answer that cannot be read, the money may have moved: do not send the request again, and \
let a person look the payment up. An error code says that no money moved only if it is listed in the schema's \
`x-plutu-precedes-charge`.

# Extensions

| member | meaning |
|---|---|
| `x-plutu-moves-money` | whether the operation takes the payer's money |
| `x-plutu-answers` | the earlier operation whose reply this one answers, and the fields that come from that reply |
| `x-plutu-hidden` | the value is personal or secret: keep it out of logs |
| `x-plutu-signed-keys` | the keys that are signed, in the order in which they are sent |
| `x-plutu-settles` | whether the callback can prove that an order was paid |
| `x-plutu-precedes-charge` | the error codes that are known to occur only before a charge |

# Signatures

";
