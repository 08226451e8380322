//! What clients in the wild send, byte by byte, and what each reads in the answer.
//!
//! The requests in `tests/clients` were written down from the public source of each client, with
//! the headers that its HTTP library adds. Each file begins with its source. `{host}`, `{key}`,
//! `{token}`, `{len}` and `{process_id}` stand for what changes, and every line of a head ends with
//! CR LF on the wire.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;

use plutu_core::SecretKey;
use plutu_core::callback::sign;
use serde_json::Value;

use crate::support::Result;
use crate::support::Shop;
use crate::support::invoice_no;
use crate::support::query;

/// The answer to a request of a client: the status line's number, and the body.
struct Reply {
    status: u16,
    json: Value,
}

impl Reply {
    fn text(&self, pointer: &str) -> Result<&str> {
        let text = self.json.pointer(pointer).and_then(Value::as_str);
        Ok(text.ok_or_else(|| format!("no {pointer} in {}", self.json))?)
    }

    /// What all of them take a success by.
    fn assert_success(&self) {
        assert_eq!(self.status, 200, "{}", self.json);
        let status = self.json.get("status").and_then(Value::as_u64);
        assert_eq!(status, Some(200), "{}", self.json);
        let result = self.json.get("result");
        assert!(result.is_some_and(Value::is_object), "{}", self.json);
    }

    /// What all of them show of an error.
    fn assert_error(&self, status: u16, code: &str) -> Result {
        assert_eq!(self.status, status, "{}", self.json);
        assert_eq!(self.text("/error/code")?, code);
        assert!(!self.text("/error/message")?.is_empty());
        Ok(())
    }
}

impl Shop {
    /// Sends a client's request as it stands in its file, with `process_id` filled in.
    fn replay(&self, file: &str, process_id: &str) -> Result<Reply> {
        let base_url = self.sandbox.base_url();
        let host = base_url
            .strip_prefix("http://")
            .and_then(|url| url.split('/').next())
            .ok_or("no host")?;
        let mut stream = TcpStream::connect(host)?;
        stream.write_all(&self.request(file, host, process_id)?)?;
        read(&mut stream)
    }

    fn request(&self, file: &str, host: &str, process_id: &str) -> Result<Vec<u8>> {
        let (_source, request) = file.split_once("\n\n").ok_or("no source")?;
        let (head, body) = request.split_once("\n\n").ok_or("no body")?;
        let mut body = body.trim_end().replace("{process_id}", process_id);
        if head.contains("multipart") {
            body = body.replace('\n', "\r\n") + "\r\n";
        }
        let credentials = self.sandbox.credentials();
        let head = head
            .replace("{host}", host)
            .replace("{key}", credentials.api_key().expose())
            .replace("{token}", credentials.access_token().expose())
            .replace("{len}", &body.len().to_string())
            .replace('\n', "\r\n");
        Ok(format!("{head}\r\n\r\n{body}").into_bytes())
    }
}

/// Reads one answer, whether or not the connection is kept.
fn read(stream: &mut TcpStream) -> Result<Reply> {
    let mut bytes = Vec::new();
    loop {
        let mut some = [0; 4096];
        let len = stream.read(&mut some)?;
        bytes.extend_from_slice(some.get(..len).unwrap_or_default());
        let text = std::str::from_utf8(&bytes)?;
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            assert_ne!(len, 0, "{text}");
            continue;
        };
        let head = head.to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        if length.ok_or("no length")?.parse() == Ok(body.len()) {
            assert!(head.contains("content-type: application/json"), "{head}");
            let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
            let json = serde_json::from_str(body)?;
            return Ok(Reply { status, json });
        }
        assert_ne!(len, 0, "{text}");
    }
}

macro_rules! client {
    ($file:literal) => {
        include_str!(concat!("../clients/", $file, ".http"))
    };
}

#[tokio::test]
async fn the_php_sdk_is_understood() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("php-sadad-verify"), "")?;
    reply.assert_success();
    let process_id = &reply.json["result"]["process_id"];
    assert!(process_id.is_number() && reply.json["result"]["amount"].is_number());

    let reply = shop.replay(client!("php-sadad-confirm"), &process_id.to_string())?;
    reply.assert_success();
    assert!(reply.json["result"]["transaction_id"].is_number());
    assert!(shop.sandbox.is_paid(&invoice_no("PHP-1")?));

    let reply = shop.replay(client!("php-sadad-confirm"), &process_id.to_string())?;
    reply.assert_error(400, "DUPLICATED_INVOICE_NUMBER")?;

    let reply = shop.replay(client!("php-localbankcards-confirm"), "")?;
    reply.assert_success();
    let page = reply.text("/result/redirect_url")?.to_owned();
    let url = shop.sandbox.approve(&invoice_no("PHP-2")?).await?;
    assert!(page.starts_with("http://") && url.contains("&approved=1&"));
    Ok(())
}

/// Nine digits, fields that the API does not know, and URLs with a query of their own.
#[tokio::test]
async fn the_woocommerce_plugin_is_understood() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("woocommerce-sadad-verify"), "")?;
    reply.assert_success();
    assert!(reply.json["result"]["process_id"].is_number());

    let reply = shop.replay(client!("woocommerce-tlync-confirm"), "")?;
    reply.assert_success();
    reply.text("/result/redirect_url")?;
    let url = shop.sandbox.approve(&invoice_no("77")?).await?;
    let own = "wc-api=plutu_tlync_return&checkout_page=Y&approved=1&invoice_no=77&hashed=";
    assert!(query(&url)?.starts_with(own), "{url}");
    // It wants all of these in the callback.
    let body = shop.sandbox.callback_body(&invoice_no("77")?);
    let body: Value = serde_json::from_str(&body.ok_or("no callback")?)?;
    for key in [
        "gateway",
        "approved",
        "invoice_no",
        "amount",
        "transaction_id",
        "payment_method",
        "hashed",
    ] {
        assert!(body[key].is_string(), "{key} in {body}");
    }
    Ok(())
}

#[tokio::test]
async fn the_odoo_module_is_understood() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("odoo-tlync-confirm"), "")?;
    reply.assert_success();
    reply.text("/result/redirect_url")?;
    shop.sandbox.approve(&invoice_no("S00042")?).await?;
    let body = shop.sandbox.callback_body(&invoice_no("S00042")?);
    let body: Value = serde_json::from_str(&body.ok_or("no callback")?)?;
    // It signs these keys in this order, whatever the order received is.
    let keys = [
        "gateway",
        "approved",
        "amount",
        "invoice_no",
        "payment_method",
        "transaction_id",
    ];
    let pairs = keys.map(|key| (key, body[key].as_str().unwrap_or_default()));
    let secret_key: SecretKey = shop.sandbox.secret_key();
    assert_eq!(body["hashed"], sign(pairs, &secret_key));
    Ok(())
}

#[tokio::test]
async fn the_node_sdk_is_understood() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("node-tlync-confirm"), "")?;
    reply.assert_success();
    reply.text("/result/redirect_url")?;
    let reply = shop.replay(client!("node-tlync-confirm"), "")?;
    reply.assert_error(400, "DUPLICATED_INVOICE_NUMBER")
}

/// It shows its user `error.message`, and nothing else of an error.
#[tokio::test]
async fn the_typescript_sdk_is_understood() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("typescript-adfali-verify"), "")?;
    reply.assert_success();
    assert!(reply.json["result"]["process_id"].is_number());

    let bad = client!("typescript-adfali-verify").replace("0913632323", "091363");
    let reply = shop.replay(&bad, "")?;
    let message = reply.text("/error/message")?;
    assert!(
        message.starts_with("INVALID_MOBILE_NUMBER: mobile_number: "),
        "{message}"
    );
    Ok(())
}

/// Its HTTP client asks for HTTP/2 at once.
#[tokio::test]
async fn the_java_client_is_understood() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("java-adfali-verify"), "")?;
    reply.assert_success();
    let process_id = reply.json["result"]["process_id"].to_string();
    let reply = shop.replay(client!("java-adfali-confirm"), &process_id)?;
    reply.assert_success();
    assert!(reply.json["result"]["transaction_id"].is_number());
    assert!(shop.sandbox.is_paid(&invoice_no("JAVA-1")?));
    Ok(())
}

/// It posts to a gateway that is not there, and is told which one is.
#[tokio::test]
async fn jsdk_is_told_what_it_means() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("jsdk-localbankcards-confirm"), "")?;
    reply.assert_error(404, "INVALID_GATEWAY")?;
    let message = reply.text("/error/message")?;
    let hint = "did you mean /api/v1/transaction/localbankcards/confirm?";
    assert!(message.ends_with(hint), "{message}");
    Ok(())
}
