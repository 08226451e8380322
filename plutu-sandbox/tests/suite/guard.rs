//! Other web pages in a developer's browser cannot reach the sandbox.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;

use plutu_sandbox::Sandbox;
use reqwest::Method;

use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::invoice_no;

impl Shop {
    async fn status_with(
        &self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<u16> {
        let mut request = self.browser.client.request(method, self.at(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Ok(request.send().await?.status().as_u16())
    }
}

#[tokio::test]
async fn a_foreign_host_is_refused_everywhere() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let page = page.split_once("/checkout").ok_or("elsewhere")?.1;
    let page = format!("/checkout{page}");
    for path in [
        "/_sandbox/credentials",
        "/api/v1/transaction/mpgs/confirm",
        "/",
        &page,
    ] {
        for host in [
            "evil.example",
            "evil.example:80",
            "localhost.evil.example",
            "192.0.2.1",
        ] {
            let status = shop
                .status_with(Method::GET, path, &[("Host", host)])
                .await?;
            assert_eq!(status, 403, "{path} at {host}");
        }
    }
    for host in [
        "localhost",
        "LOCALHOST:1",
        "a.localhost",
        "127.0.0.1",
        "[::1]:8080",
    ] {
        let headers = [("Host", host)];
        let status = shop.status_with(Method::GET, "/_sandbox/payments", &headers);
        assert_eq!(status.await?, 200, "{host}");
    }
    Ok(())
}

/// The status and the message of an answer to a request with these lines in its head.
fn told(shop: &Shop, path: &str, hosts: &str) -> Result<(u16, String)> {
    let address = shop.at("");
    let mut stream = TcpStream::connect(address.trim_start_matches("http://"))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no body")?;
    let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
    let body: serde_json::Value = serde_json::from_str(body)?;
    let message = body.pointer("/error/message");
    let message = message.and_then(|message| message.as_str());
    Ok((status, message.unwrap_or_default().to_owned()))
}

#[tokio::test]
async fn a_bad_host_is_told_from_none_and_from_two() -> Result {
    let shop = Shop::open().await?;
    for (hosts, problem) in [
        ("", "the request has no Host"),
        (
            "Host: localhost\r\nHost: localhost\r\n",
            "the request has more than one Host",
        ),
        (
            "Host: a b\r\n",
            "the request's Host is not a valid host name",
        ),
    ] {
        let (status, message) = told(&shop, "/_sandbox/payments", hosts)?;
        assert_eq!((status, message), (403, format!("UNKNOWN_HOST: {problem}")));
    }
    Ok(())
}

/// A health check in a container knows an address, but not the permitted names.
#[tokio::test]
async fn whether_it_is_healthy_is_told_to_any_host() -> Result {
    let shop = Shop::open().await?;
    for hosts in ["Host: evil.example\r\n", ""] {
        assert_eq!(told(&shop, "/health", hosts)?.0, 200, "{hosts}");
    }
    Ok(())
}

#[tokio::test]
async fn a_host_can_be_named() -> Result {
    let builder = Sandbox::builder().allow_host("plutu");
    let shop = Shop::build(builder.public_url("https://plutu.test:8443")).await?;
    for (host, expected) in [
        ("plutu:8080", 200),
        ("plutu.test", 200),
        ("127.0.0.1", 200),
        ("plutu.example", 403),
    ] {
        let headers = [("Host", host)];
        let status = shop.status_with(Method::GET, "/_sandbox/payments", &headers);
        assert_eq!(status.await?, expected, "{host}");
    }
    Ok(())
}

#[tokio::test]
async fn changes_that_another_page_asks_for_are_refused() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &ORDER).await?;
    let own = shop.at("");
    let port = own.rsplit_once(':').ok_or("no port")?.1.to_owned();
    let other_port = format!("http://127.0.0.1:{}", port.parse::<u16>()? ^ 1);
    let other_name = format!("http://localhost:{port}");
    let refused: [&[(&str, &str)]; 8] = [
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", &own)],
        &[("Origin", "http://evil.example")],
        &[("Origin", "null")],
        &[("Origin", "")],
        &[("Origin", &other_port)],
        &[("Origin", &other_name)],
    ];
    for headers in refused {
        for (method, path) in [
            (Method::POST, "/_sandbox/payments/INV-1/approve"),
            (Method::POST, "/_sandbox/reset"),
            (Method::DELETE, "/_sandbox/faults"),
        ] {
            let status = shop.status_with(method, path, headers).await?;
            assert_eq!(status, 403, "{path} {headers:?}");
        }
    }
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?);
    assert_eq!(
        payment.ok_or("it was reset")?.status(),
        plutu_sandbox::PaymentStatus::Open
    );

    // A GET is harmless, because no other page can read the answer.
    let headers = [("Sec-Fetch-Site", "cross-site")];
    let status = shop.status_with(Method::GET, "/_sandbox/payments", &headers);
    assert_eq!(status.await?, 200);
    let admitted: [&[(&str, &str)]; 4] = [
        &[],
        &[("Sec-Fetch-Site", "same-origin")],
        &[("Sec-Fetch-Site", "none")],
        &[("Origin", &own)],
    ];
    for headers in admitted {
        let path = "/_sandbox/payments/INV-1/approve";
        let status = shop.status_with(Method::POST, path, headers).await?;
        assert_eq!(status, 200, "{headers:?}");
    }
    Ok(())
}

#[tokio::test]
async fn no_other_page_is_allowed_to_read_answers() -> Result {
    let shop = Shop::open().await?;
    for path in ["/_sandbox/credentials", "/api/v1/transaction/mpgs/confirm"] {
        let request = shop.browser.client.get(shop.at(path));
        let response = request
            .header("Origin", "http://evil.example")
            .send()
            .await?;
        let headers = response.headers();
        assert!(
            !headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control-"))
        );
    }
    Ok(())
}
