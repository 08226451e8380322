//! The phases: everybody pays under fire, then the late messages arrive, and at the end a person
//! decides and the rest is paid.

use std::sync::Mutex;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use plutu_core::InvoiceNo;
use plutu_orders::Attempt;
use plutu_orders::AttemptState;
use plutu_orders::Order;
use plutu_orders::OrderState;
use plutu_orders::Queue;
use plutu_sandbox::Delivery;
use plutu_sandbox::PaymentReport;
use plutu_sandbox::PaymentStatus;
use tokio::sync::oneshot;

use crate::audit::Audit;
use crate::machines::pause;
use crate::payer::Payer;
use crate::person;
use crate::random::Random;
use crate::returned::Returned;
use crate::stage::Stage;

pub(crate) struct Play {
    stage: Stage,
    placed: Mutex<Vec<Placed>>,
}

/// A payer's order.
#[derive(Clone)]
struct Placed {
    url: String,
    in_dollars: bool,
}

impl Play {
    pub(crate) fn on(stage: Stage) -> Self {
        Self {
            stage,
            placed: Mutex::default(),
        }
    }

    /// Payers pay while Plutu fails and processes are killed.
    pub(crate) async fn fire(&self, orders: u64, seed: u64) {
        let mut random = Random::new(seed);
        let deaths = Random::new(random.next());
        let (paying, over) = oneshot::channel();
        let payers = async {
            self.let_all_pay(orders, random).await;
            drop(paying);
        };
        tokio::join!(payers, self.strike_until(over, deaths));
    }

    /// Waits until everything that is late has arrived and no request is running.
    pub(crate) async fn settle_down(&self) {
        self.stage.sandbox.clear_faults();
        let payments = self.stage.sandbox.payments();
        let answered = payments.iter().filter(|payment| is_answered(payment));
        let sent = answered.map(|payment| self.deliver(payment.invoice_no()));
        all(sent).await;
        let urls: Vec<String> = self.stage.returns().iter().map(Returned::url).collect();
        all(urls.iter().map(|url| self.stage.browser.insist(url))).await;
        self.wait_until_quiet().await;
    }

    /// A person decides, and the remaining orders are paid, until nothing is left to do. Returns
    /// the number of decisions.
    pub(crate) async fn finish(&self) -> usize {
        let mut decided = 0;
        for _ in 0..PATIENCE {
            let news = person::decide(&self.stage).await;
            let unpaid = self.unpaid().await;
            if (news, unpaid.len()) == (0, 0) {
                return decided;
            }
            decided += news;
            self.pay_all(&unpaid).await;
            self.wait_until_quiet().await;
        }
        panic!("there are orders that nobody can pay");
    }

    pub(crate) async fn audit(&self) -> Audit {
        let placed = self.placed.lock().unwrap().len();
        Audit {
            placed,
            requests: self.stage.browser.counts(),
            kills: self.stage.machines.kills(),
            calls: self.stage.calls().await,
            payments: self.stage.sandbox.payments(),
            orders: self.stage.books.orders().await,
            parcels: self.stage.books.parcels().await,
            questions: self.stage.books.pending(Queue::Person).await,
        }
    }

    pub(crate) async fn close(&self) {
        self.stage.machines.close().await;
    }

    /// Payers come in waves, so that the sandbox's journal keeps all calls until they are read.
    async fn let_all_pay(&self, orders: u64, mut random: Random) {
        let orders: Vec<u64> = (0..orders).collect();
        for wave in orders.chunks(WAVE) {
            let payers = wave.iter().map(|order| {
                let payer = Payer::new(&self.stage, Random::new(random.next()));
                self.let_pay(payer, order % 5 == 0)
            });
            all(payers.collect::<Vec<_>>()).await;
            self.stage.calls().await;
            let unpaid = self.stage.books.shipped_unpaid().await;
            assert!(unpaid.is_empty(), "shipped, and not paid: {unpaid:?}");
        }
    }

    async fn let_pay(&self, payer: Payer<'_>, in_dollars: bool) {
        let url = payer.buy(in_dollars).await;
        let placed = Placed { url, in_dollars };
        self.placed.lock().unwrap().push(placed);
    }

    async fn strike_until(&self, mut over: oneshot::Receiver<()>, mut random: Random) {
        loop {
            let answers = 50 + random.below(250);
            tokio::select! {
                _ = &mut over => return,
                () = self.stage.browser.wait_for(answers) => {}
            }
            pause(&mut random, 20).await;
            self.stage
                .machines
                .strike(&mut random, &self.stage.sandbox)
                .await;
        }
    }

    /// Sends a callback until the shop has accepted it.
    async fn deliver(&self, invoice_no: &InvoiceNo) {
        for _ in 0..PATIENCE {
            let sent = self.stage.sandbox.resend(invoice_no).await.unwrap();
            let delivery = sent.and_then(|callback| callback.delivery());
            if matches!(delivery, Some(Delivery::Answered { status }) if status < 500) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("the callback of {invoice_no} is never taken");
    }

    async fn unpaid(&self) -> Vec<Placed> {
        let placed = self.placed.lock().unwrap().clone();
        let mut unpaid = Vec::new();
        for order in placed {
            let (_, token) = order.url.rsplit_once('/').unwrap();
            if self.stage.books.order_of(token).await.state() != OrderState::Paid {
                unpaid.push(order);
            }
        }
        unpaid
    }

    async fn pay_all(&self, orders: &[Placed]) {
        for wave in orders.chunks(WAVE) {
            let payers = wave.iter().map(|order| {
                let payer = Payer::new(&self.stage, Random::new(0));
                payer.pay_at_last(&order.url, order.in_dollars)
            });
            all(payers).await;
            self.stage.calls().await;
        }
    }

    /// Waits until every paid order is shipped, and every charge has an outcome.
    async fn wait_until_quiet(&self) {
        let mut waiting = (0, 0);
        for _ in 0..PATIENCE {
            let parcels = self.stage.books.pending(Queue::Shipping).await.len();
            let orders = self.stage.books.orders().await;
            let charges = orders.values().flat_map(Order::attempts);
            let charges = charges.filter(|attempt| is_under_way(attempt)).count();
            waiting = (parcels, charges);
            if waiting == (0, 0) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let (parcels, charges) = waiting;
        panic!(
            "{parcels} parcels are never sent, and of {charges} charges nobody says what became"
        );
    }
}

/// Runs all futures, a few at a time.
async fn all<T>(futures: impl IntoIterator<Item: Future<Output = T>>) {
    let futures = stream::iter(futures).buffer_unordered(AT_ONCE);
    futures.for_each(async |_| {}).await;
}

/// Whether there is a callback to send.
fn is_answered(payment: &PaymentReport) -> bool {
    payment.checkout_url().is_some() && payment.status() != PaymentStatus::Open
}

fn is_under_way(attempt: &Attempt) -> bool {
    attempt.moves_money() && attempt.state() == AttemptState::Started
}

/// A payer makes twelve calls at most, and the sandbox keeps a thousand.
const WAVE: usize = 80;

/// How many payers there are at once.
const AT_ONCE: usize = 40;

const PAUSE: Duration = Duration::from_millis(200);

/// How often the test looks for an event before it gives up.
const PATIENCE: usize = 600;
