//! Arabic and English, and HTML that needs no script.

use crate::scene::MPGS;
use crate::scene::SADAD;
use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_in_both_languages_without_scripts() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    assert_eq!(scene.pay(&order, SADAD).await.status, 303);
    let pages = [
        format!("{}/en", scene.shop.url()),
        order.url.clone(),
        order.page("password"),
        scene.shop.desk_url().to_owned(),
    ];
    for english in &pages {
        let arabic = english.replace("/en", "/ar");
        for (url, direction) in [(english, "ltr"), (&arabic, "rtl")] {
            let page = scene.payer.get(url).await;
            assert_eq!(page.status, 200, "{url}");
            let language = if direction == "ltr" { "en" } else { "ar" };
            let html = format!("<html lang=\"{language}\" dir=\"{direction}\">");
            assert!(page.body.contains(&html), "{url}: {}", page.body);
            for forbidden in ["<script", "javascript:", " onclick", "style="] {
                assert!(!page.body.contains(forbidden), "{url}: {forbidden}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payer_comes_back_in_their_language() {
    let scene = Scene::open().await;
    let order = scene.order_in("ar", "tea", "dollars").await;
    let url = scene.approve(&order, MPGS).await;
    let returned = scene.payer.get(&url).await;
    assert!(
        returned.body.contains("تم الدفع بنجاح"),
        "{}",
        returned.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_is_in_arabic_unless_the_browser_asks_for_english() {
    let scene = Scene::open().await;
    let home = scene.payer.get(scene.shop.url()).await;
    assert_eq!((home.status, home.location()), (303, "/ar"));
    let browser = reqwest::Client::builder().no_proxy().build().unwrap();
    let english = browser
        .get(scene.shop.url())
        .header("accept-language", "en-GB,ar;q=0.5");
    let products = english.send().await.unwrap();
    assert_eq!(products.url().path(), "/en");
    let style = format!("{}/style.css", scene.shop.url());
    let style = scene.payer.get(&style).await;
    assert_eq!(style.status, 200);
    let kind = style.headers.get("content-type").unwrap();
    assert_eq!(kind, "text/css; charset=utf-8");
}
