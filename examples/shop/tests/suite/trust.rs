//! Messages that the shop rejects, and secrets that it keeps.

use plutu_core::SecretKey;
use plutu_core::callback::signed_query;

use crate::scene::LOCAL_BANK_CARDS;
use crate::scene::MPGS;
use crate::scene::Scene;
use crate::scene::TLYNC;
use crate::scene::approved;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_forged_settles_nothing_and_leaves_no_trace() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let invoice_no = scene.open_page(&order, MPGS).await;
    let before = scene.look(&order).await;
    let url = order.page("return/mpgs");
    let pairs = approved(invoice_no.as_str(), "2.60", "USD");
    let other_secret = SecretKey::new("sk_of_somebody_else").unwrap();
    let genuine = scene.signed(&url, &pairs);
    for (forged, status) in [
        (url.clone(), 400),
        (format!("{url}?approved=1"), 400),
        (format!("{url}?{}", signed_query(pairs, &other_secret)), 401),
        (genuine.replace("2.60", "0.01"), 401),
        (genuine.replace("hashed=", "hashed=%20"), 400),
        (format!("{genuine}&approved=1"), 400),
        (format!("{genuine}&hashed[]=x"), 400),
    ] {
        let answer = scene.payer.get(&forged).await;
        assert_eq!(answer.status, status, "{forged}");
        assert!(answer.body.contains("could not be verified"));
    }
    assert_eq!(scene.look(&order).await, before);
    assert_eq!(scene.payer.get(&genuine).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_of_another_gateway_settles_nothing() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    let invoice_no = scene.open_page(&order, LOCAL_BANK_CARDS).await;
    let before = scene.look(&order).await;
    let pairs = [("approved", "1"), ("invoice_no", invoice_no.as_str())];
    // T-Lync's return query, which every payer sees.
    for (page, pairs) in [
        ("return/localbankcards", pairs.to_vec()),
        (
            "return/localbankcards",
            approved(invoice_no.as_str(), "12.50", "USD").to_vec(),
        ),
    ] {
        let url = scene.signed(&order.page(page), &pairs);
        assert_eq!(scene.payer.get(&url).await.status, 400);
    }
    assert_eq!(scene.look(&order).await, before);
    // Here the query is genuine, but proves nothing: the order has no such attempt.
    let url = scene.signed(&order.page("return/tlync"), &pairs);
    assert_eq!(scene.payer.get(&url).await.status, 400);
    assert_eq!(scene.look(&order).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posted_callback_that_is_not_believed_settles_nothing() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    scene.sandbox.fault(plutu_sandbox::Fault::NoCallback);
    let invoice_no = scene.open_page(&order, TLYNC).await;
    scene.sandbox.approve(&invoice_no).await.unwrap();
    let genuine = scene.sandbox.callback_body(&invoice_no).unwrap();
    let url = format!("{}/plutu/tlync", scene.shop.url());
    for (body, status) in [
        (genuine.replace("12.50", "1.00"), 401),
        (genuine.replace("hashed", "hash"), 400),
        ("{}".to_owned(), 400),
        ("{".to_owned(), 400),
        ("x".repeat(10_000), 413),
    ] {
        let answer = scene.payer.post_json(&url, &body).await;
        assert_eq!((answer.status, answer.body.as_str()), (status, ""));
    }
    assert_eq!(scene.payer.get(&url).await.status, 405);
    assert!(scene.look(&order).await.contains("waiting for a payment"));
    assert_eq!(scene.payer.post_json(&url, &genuine).await.status, 200);
    scene.wait_for(&order, "<dd>paid</dd>").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn head_settles_nothing() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let url = scene.approve(&order, MPGS).await;
    let before = scene.look(&order).await;
    assert_eq!(scene.payer.head(&url).await.status, 200);
    assert_eq!(scene.look(&order).await, before);
    assert_eq!(scene.payer.get(&url).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_started_by_post_alone() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let url = format!("{}?{MPGS}", order.page("pay"));
    assert_eq!(scene.payer.get(&url).await.status, 405);
    assert_eq!(scene.payer.head(&url).await.status, 405);
    assert!(scene.sandbox.payments().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_an_order_or_the_desk_without_its_address() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let shop = scene.shop.url();
    for path in [
        format!("/en/orders/{}", order.id),
        format!("/en/orders/{}", "0".repeat(32)),
        format!("/en/desk/{}", "0".repeat(32)),
        "/en/desk/".to_owned(),
        "/en/orders".to_owned() + "/",
        "/.env".to_owned(),
    ] {
        let answer = scene.payer.get(&format!("{shop}{path}")).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    let other = "0".repeat(order.url.rsplit_once('/').unwrap().1.len());
    let url = format!("{shop}/en/orders/{other}/pay");
    assert_eq!(scene.payer.post(&url, MPGS).await.status, 404);
    let url = format!("{shop}/en/desk/{other}");
    let form = "task=x&person=Aisha&verdict=paid";
    assert_eq!(scene.payer.post(&url, form).await.status, 404);
    // The addresses of two orders have nothing predictable in common.
    let next = scene.order("tea", "dollars").await;
    assert_ne!(order.url, next.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_keeps_its_address_and_its_content_to_itself() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    for url in [
        scene.shop.url().to_owned(),
        order.url.clone(),
        order.page("return/mpgs"),
        format!("{}/nowhere", scene.shop.url()),
        scene.shop.desk_url().to_owned(),
    ] {
        let headers = scene.payer.get(&url).await.headers;
        let header = |name: &str| headers.get(name).expect(name).to_str().unwrap().to_owned();
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action"));
        assert!(!policy.contains("script-src") && !policy.contains("unsafe"));
        assert!(headers.get("set-cookie").is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_type_never_becomes_markup() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let mut opened = Vec::new();
    for _ in 0..3 {
        opened.push(scene.open_page(&order, MPGS).await);
    }
    for invoice_no in &opened {
        let url = scene.sandbox.approve(invoice_no).await.unwrap();
        assert_eq!(scene.payer.get(&url).await.status, 200);
    }
    // Two of the three payments are refunded. The second task shows the decision about the first.
    let person = "%3Cscript%3Ealert(1)%3C/script%3E%22";
    let form = format!(
        "task=refund/mpgs/{}&person={person}&verdict=refunded",
        opened[1]
    );
    let decided = scene.payer.post(scene.shop.desk_url(), &form).await;
    assert_eq!(decided.status, 303);
    let desk = scene.desk().await;
    assert!(desk.contains("&lt;script&gt;alert(1)"), "{desk}");
    assert!(!desk.contains("<script"));
    // The payer sees the decision, but not the name of the person.
    let page = scene.look(&order).await;
    assert!(page.contains("the money was returned ·"), "{page}");
    assert!(!page.contains("alert(1)"));
}
