//! The shop without its framework: its orders, its ledger, and how it settles them.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use plutu_core::Amount;
use plutu_core::Currency;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_http::Client;
use plutu_sandbox::Sandbox;
use plutu_web::answer::Situation;

use crate::http1;
use crate::http1::Answer;

/// The routes that both shops serve:
///
/// | route | argument |
/// |---|---|
/// | GET `/mpgs` | `Signed<mpgs::Callback>` |
/// | any `/any` | the same, for any method |
/// | GET `/cards` | `Signed<local_bank_cards::Callback, Arc<Verifier>>` |
/// | GET `/coast` | `Signed<coast_pay::Callback, CoastVerifier>` |
/// | POST `/tlync`, any `/tlync/any` | `SignedJson<tlync::Callback>` |
/// | GET `/tlync/return` | `SignedPage<tlync::Return>` |
/// | GET, POST `/explained` | the `Result`, which is shown in full |
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) address: SocketAddr,
    pub(crate) ledger: Arc<Ledger>,
}

/// The verifiers of a shop.
#[derive(Clone)]
pub(crate) struct Verifiers {
    pub(crate) all: Arc<Verifier>,
    pub(crate) coast: CoastVerifier,
}

/// The verifier of Coast Pay, which has a secret of its own.
#[derive(Clone)]
pub(crate) struct CoastVerifier(Verifier);

impl Borrow<Verifier> for CoastVerifier {
    fn borrow(&self) -> &Verifier {
        &self.0
    }
}

pub(crate) fn coast_secret() -> SecretKey {
    SecretKey::new("sk_of_coast_pay").unwrap()
}

impl Verifiers {
    pub(crate) fn new(secret_key: SecretKey) -> Self {
        Self {
            all: Arc::new(Verifier::new(secret_key)),
            coast: CoastVerifier(Verifier::new(coast_secret())),
        }
    }
}

/// Opens a shop on its framework.
pub(crate) type Open = fn(Verifiers, Arc<Ledger>) -> SocketAddr;

impl Shop {
    pub(crate) async fn open(on: Open) -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let ledger = Arc::<Ledger>::default();
        let address = on(Verifiers::new(sandbox.secret_key()), Arc::clone(&ledger));
        Self {
            sandbox,
            address,
            ledger,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        http1::request(self.address, "GET", target).await
    }

    pub(crate) async fn post(&self, target: &str, body: &str) -> Answer {
        http1::post(self.address, target, "application/json", body.as_bytes()).await
    }

    async fn send<R: Request>(&self, request: &R) {
        let client = Client::builder(self.sandbox.credentials())
            .base_url(self.sandbox.base_url())
            .build()
            .unwrap();
        assert!(client.send(request).await.is_ok());
    }

    /// Requests the page of an MPGS payment.
    pub(crate) async fn order_mpgs(&self) -> InvoiceNo {
        let invoice_no = invoice_no("INV-1");
        let request = mpgs::Confirm::builder()
            .amount(price(&invoice_no).unwrap())
            .invoice_no(invoice_no.clone())
            .return_url(self.url("/mpgs?order=77").parse().unwrap())
            .build();
        self.send(&request).await;
        invoice_no
    }

    /// Requests the page of a payment with Local Bank Cards.
    pub(crate) async fn order_cards(&self) -> InvoiceNo {
        let invoice_no = invoice_no("INV-2");
        let request = local_bank_cards::Confirm::builder()
            .amount(price(&invoice_no).unwrap())
            .invoice_no(invoice_no.clone())
            .return_url(self.url("/cards").parse().unwrap())
            .build();
        self.send(&request).await;
        invoice_no
    }

    /// Requests the page of a T-Lync payment.
    pub(crate) async fn order_tlync(&self) -> InvoiceNo {
        let invoice_no = invoice_no("INV-3");
        let request = tlync::Confirm::builder()
            .amount(price(&invoice_no).unwrap())
            .invoice_no(invoice_no.clone())
            .mobile_number("0913632323".parse().unwrap())
            .return_url(self.url("/tlync/return").parse().unwrap())
            .callback_url(self.url("/tlync").parse().unwrap())
            .build();
        self.send(&request).await;
        invoice_no
    }

    /// Approves a payment. Returns the path and the query of the payer's return.
    pub(crate) async fn approve(&self, invoice_no: &InvoiceNo) -> String {
        self.target(&self.sandbox.approve(invoice_no).await.unwrap())
    }

    /// The path and the query of one of the shop's URLs.
    pub(crate) fn target(&self, url: &str) -> String {
        let target = url.strip_prefix(&self.url("")).expect("a URL of the shop");
        target.to_owned()
    }
}

/// The payments that the shop has recorded.
#[derive(Default)]
pub(crate) struct Ledger {
    /// How often each payment was seen, by its key.
    paid: Mutex<BTreeMap<String, usize>>,
    shipped: AtomicUsize,
    handled: AtomicUsize,
}

impl Ledger {
    /// Settles an order as a handler does.
    pub(crate) fn settle<C: SignedCallback>(&self, callback: &C) -> Situation {
        self.handled.fetch_add(1, Ordering::SeqCst);
        let order = callback.invoice_no();
        let Some(amount) = price::<<C::Gateway as Gateway>::Currency>(order) else {
            return Situation::NotBelieved;
        };
        match callback.settle(order, amount) {
            Ok(settlement) => {
                if let Settlement::Paid(paid) = &settlement {
                    self.record(paid.key().to_string());
                }
                Situation::from(&settlement)
            }
            Err(mismatch) => Situation::from(&mismatch),
        }
    }

    /// Records a payment, and ships if it is new.
    fn record(&self, key: String) {
        let mut paid = self.paid.lock().unwrap();
        let times = paid.entry(key).or_default();
        *times += 1;
        if *times == 1 {
            self.shipped.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Counts a visit of the return page.
    pub(crate) fn welcome(&self) -> Situation {
        self.handled.fetch_add(1, Ordering::SeqCst);
        Situation::BeingChecked
    }

    pub(crate) fn paid(&self) -> Vec<(String, usize)> {
        self.paid.lock().unwrap().clone().into_iter().collect()
    }

    pub(crate) fn shipped(&self) -> usize {
        self.shipped.load(Ordering::SeqCst)
    }

    /// How often a handler was called.
    pub(crate) fn handled(&self) -> usize {
        self.handled.load(Ordering::SeqCst)
    }
}

/// The price of each of the shop's orders.
pub(crate) fn price<C: Currency>(invoice_no: &InvoiceNo) -> Option<Amount<C>> {
    let price = match invoice_no.as_str() {
        "INV-1" => "12.50",
        "INV-2" => "75",
        "INV-3" => "40",
        "INV-4" => "5",
        _ => return None,
    };
    price.parse().ok()
}

pub(crate) fn text(situation: Situation) -> &'static str {
    situation.sentence(Language::En)
}

pub(crate) fn invoice_no(text: &str) -> InvoiceNo {
    text.parse().unwrap()
}

/// Writes a test for each framework.
macro_rules! on_both {
    ($(async fn $name:ident($shop:ident: Shop) $body:block)*) => {
        $(
            async fn $name($shop: $crate::shop::Shop) $body

            mod $name {
                use crate::on_actix;
                use crate::on_axum;
                use crate::shop::Shop;

                #[tokio::test(flavor = "multi_thread")]
                async fn on_axum() {
                    super::$name(Shop::open(on_axum::open).await).await;
                }

                #[tokio::test(flavor = "multi_thread")]
                async fn on_actix() {
                    super::$name(Shop::open(on_actix::open).await).await;
                }
            }
        )*
    };
}
pub(crate) use on_both;
