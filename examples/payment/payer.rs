//! The payer: a browser without a screen. It follows redirects itself, so that it can report them.

use reqwest::Client;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;

use crate::Result;

pub struct Payer {
    browser: Client,
}

/// A page that the payer ended on.
pub struct Page {
    pub status: u16,
}

impl Payer {
    pub fn new() -> Result<Self> {
        Ok(Self {
            browser: Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()?,
        })
    }

    /// Presses the shop's pay button, then the button with this name on the payment page, and
    /// returns to the shop.
    pub async fn pay(&self, pay_url: &str, name: &str) -> Result<Page> {
        let checkout_url = location(&self.browser.post(pay_url).send().await?)?;
        let checkout = self
            .browser
            .get(&checkout_url)
            .send()
            .await?
            .error_for_status()?
            .text()
            .await?;
        let form = attribute(&checkout, "<form", "action").ok_or("the page has no form")?;
        let button = format!("value=\"{name}\"");
        let (before, _) = checkout
            .split_once(&button)
            .ok_or("the page has no such button")?;
        let field = before
            .rsplit("<button")
            .next()
            .and_then(|tag| attribute(tag, "", "name"));
        let body = format!("{}={name}", field.ok_or("the button has no name")?);
        println!("  payer          opens the page and presses: {name}");
        let url = checkout_url.parse::<reqwest::Url>()?.join(&form)?;
        let request = self
            .browser
            .post(url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let return_url = location(&request.body(body).send().await?)?;
        self.open(&return_url).await
    }

    /// Submits a form to a page of the shop.
    pub async fn submit(&self, url: &str, form: &'static str) -> Result<Page> {
        let request = self
            .browser
            .post(url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = request.body(form).send().await?;
        Ok(Page {
            status: response.status().as_u16(),
        })
    }

    /// Opens a page of the shop.
    pub async fn open(&self, url: &str) -> Result<Page> {
        let response = self.browser.get(url).send().await?;
        Ok(Page {
            status: response.status().as_u16(),
        })
    }
}

fn location(response: &Response) -> Result<String> {
    let location = response
        .headers()
        .get(LOCATION)
        .ok_or("expected a redirect")?;
    Ok(location.to_str()?.to_owned())
}

/// The value of the first attribute with this name after the string `after`.
fn attribute(html: &str, after: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(after)?;
    let (_, rest) = rest.split_once(&format!("{name}=\""))?;
    Some(rest.split_once('"')?.0.replace("&amp;", "&"))
}
