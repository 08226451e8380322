//! The requests of existing clients, byte by byte, and the parts of the answer that each client
//! reads.
//!
//! The requests in `tests/clients` were derived from the public source of each client, with the
//! headers that its HTTP library adds. Each file names its source first. `{host}`, `{key}`,
//! `{token}`, `{len}` and `{process_id}` stand for variable parts, and every line of a head ends
//! with CR LF on the wire.

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

/// The answer to a client's request: its status and its body.
struct Reply {
    status: u16,
    json: Value,
}

impl Reply {
    fn text(&self, pointer: &str) -> Result<&str> {
        let text = self.json.pointer(pointer).and_then(Value::as_str);
        Ok(text.ok_or_else(|| format!("no {pointer} in {}", self.json))?)
    }

    fn number(&self, pointer: &str) -> Result<String> {
        let number = self.json.pointer(pointer).filter(|value| value.is_number());
        Ok(number
            .map(Value::to_string)
            .ok_or_else(|| format!("no {pointer} in {}", self.json))?)
    }

    /// The members by which all clients recognize a success.
    fn assert_success(&self) {
        assert_eq!(self.status, 200, "{}", self.json);
        let status = self.json.get("status").and_then(Value::as_u64);
        assert_eq!(status, Some(200), "{}", self.json);
        let result = self.json.get("result");
        assert!(result.is_some_and(Value::is_object), "{}", self.json);
    }

    /// The members of an error that all clients show.
    fn assert_error(&self, status: u16, code: &str) -> Result {
        assert_eq!(self.status, status, "{}", self.json);
        assert_eq!(self.text("/error/code")?, code);
        assert!(!self.text("/error/message")?.is_empty());
        Ok(())
    }
}

impl Shop {
    /// Sends the request in a client's file, with `process_id` filled in.
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

    /// Replays a request for a page, approves the payment, and returns the query that the shop
    /// receives.
    async fn pay(&self, file: &str, number: &str) -> Result<String> {
        let reply = self.replay(file, "")?;
        reply.assert_success();
        assert!(reply.text("/result/redirect_url")?.starts_with("http://"));
        let url = self.sandbox.approve(&invoice_no(number)?).await?;
        Ok(query(&url)?.to_owned())
    }

    /// Replays the two steps of a payment, and returns the process id.
    fn pay_by_otp(&self, verify: &str, confirm: &str) -> Result<String> {
        let reply = self.replay(verify, "")?;
        reply.assert_success();
        reply.number("/result/amount")?;
        let process_id = reply.number("/result/process_id")?;
        let reply = self.replay(confirm, &process_id)?;
        reply.assert_success();
        reply.number("/result/transaction_id")?;
        Ok(process_id)
    }

    /// Whether a client accepts a callback if it checks the present keys of `keys`, in the received
    /// order.
    fn believes(&self, query: &str, keys: &[&str]) -> bool {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let all = pairs.iter().map(|(key, value)| (&**key, &**value));
        let signed = all.filter(|(key, _)| keys.contains(key));
        let hashed = pairs.iter().find(|(key, _)| key == "hashed");
        let signature = sign(signed, &self.sandbox.secret_key());
        hashed.is_some_and(|(_, value)| *value == signature)
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

/// Reads one answer, whether or not the connection stays open.
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

/// The keys that the official clients check in a callback of Local Bank Cards.
const LOCAL_BANK_CARDS: [&str; 6] = [
    "gateway",
    "approved",
    "canceled",
    "invoice_no",
    "amount",
    "transaction_id",
];

/// The keys that they check in a callback of MPGS.
const MPGS: [&str; 7] = [
    "gateway",
    "approved",
    "canceled",
    "amount",
    "currency",
    "invoice_no",
    "transaction_id",
];

macro_rules! client {
    ($file:literal) => {
        include_str!(concat!("../clients/", $file, ".http"))
    };
}

#[tokio::test]
async fn the_php_sdk_is_understood() -> Result {
    let shop = Shop::open().await?;
    let (verify, confirm) = (client!("php-sadad-verify"), client!("php-sadad-confirm"));
    let process_id = shop.pay_by_otp(verify, confirm)?;
    assert!(shop.sandbox.is_paid(&invoice_no("PHP-1")?));
    let reply = shop.replay(confirm, &process_id)?;
    reply.assert_error(400, "DUPLICATED_INVOICE_NUMBER")?;
    shop.pay_by_otp(client!("php-adfali-verify"), client!("php-adfali-confirm"))?;
    assert!(shop.sandbox.is_paid(&invoice_no("PHP-5")?));

    let query = shop
        .pay(client!("php-localbankcards-confirm"), "PHP-2")
        .await?;
    assert!(shop.believes(&query, &LOCAL_BANK_CARDS), "{query}");
    let query = shop.pay(client!("php-mpgs-confirm"), "PHP-3").await?;
    assert!(shop.believes(&query, &MPGS), "{query}");
    let query = shop.pay(client!("php-tlync-confirm"), "PHP-4").await?;
    assert!(
        shop.believes(&query, &["approved", "invoice_no"]),
        "{query}"
    );
    Ok(())
}

/// It sends numbers of nine digits, fields that the API does not know, and URLs with a query.
#[tokio::test]
async fn the_woocommerce_plugin_is_understood() -> Result {
    let shop = Shop::open().await?;
    let verify = client!("woocommerce-sadad-verify");
    shop.pay_by_otp(verify, client!("woocommerce-sadad-confirm"))?;
    assert!(shop.sandbox.is_paid(&invoice_no("77")?));
    let verify = client!("woocommerce-adfali-verify");
    shop.pay_by_otp(verify, client!("woocommerce-adfali-confirm"))?;
    assert!(shop.sandbox.is_paid(&invoice_no("78")?));

    let file = client!("woocommerce-localbankcards-confirm");
    let query = shop.pay(file, "79").await?;
    assert!(
        query.starts_with("wc-api=moamalat&checkout_page=Y&"),
        "{query}"
    );
    assert!(shop.believes(&query, &LOCAL_BANK_CARDS), "{query}");
    let query = shop.pay(client!("woocommerce-mpgs-confirm"), "80").await?;
    assert!(query.starts_with("wc-api=mpgs&checkout_page=Y&"), "{query}");
    assert!(shop.believes(&query, &MPGS), "{query}");

    let query = shop.pay(client!("woocommerce-tlync-confirm"), "81").await?;
    let own = "wc-api=tlync_return&checkout_page=Y&approved=1&invoice_no=81&hashed=";
    assert!(query.starts_with(own), "{query}");
    // It requires all of these in the callback.
    let body = shop.sandbox.callback_body(&invoice_no("81")?);
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
    // It signs these keys in this order, whatever the received order is.
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

    // It sends the same fields to every gateway.
    let file = client!("odoo-localbankcards-confirm");
    let query = shop.pay(file, "S00043").await?;
    assert!(query.contains("&approved=1&"), "{query}");
    Ok(())
}

#[tokio::test]
async fn the_node_sdk_is_understood() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("node-tlync-confirm"), "")?;
    reply.assert_success();
    reply.text("/result/redirect_url")?;
    let reply = shop.replay(client!("node-tlync-confirm"), "")?;
    reply.assert_error(400, "DUPLICATED_INVOICE_NUMBER")?;

    // It ignores the currency, so it refuses every genuine callback of MPGS, here and at Plutu.
    let query = shop.pay(client!("node-mpgs-confirm"), "NODE-2").await?;
    assert!(shop.believes(&query, &MPGS), "{query}");
    let keys = [
        "gateway",
        "approved",
        "invoice_no",
        "amount",
        "transaction_id",
    ];
    assert!(!shop.believes(&query, &keys), "{query}");
    Ok(())
}

/// Of an error, it shows its user only `error.message`.
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
    let query = shop.pay(client!("typescript-mpgs-confirm"), "TS-1").await?;
    assert!(shop.believes(&query, &MPGS), "{query}");
    Ok(())
}

/// Its HTTP client asks for HTTP/2 in the first request.
#[tokio::test]
async fn the_java_client_is_understood() -> Result {
    let shop = Shop::open().await?;
    let verify = client!("java-adfali-verify");
    shop.pay_by_otp(verify, client!("java-adfali-confirm"))?;
    assert!(shop.sandbox.is_paid(&invoice_no("JAVA-1")?));
    let query = shop.pay(client!("java-mpgs-confirm"), "JAVA-2").await?;
    assert!(shop.believes(&query, &MPGS), "{query}");
    Ok(())
}

/// It posts to an unknown gateway, and the error names the right one.
#[tokio::test]
async fn jsdk_gets_a_hint_for_the_right_gateway() -> Result {
    let shop = Shop::open().await?;
    let reply = shop.replay(client!("jsdk-localbankcards-confirm"), "")?;
    reply.assert_error(404, "INVALID_GATEWAY")?;
    let message = reply.text("/error/message")?;
    let hint = "did you mean /api/v1/transaction/localbankcards/confirm?";
    assert!(message.ends_with(hint), "{message}");
    Ok(())
}
