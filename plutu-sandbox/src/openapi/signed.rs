//! Describes callbacks and return pages as webhooks.

use plutu_core::GatewaySpec;
use plutu_core::spec::SignedSpec;

use crate::gateway::Gateway;
use crate::openapi::fields;
use crate::openapi::json::Node;
use crate::openapi::json::Object;
use crate::openapi::requests;
use crate::prose;

/// The messages that the browser carries or Plutu's server posts, by the names of their operations.
pub(super) fn webhooks(gateways: &[&'static GatewaySpec]) -> Object {
    let gateways = gateways.iter();
    gateways.flat_map(|gateway| of(gateway)).collect()
}

fn of(gateway: &'static GatewaySpec) -> impl Iterator<Item = (String, Object)> {
    let callback = gateway.callback.map(|spec| Signed {
        name: requests::name(gateway, "callback"),
        gateway,
        spec,
        is_posted: Gateway::of(gateway).is_posted(),
        settles: true,
    });
    let page = gateway.return_page.map(|spec| Signed {
        name: requests::name(gateway, "return"),
        gateway,
        spec,
        is_posted: false,
        settles: false,
    });
    let signed = [callback, page].into_iter().flatten();
    signed.map(|signed| (signed.name.clone(), signed.item()))
}

/// A callback or a return page.
struct Signed {
    name: String,
    gateway: &'static GatewaySpec,
    spec: &'static SignedSpec,
    is_posted: bool,
    settles: bool,
}

impl Signed {
    fn item(&self) -> Object {
        let method = if self.is_posted { "post" } else { "get" };
        Object::new().with(method, self.operation())
    }

    fn operation(&self) -> Object {
        let (summary, rest) = prose::summary_and_rest(self.spec.docs);
        let summary = if summary.is_empty() {
            self.spec.name.to_owned()
        } else {
            summary
        };
        let operation = Object::new()
            .with("operationId", self.name.clone())
            .with("tags", [self.gateway.name])
            .with("summary", summary)
            .with("description", self.description(rest))
            // It has no credentials: the signature is the proof.
            .with("security", Node::List(Vec::new()));
        let operation = if self.is_posted {
            operation.with("requestBody", self.body())
        } else {
            operation.with("parameters", self.parameters())
        };
        operation
            .with("responses", self.responses())
            .with("x-plutu-signed-keys", self.spec.keys.to_vec())
            .with("x-plutu-settles", self.settles)
    }

    fn description(&self, docs: String) -> String {
        let keys: Vec<String> = self
            .spec
            .keys
            .iter()
            .map(|key| format!("`{key}`"))
            .collect();
        let carried = if self.is_posted {
            "Plutu's server posts it as a JSON object. In the known genuine callback, all values are \
             strings. The order of the members matters: read the raw body."
        } else {
            "The payer's browser carries it in the query of the return URL, after the shop's own \
             parameters, which are not signed. The order matters: read the raw query."
        };
        let proof = self.proof();
        let signed = format!(
            "The signed keys, in the order in which they are sent: {}. {RULE}",
            keys.join(", ")
        );
        prose::paragraphs([docs, carried.to_owned(), signed, proof])
    }

    /// States what the message proves, and what the shop has to compare.
    fn proof(&self) -> String {
        if !self.settles {
            return "It proves no payment: use it to show the payer a page, never to settle an order."
                .to_owned();
        }
        let wire = |name| self.spec.field(name).map_or(name, |field| field.wire);
        let (amount, invoice_no) = (wire("amount"), wire("invoice_no"));
        format!(
            "Accept it only if the signature matches and `gateway` is this gateway's name. Then \
             compare `{amount}` and `{invoice_no}` with the order. It may never come, or come twice."
        )
    }

    fn body(&self) -> Object {
        let values = self.values().collect::<Vec<_>>();
        let required = values.iter().filter(|(_, is_required, _)| *is_required);
        let required: Vec<_> = required.map(|(key, ..)| *key).collect();
        let properties = values.into_iter();
        let properties = properties.map(|(key, _, schema)| (key.to_owned(), schema));
        let schema = Object::new()
            .with("type", "object")
            .with("properties", properties.collect::<Object>())
            .with("required", required);
        let content = Object::new().with("schema", schema);
        Object::new()
            .with("required", true)
            .with("content", Object::new().with("application/json", content))
    }

    fn parameters(&self) -> Vec<Object> {
        let values = self.values();
        let parameters = values.map(|(key, is_required, schema)| {
            Object::new()
                .with("name", key)
                .with("in", "query")
                .with("required", is_required)
                .with("schema", schema)
        });
        parameters.collect()
    }

    /// Each key, whether it is required, and the schema of its value.
    fn values(&self) -> impl Iterator<Item = (&'static str, bool, Object)> {
        let signed = self.spec.keys.iter().map(|key| {
            let (is_required, schema) = self.value(key);
            (*key, is_required, schema)
        });
        signed.chain([("hashed", true, hashed())])
    }

    fn value(&self, key: &'static str) -> (bool, Object) {
        let mut fields = self.spec.fields.iter();
        if self.spec.flags.contains(&key) {
            return (false, self.flag(key));
        }
        match fields.find(|field| field.wire == key) {
            Some(field) => {
                let schema = fields::received(self.gateway, field, self.is_posted);
                (field.is_required, schema)
            }
            None => (true, gateway(self.gateway)),
        }
    }

    fn flag(&self, key: &str) -> Object {
        let has_one = self.spec.flags.len() < 2;
        let description = match (key, has_one) {
            ("approved", true) => {
                "`1` if the payment was approved, which must be checked. It may be `0`. It is not \
                 known whether it may be absent; then the outcome is not decided."
            }
            ("approved", false) => {
                "`1` if the payment was approved, which must be checked. Without both flags the \
                 outcome is not decided, because it is not known what is sent after a refusal. Both \
                 flags together are a contradiction."
            }
            _ => "`1` if the payer canceled.",
        };
        let schema = if self.is_posted {
            Object::new().with("type", ["string", "integer", "boolean"])
        } else {
            Object::new().with("type", "string")
        };
        schema
            .with("description", description)
            .with("examples", ["1"])
    }

    fn responses(&self) -> Object {
        let description = if self.is_posted {
            "The callback was accepted. It is not known whether Plutu repeats it after another status."
        } else {
            "The page that the payer sees."
        };
        Object::new().with("200", Object::new().with("description", description))
    }
}

fn gateway(gateway: &GatewaySpec) -> Object {
    Object::new()
        .with("type", "string")
        .with("const", gateway.name)
        .with("description", "The gateway's name, which must be checked.")
}

fn hashed() -> Object {
    Object::new()
        .with("type", "string")
        .with("description", "The signature. It is not signed itself.")
        .with("pattern", "^[0-9A-F]{64}$")
}

/// The rule for signatures.
pub(super) const RULE: &str = "\
`hashed` is the HMAC-SHA256 of the signed string with the account's secret key, as upper-case hexadecimal digits. The \
signed string contains the signed keys that are present, with their values, in the received order, encoded like PHP's \
`http_build_query`: `key=value` joined by `&`, where letters, digits, `-`, `_` and `.` stay, a space becomes `+`, and \
every other byte becomes `%XX` in upper case. If a key occurs twice, the message is invalid. Compare in constant time.";
