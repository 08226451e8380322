//! Changes genuine messages as a forger does.
//!
//! The signature is at the end of a query and of a JSON object.

use crate::payments::Message;

/// A message with another signature.
pub(super) fn with_hash(message: &Message, change: impl Fn(&str) -> String) -> Message {
    rewritten(
        message,
        |hash| format!("hashed={}", encoded(&change(hash))),
        |hash| format!("\"hashed\":{}", json(&change(hash))),
        |_| String::new(),
    )
}

/// A message without its signature.
pub(super) fn without_hash(message: &Message) -> Message {
    let mut bare = rewritten(
        message,
        |_| String::new(),
        |_| String::new(),
        |_| String::new(),
    );
    bare.url = bare.url.trim_end_matches(['&', '?']).to_owned();
    bare.body = bare.body.map(|body| body.replace(",}", "}"));
    bare
}

/// A message whose signature is a list.
pub(super) fn with_hash_list(message: &Message) -> Message {
    rewritten(
        message,
        |hash| format!("hashed[]={hash}"),
        |hash| format!("\"hashed\":[\"{hash}\"]"),
        |_| String::new(),
    )
}

/// A message with an unsigned key after its signature.
pub(super) fn with_unsigned(message: &Message, name: &str, value: &str) -> Message {
    rewritten(
        message,
        |hash| format!("hashed={hash}"),
        |hash| format!("\"hashed\":\"{hash}\""),
        |is_json| {
            if is_json {
                format!(",{}:{}", json(name), json(value))
            } else {
                format!("&{}={}", encoded(name), encoded(value))
            }
        },
    )
}

/// Replaces the signature in a query or in a JSON object, and adds something after it.
fn rewritten(
    message: &Message,
    query: impl Fn(&str) -> String,
    object: impl Fn(&str) -> String,
    after: impl Fn(bool) -> String,
) -> Message {
    let mut rewritten = message.clone();
    match &message.body {
        None => {
            if let Some((begin, hash)) = message.url.rsplit_once("hashed=") {
                rewritten.url = format!("{begin}{}{}", query(hash), after(false));
            }
        }
        Some(body) => {
            if let Some((begin, end)) = body.rsplit_once("\"hashed\":\"") {
                let (hash, end) = end.split_once('"').unwrap_or((end, ""));
                let (hash, after) = (object(hash), after(true));
                rewritten.body = Some(format!("{begin}{hash}{after}{end}"));
            }
        }
    }
    rewritten
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::Carrier;

    fn query() -> Message {
        Message {
            carrier: Carrier::Browser,
            url: "http://a/?b=1&approved=1&hashed=0AF".to_owned(),
            body: None,
            canonical: String::new(),
        }
    }

    fn object() -> Message {
        Message {
            carrier: Carrier::Server,
            url: "http://a/".to_owned(),
            body: Some(r#"{"approved":"1","hashed":"0AF"}"#.to_owned()),
            canonical: String::new(),
        }
    }

    #[test]
    fn a_query_is_changed() {
        for (changed, expected) in [
            (
                with_hash(&query(), str::to_lowercase),
                "approved=1&hashed=0af",
            ),
            (
                with_hash(&query(), |hash| format!("{hash}\n")),
                "approved=1&hashed=0AF%0A",
            ),
            (without_hash(&query()), "approved=1"),
            (with_hash_list(&query()), "approved=1&hashed[]=0AF"),
            (
                with_unsigned(&query(), "x", "a b"),
                "approved=1&hashed=0AF&x=a+b",
            ),
        ] {
            assert_eq!(changed.url, format!("http://a/?b=1&{expected}"));
        }
    }

    #[test]
    fn an_object_is_changed() {
        for (changed, expected) in [
            (
                with_hash(&object(), str::to_lowercase),
                r#"{"approved":"1","hashed":"0af"}"#,
            ),
            (without_hash(&object()), r#"{"approved":"1"}"#),
            (
                with_hash_list(&object()),
                r#"{"approved":"1","hashed":["0AF"]}"#,
            ),
            (
                with_unsigned(&object(), "x", "\""),
                r#"{"approved":"1","hashed":"0AF","x":"\""}"#,
            ),
        ] {
            assert_eq!(changed.body.as_deref(), Some(expected));
            assert_eq!(changed.url, "http://a/");
        }
    }
}
