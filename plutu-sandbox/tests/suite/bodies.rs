//! The three formats of a request's body: urlencoded, multipart and JSON.

use std::io::Write as _;
use std::process::Command;
use std::process::Stdio;

use reqwest::RequestBuilder;
use reqwest::multipart;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::ADFALI_OTP;
use crate::support::Answer;
use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::SADAD_OTP;
use crate::support::Shop;
use crate::support::encode;
use crate::support::invoice_no;
use crate::support::order;

const CONFIRM: &str = "/transaction/mpgs/confirm";
const JSON: &str = "application/json";

#[derive(Clone, Copy)]
enum Kind {
    Urlencoded,
    Multipart,
    Json,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Urlencoded, Self::Multipart, Self::Json];

    fn write(self, request: RequestBuilder, fields: &[(&str, &str)]) -> RequestBuilder {
        match self {
            Self::Urlencoded => request.header("Content-Type", FORM).body(encode(fields)),
            Self::Multipart => {
                let form = multipart::Form::new();
                request.multipart(fields.iter().fold(form, |form, (name, text)| {
                    form.text((*name).to_owned(), (*text).to_owned())
                }))
            }
            Self::Json => {
                let object: serde_json::Map<String, Value> = fields
                    .iter()
                    .map(|(name, text)| ((*name).to_owned(), (*text).into()))
                    .collect();
                json_request(request, &object.into())
            }
        }
    }
}

fn json_request(request: RequestBuilder, json: &Value) -> RequestBuilder {
    let request = request.header("Content-Type", JSON);
    request.body(json.to_string())
}

impl Shop {
    async fn send_as(&self, kind: Kind, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let request = kind.write(self.post(&format!("/transaction/{path}")), fields);
        Answer::read(request.send().await?).await
    }

    async fn send_json(&self, path: &str, json: &Value) -> Result<Answer> {
        let request = json_request(self.post(&format!("/transaction/{path}")), json);
        Answer::read(request.send().await?).await
    }

    async fn send_raw(&self, content_type: Option<&str>, body: &str) -> Result<Answer> {
        let mut request = self.post(CONFIRM).body(body.to_owned());
        if let Some(content_type) = content_type {
            request = request.header("Content-Type", content_type);
        }
        Answer::read(request.send().await?).await
    }
}

#[tokio::test]
async fn all_seven_endpoints_accept_all_three_formats() -> Result {
    let shop = Shop::open().await?;
    for (index, kind) in Kind::ALL.into_iter().enumerate() {
        for (gateway, code) in [("sadadapi", SADAD_OTP), ("edfali", ADFALI_OTP)] {
            let fields = [
                ("mobile_number", "0913632323"),
                ("birth_year", "1990"),
                ("amount", "12.5"),
            ];
            let answer = shop
                .send_as(kind, &format!("{gateway}/verify"), &fields)
                .await?;
            assert_eq!(answer.status, 200, "{}", answer.json);
            let process_id = answer.json["result"]["process_id"].to_string();
            let invoice = format!("{gateway}-{index}");
            let fields = [
                ("process_id", process_id.as_str()),
                ("code", code),
                ("amount", "12.50"),
                ("invoice_no", &invoice),
            ];
            let answer = shop
                .send_as(kind, &format!("{gateway}/confirm"), &fields)
                .await?;
            assert_eq!(answer.status, 200, "{}", answer.json);
            assert!(shop.sandbox.is_paid(&invoice_no(&invoice)?));
        }
        for gateway in ["localbankcards", "mpgs", "tlync"] {
            let invoice = format!("{gateway}-{index}");
            let return_url = "https://shop.example/paid?a=%C3%A9&b=c+d";
            let fields = [
                ("amount", "12.5"),
                ("invoice_no", invoice.as_str()),
                ("return_url", return_url),
                ("mobile_number", "0913632323"),
                ("callback_url", "https://shop.example/callback"),
            ];
            let answer = shop
                .send_as(kind, &format!("{gateway}/confirm"), &fields)
                .await?;
            assert_eq!(answer.status, 200, "{}", answer.json);
            let url = shop.sandbox.approve(&invoice_no(&invoice)?).await?;
            assert!(url.starts_with(&format!("{return_url}&")), "{url}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn all_three_formats_report_the_same_invalid_fields() -> Result {
    let shop = Shop::open().await?;
    let mut answers = Vec::new();
    for kind in Kind::ALL {
        let fields = [("amount", "12.505"), ("invoice_no", "a b"), ("lang", "fr")];
        let answer = shop.send_as(kind, "mpgs/confirm", &fields).await?;
        answer.assert_bad_fields(&["amount", "invoice_no", "lang", "return_url"]);
        answers.push(answer.json);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_json_number_is_read_as_php_reads_it() -> Result {
    let shop = Shop::open().await?;
    for (index, (number, expected)) in [
        ("12", "amount=12.00"),
        ("5.00", "amount=5.00"),
        ("12.50", "amount=12.50"),
        ("0.30000000000000004", "amount=0.30"),
        ("1e2", "amount=100.00"),
    ]
    .into_iter()
    .enumerate()
    {
        let body = format!(
            r#"{{"amount":{number},"invoice_no":{index},"return_url":"https://shop.example/"}}"#
        );
        let answer = shop.send_raw(Some(JSON), &body).await?;
        assert_eq!(answer.status, 200, "{number}: {}", answer.json);
        let url = shop
            .sandbox
            .approve(&invoice_no(&index.to_string())?)
            .await?;
        assert!(url.contains(&format!("&{expected}&")), "{url}");
    }
    for number in ["12.505", "1e-5", "-1", "0", "1e300", "99999999999999999999"] {
        let body = format!(
            r#"{{"amount":{number},"invoice_no":"I","return_url":"https://shop.example/"}}"#
        );
        let answer = shop.send_raw(Some(JSON), &body).await?;
        answer.assert_bad_field("amount");
    }
    Ok(())
}

#[tokio::test]
async fn a_process_id_is_accepted_as_a_json_number() -> Result {
    let shop = Shop::open().await?;
    // A JSON number has no leading zero, and a mobile number does not need it.
    let number = json!({ "mobile_number": 913_632_323, "amount": 5 });
    let answer = shop.send_json("edfali/verify", &number).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);

    let text = json!({ "mobile_number": "0913632323", "amount": 5 });
    let answer = shop.send_json("edfali/verify", &text).await?;
    let process_id = answer.json["result"]["process_id"].clone();
    assert!(process_id.is_number());
    let confirm = json!({ "process_id": process_id, "code": 1111, "amount": 5.0, "invoice_no": 7 });
    let answer = shop.send_json("edfali/confirm", &confirm).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert!(shop.sandbox.is_paid(&invoice_no("7")?));
    Ok(())
}

#[tokio::test]
async fn other_json_values_are_refused() -> Result {
    let shop = Shop::open().await?;
    for bad in [json!(true), json!(false), json!(["5"]), json!({ "a": 5 })] {
        let body = json!({ "amount": bad, "invoice_no": "INV-1", "return_url": "https://a.ly/" });
        let answer = shop.send_json("mpgs/confirm", &body).await?;
        answer.assert_bad_field("amount");
        assert!(
            answer
                .text("/error/fields/amount/0")
                .is_some_and(|reason| reason.starts_with("it is a JSON ")),
            "{}",
            answer.json
        );
    }
    let body = json!({ "amount": null, "invoice_no": "INV-1", "return_url": "https://a.ly/" });
    let answer = shop.send_json("mpgs/confirm", &body).await?;
    assert_eq!(
        answer.text("/error/fields/amount/0"),
        Some("it is missing"),
        "{}",
        answer.json
    );
    let body = json!({
        "amount": "5", "invoice_no": "INV-1", "return_url": "https://a.ly/",
        "lang": null, "customer_ip": null, "more": [1, { "deep": true }],
    });
    assert_eq!(shop.send_json("mpgs/confirm", &body).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_repeated_field_is_invalid_in_all_three_formats() -> Result {
    let shop = Shop::open().await?;
    let twice = [ORDER.as_slice(), &[("amount", "99")]].concat();
    for kind in [Kind::Urlencoded, Kind::Multipart] {
        let answer = shop.send_as(kind, "mpgs/confirm", &twice).await?;
        answer.assert_bad_field("amount");
    }
    let body = r#"{"amount":"5","invoice_no":"I","return_url":"https://a.ly/","amount":"5"}"#;
    let answer = shop.send_raw(Some(JSON), body).await?;
    answer.assert_bad_field("amount");
    Ok(())
}

#[tokio::test]
async fn a_part_with_a_file_name_is_not_a_field() -> Result {
    let shop = Shop::open().await?;
    let [_, invoice_no, return_url] = ORDER;
    let form = [invoice_no, return_url]
        .into_iter()
        .fold(multipart::Form::new(), |form, (name, text)| {
            form.text(name, text)
        })
        .part("amount", multipart::Part::text("5").file_name("amount.txt"));
    let answer = Answer::read(shop.post(CONFIRM).multipart(form).send().await?).await?;
    answer.assert_bad_fields(&["amount"]);
    Ok(())
}

#[tokio::test]
async fn other_formats_are_refused() -> Result {
    let shop = Shop::open().await?;
    let form = encode(&ORDER);
    for (content_type, body, status) in [
        (None, form.as_str(), 415),
        (Some("text/plain"), &form, 415),
        (Some("application/xml"), "<amount>5</amount>", 415),
        (Some(JSON), &form, 422),
        (Some(JSON), "", 422),
        (Some(JSON), "[]", 422),
        (Some(JSON), "\"amount\"", 422),
        (Some(JSON), "{\"amount\":\"5\"", 422),
        (Some(JSON), "{\"amount\":\"5\"} {}", 422),
        (Some("multipart/form-data"), &form, 400),
        (Some("multipart/form-data; boundary=x"), &form, 400),
        (
            Some("multipart/form-data; boundary=x"),
            "--x\r\nContent-Disposition: form-data; name=\"amount\"\r\n\r\n5",
            400,
        ),
    ] {
        let answer = shop.send_raw(content_type, body).await?;
        answer.assert_error(status, "INVALID_INPUTS");
        assert!(
            answer.json.pointer("/error/fields").is_none(),
            "{}",
            answer.json
        );
    }
    for content_type in [
        "Application/X-WWW-Form-Urlencoded; charset=utf-8",
        "application/vnd.api+json",
        "Application/JSON; charset=utf-8",
    ] {
        let invoice = content_type.len().to_string();
        let body = if content_type.contains("rlencoded") {
            encode(&order(&invoice))
        } else {
            json!({ "amount": "5", "invoice_no": invoice, "return_url": "https://a.ly/" })
                .to_string()
        };
        let answer = shop.send_raw(Some(content_type), &body).await?;
        assert_eq!(answer.status, 200, "{content_type}: {}", answer.json);
    }
    Ok(())
}

#[tokio::test]
async fn all_three_formats_have_the_same_limit() -> Result {
    let shop = Shop::open().await?;
    let padding = "0".repeat(64 * 1024);
    let fields = [ORDER.as_slice(), &[("x", &padding)]].concat();
    for kind in Kind::ALL {
        let answer = shop.send_as(kind, "mpgs/confirm", &fields).await?;
        answer.assert_error(413, "INVALID_INPUTS");
    }
    Ok(())
}

/// The official PHP SDK gives its parameters to Guzzle's `form_params`, which uses
/// `http_build_query`; the amount is a float. Here PHP itself writes the same bytes.
#[tokio::test]
async fn the_official_php_sdks_requests_work() -> Result {
    let shop = Shop::open().await?;
    let credentials = shop.sandbox.credentials();
    let mut command = Command::new("php");
    command
        .args(["--", shop.sandbox.base_url()])
        .arg(credentials.api_key().expose())
        .arg(credentials.access_token().expose());
    let mut php = match command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() {
        Ok(php) => php,
        Err(error) => {
            support::skip(format_args!("no php here ({error})"));
            return Ok(());
        }
    };
    let mut stdin = php.stdin.take().ok_or("no stdin")?;
    stdin.write_all(PHP.as_bytes())?;
    drop(stdin);
    // On another thread, because the call blocks.
    let output = tokio::task::spawn_blocking(move || php.wait_with_output()).await??;
    let printed = String::from_utf8(output.stdout)?;
    let answers: Vec<Value> = printed
        .lines()
        .map(serde_json::from_str)
        .collect::<std::result::Result<_, _>>()?;
    assert_eq!(answers.len(), 7, "{printed}");
    assert!(
        answers.iter().all(|answer| answer["status"] == 200),
        "{printed}"
    );
    for invoice in ["PHP-S", "PHP-A"] {
        assert!(shop.sandbox.is_paid(&invoice_no(invoice)?));
    }
    let url = shop.sandbox.approve(&invoice_no("PHP-M")?).await?;
    assert!(url.contains("&amount=5.30&"), "{url}");
    Ok(())
}

const PHP: &str = r#"<?php
[, $base, $key, $token] = $argv;
function call(string $path, array $parameters) {
    global $base, $key, $token;
    $headers = ['Accept' => 'application/json', 'X-API-KEY' => $key, 'Authorization' => 'Bearer ' . $token];
    $lines = ['Content-Type: application/x-www-form-urlencoded'];
    foreach ($headers as $name => $value) { $lines[] = "$name: $value"; }
    $http = ['method' => 'POST', 'header' => $lines, 'content' => http_build_query($parameters),
        'ignore_errors' => true];
    $body = file_get_contents("$base/transaction/$path", false, stream_context_create(['http' => $http]));
    echo $body, "\n";
    return json_decode($body);
}
$number = '0913632323';
$id = call('sadadapi/verify', ['mobile_number' => $number, 'birth_year' => 1990, 'amount' => 5.3])->result->process_id;
call('sadadapi/confirm', ['process_id' => $id, 'code' => '111111', 'amount' => 5.3, 'invoice_no' => 'PHP-S']);
$id = call('edfali/verify', ['mobile_number' => $number, 'amount' => 5.3])->result->process_id;
call('edfali/confirm', ['process_id' => $id, 'code' => '1111', 'amount' => 5.3, 'invoice_no' => 'PHP-A']);
$page = ['amount' => 5.3, 'return_url' => 'https://shop.example/paid?order=7', 'lang' => 'en'];
call('localbankcards/confirm', ['invoice_no' => 'PHP-L'] + $page);
call('mpgs/confirm', ['invoice_no' => 'PHP-M'] + $page);
call('tlync/confirm', ['invoice_no' => 'PHP-T', 'mobile_number' => $number,
    'callback_url' => 'https://shop.example/callback'] + $page);
"#;
