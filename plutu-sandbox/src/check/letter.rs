//! Spoils messages: what a forger makes of a genuine one.
//!
//! The signature stands at the end of a query and of a JSON text.

use crate::payments::Message;

/// A message with another signature, as the query or the JSON text has it.
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

/// A message with something behind its signature that is not signed.
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

/// Writes the signature of a query or of a JSON text anew, and something behind it.
fn rewritten(
    message: &Message,
    query: impl Fn(&str) -> String,
    object: impl Fn(&str) -> String,
    behind: impl Fn(bool) -> String,
) -> Message {
    let mut rewritten = message.clone();
    match &message.body {
        None => {
            if let Some((begin, hash)) = message.url.rsplit_once("hashed=") {
                rewritten.url = format!("{begin}{}{}", query(hash), behind(false));
            }
        }
        Some(body) => {
            if let Some((begin, end)) = body.rsplit_once("\"hashed\":\"") {
                let (hash, end) = end.split_once('"').unwrap_or((end, ""));
                let (hash, behind) = (object(hash), behind(true));
                rewritten.body = Some(format!("{begin}{hash}{behind}{end}"));
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
    fn a_query_is_spoiled() {
        for (spoiled, expected) in [
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
            assert_eq!(spoiled.url, format!("http://a/?b=1&{expected}"));
        }
    }

    #[test]
    fn an_object_is_spoiled() {
        for (spoiled, expected) in [
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
            assert_eq!(spoiled.body.as_deref(), Some(expected));
            assert_eq!(spoiled.url, "http://a/");
        }
    }
}
