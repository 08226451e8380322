//! Takes the pictures in `docs/`, which the README shows.

use std::path::Path;

use plutu_sandbox::Fault;
use plutu_test_browser::Result;

use crate::visit::SADAD;
use crate::visit::Visit;
use crate::words::ARABIC;
use crate::words::ENGLISH;
use crate::words::Words;

impl Visit {
    /// Wider than the windows of other tests, and high enough for every page.
    async fn picture(&self, url: &str, name: &str) -> Result {
        self.browser.client.set_window_size(400, 1500).await?;
        self.browser.client.goto(url).await?;
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let file = docs.join(format!("{name}.png"));
        self.browser.picture("body", &file).await?;
        Ok(self.browser.client.set_window_size(320, 800).await?)
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes the pictures in docs/"]
async fn pictures() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    picture_purchase(&visit, &ARABIC).await?;
    picture_doubt(&visit, &ENGLISH).await?;
    visit.end().await
}

async fn picture_purchase(visit: &Visit, words: &Words) -> Result {
    visit.picture(&visit.products(words), "products").await?;
    let order = visit.order("dinars", words).await?;
    visit.picture(&order, "order").await?;
    visit.ask_for_password(SADAD, words).await?;
    let password = format!("{order}/password");
    visit.picture(&password, "password").await?;
    visit.type_password("111111", words).await?;
    visit.read(words.complete, words).await?;
    visit.wait_for_parcel(words).await?;
    visit.picture(&order, "paid").await
}

async fn picture_doubt(visit: &Visit, words: &Words) -> Result {
    let order = visit.order("dinars", words).await?;
    visit.ask_for_password(SADAD, words).await?;
    visit.sandbox()?.fault(Fault::DropAfter);
    visit.type_password("111111", words).await?;
    visit.read(words.in_doubt, words).await?;
    visit.picture(&order, "in-doubt").await?;
    visit.picture(&visit.desk(words), "desk").await
}
