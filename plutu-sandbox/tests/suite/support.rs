//! A shop with its own sandbox, and the payer's browser.

use std::error::Error;
use std::fmt::Display;
use std::io;
use std::io::Write as _;
use std::thread;

use plutu_core::Credentials;
use plutu_core::InvoiceNo;
use plutu_core::Verifier;
use plutu_core::WireRequest;
use plutu_sandbox::Sandbox;
use reqwest::Client;
use reqwest::Method;
use reqwest::RequestBuilder;
use reqwest::Response;
use reqwest::redirect::Policy;
use serde_json::Value;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Reports why a test is skipped, on the real standard error: the output of a passing test is
/// captured.
pub(crate) fn skip(reason: impl Display) {
    let test = thread::current();
    let test = test.name().unwrap_or_default();
    drop(writeln!(io::stderr(), "skipped: {test}: {reason}"));
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const RETURN_URL: &str = "https://shop.example/paid?order=77";

/// The one-time passwords of Plutu's test mode (second hand).
pub(crate) const SADAD_OTP: &str = "111111";
pub(crate) const ADFALI_OTP: &str = "1111";

/// A valid order for `INV-1`.
pub(crate) const ORDER: [(&str, &str); 3] = [
    ("amount", "12.5"),
    ("invoice_no", "INV-1"),
    ("return_url", RETURN_URL),
];

/// Like [`ORDER`], with another number.
pub(crate) fn order(invoice_no: &str) -> [(&str, &str); 3] {
    let [amount, _, return_url] = ORDER;
    [amount, ("invoice_no", invoice_no), return_url]
}

/// `fields`, with another value for one field.
pub(crate) fn with<'a>(
    fields: &[(&'a str, &'a str)],
    changed: (&'a str, &'a str),
) -> Vec<(&'a str, &'a str)> {
    let keep = |field: &(&'a str, &'a str)| field.0 != changed.0;
    let kept = fields.iter().copied().filter(keep);
    kept.chain([changed]).collect()
}

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) browser: Browser,
}

impl Shop {
    pub(crate) async fn open() -> Result<Self> {
        Ok(Self {
            sandbox: Sandbox::start().await?,
            browser: Browser::open()?,
        })
    }

    /// A request with this shop's credentials and without a body.
    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.post_as(path, &self.sandbox.credentials())
    }

    /// A request with other credentials.
    pub(crate) fn post_as(&self, path: &str, credentials: &Credentials) -> RequestBuilder {
        self.browser.post(&self.url(path), credentials)
    }

    /// A request without any credentials.
    pub(crate) fn post_bare(&self, path: &str) -> RequestBuilder {
        self.browser.client.post(self.url(path))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.base_url())
    }

    pub(crate) async fn confirm(&self, gateway: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        self.post_form(gateway, "confirm", fields).await
    }

    pub(crate) async fn post_form(
        &self,
        gateway: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer> {
        let request = self.post(&format!("/transaction/{gateway}/{action}"));
        let request = request.header("Content-Type", FORM).body(encode(fields));
        Answer::read(request.send().await?).await
    }

    /// Sends a request of plutu-core, and returns the status and the body of the answer.
    pub(crate) async fn send(&self, wire: &WireRequest) -> Result<(u16, Vec<u8>)> {
        let request = self.post(&wire.path).header("Content-Type", FORM);
        let response = request.body(wire.form.clone()).send().await?;
        Ok((response.status().as_u16(), response.bytes().await?.to_vec()))
    }

    /// Opens a payment, and returns the URL of its page.
    pub(crate) async fn checkout(&self, gateway: &str, fields: &[(&str, &str)]) -> Result<String> {
        let answer = self.confirm(gateway, fields).await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
        Ok(answer
            .text("/result/redirect_url")
            .ok_or("no redirect_url")?
            .to_owned())
    }

    /// The URL of a path outside of the API.
    pub(crate) fn at(&self, path: &str) -> String {
        let origin = self.sandbox.base_url().trim_end_matches("/api/v1");
        format!("{origin}{path}")
    }

    /// Follows the redirect after a form to a page of the sandbox.
    pub(crate) async fn follow(&self, response: &Response) -> Result<Response> {
        assert_eq!(
            response.status(),
            303,
            "neither a reload nor a way back asks to submit again"
        );
        self.browser.get(&self.at(location(response)?)).await
    }

    /// Sends a request to the control API.
    pub(crate) async fn control(&self, method: Method, path: &str, body: &str) -> Result<Answer> {
        let url = self.at(&format!("/_sandbox{path}"));
        let request = self.browser.client.request(method, url);
        Answer::read(request.body(body.to_owned()).send().await?).await
    }

    pub(crate) fn verifier(&self) -> Verifier {
        Verifier::new(self.sandbox.secret_key())
    }
}

/// An answer of the API.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Result<Self> {
        let status = response.status().as_u16();
        assert_eq!(header(&response, "content-type"), Some("application/json"));
        Ok(Self {
            status,
            json: serde_json::from_slice(&response.bytes().await?)?,
        })
    }

    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.json.pointer(pointer)?.as_str()
    }

    /// Checks that this is an error with this code, and with this status in HTTP and in the body.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.json);
        let inner = self.json.pointer("/error/status").and_then(Value::as_u64);
        assert_eq!(inner, Some(u64::from(status)), "{}", self.json);
        assert_eq!(self.text("/error/code"), Some(code), "{}", self.json);
        let message = self.text("/error/message").unwrap_or_default();
        let begin = format!("{code}: ");
        assert!(
            message.len() > begin.len() && message.starts_with(&begin),
            "{}",
            self.json
        );
    }

    /// Checks that this field is reported as invalid, and no other.
    #[track_caller]
    pub(crate) fn assert_bad_field(&self, name: &str) {
        match name {
            "mobile_number" => self.assert_error(400, "INVALID_MOBILE_NUMBER"),
            "birth_year" => self.assert_error(400, "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR"),
            "amount" => self.assert_error(400, "INVALID_AMOUNT"),
            "code" => self.assert_error(400, "INVLIAD_OTP"),
            _ => self.assert_error(422, "INVALID_INPUTS"),
        }
        self.assert_blamed(&[name]);
    }

    /// Checks that these fields are reported as invalid, and no others, with the general code.
    #[track_caller]
    pub(crate) fn assert_bad_fields(&self, names: &[&str]) {
        self.assert_error(422, "INVALID_INPUTS");
        self.assert_blamed(names);
    }

    /// Checks that these fields are reported, and that the message names the first one with its
    /// reason.
    #[track_caller]
    pub(crate) fn assert_blamed(&self, names: &[&str]) {
        let first = names.first().copied().unwrap_or_default();
        let reason = self.text(&format!("/error/fields/{first}/0"));
        let code = self.text("/error/code").unwrap_or_default();
        let message = format!("{code}: {first}: {}", reason.unwrap_or_default());
        assert_eq!(self.text("/error/message"), Some(message.as_str()));
        let fields = self
            .json
            .pointer("/error/fields")
            .and_then(Value::as_object);
        let bad: Vec<&String> = fields
            .into_iter()
            .flat_map(|fields| fields.keys())
            .collect();
        let mut names = names.to_vec();
        names.sort_unstable();
        assert_eq!(bad, names, "{}", self.json);
    }
}

/// An HTTP client that does not follow redirects.
pub(crate) struct Browser {
    pub(crate) client: Client,
}

impl Browser {
    pub(crate) fn open() -> Result<Self> {
        // A developer's proxy cannot reach this machine's loopback.
        Ok(Self {
            client: Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()?,
        })
    }

    /// A shop's request, with credentials.
    pub(crate) fn post(&self, url: &str, credentials: &Credentials) -> RequestBuilder {
        self.client
            .post(url)
            .bearer_auth(credentials.access_token().expose())
            .header("X-API-KEY", credentials.api_key().expose())
    }

    pub(crate) async fn get(&self, url: &str) -> Result<Response> {
        Ok(self.client.get(url).send().await?)
    }

    /// Presses a button of the page at `url`.
    pub(crate) async fn press(&self, url: &str, button: &str) -> Result<Response> {
        self.submit(url, &encode(&[("answer", button)])).await
    }

    /// Submits a form of the page at `url`.
    pub(crate) async fn submit(&self, url: &str, form: &str) -> Result<Response> {
        Ok(self
            .client
            .post(url)
            .header("Content-Type", FORM)
            .body(form.to_owned())
            .send()
            .await?)
    }
}

pub(crate) fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

pub(crate) fn location(response: &Response) -> Result<&str> {
    Ok(header(response, "location").ok_or("no location")?)
}

pub(crate) fn invoice_no(text: &str) -> Result<InvoiceNo> {
    Ok(text.parse()?)
}

/// The raw query of a URL.
pub(crate) fn query(url: &str) -> Result<&str> {
    Ok(url.split_once('?').ok_or("no query")?.1)
}
