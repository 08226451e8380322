//! The random actions of payers: they pay, cancel, reload, pay twice, leave, and send the shop
//! callbacks that belong to others.

use std::time::Duration;

use futures_util::future::join_all;
use plutu_sandbox::Sandbox;
use tokio::time::timeout;

use crate::browser::Page;
use crate::faults;
use crate::machines::pause;
use crate::random::Random;
use crate::returned::Returned;
use crate::stage::Stage;
use crate::way::Way;

/// A payer with one order.
pub(crate) struct Payer<'a> {
    stage: &'a Stage,
    random: Random,
}

impl<'a> Payer<'a> {
    pub(crate) fn new(stage: &'a Stage, random: Random) -> Self {
        Self { stage, random }
    }

    /// Places an order in dollars or dinars, and tries to pay it. Returns the order's URL.
    pub(crate) async fn buy(mut self, in_dollars: bool) -> String {
        let order = self.place(in_dollars).await;
        for _ in 0..ROUNDS {
            if !self.may_pay(&order).await {
                break;
            }
            let way = if in_dollars {
                Way::MPGS
            } else {
                self.random.pick(&Way::IN_DINARS)
            };
            match way.passwords {
                None => self.pay_on_pages(&order, way).await,
                Some(passwords) => self.pay_by_password(&order, way, passwords).await,
            }
            self.meddle().await;
        }
        order
    }

    /// Pays without faults. Only the machine may be slow.
    pub(crate) async fn pay_at_last(self, order: &str, in_dollars: bool) {
        let way = if in_dollars { Way::MPGS } else { Way::SADAD };
        let Some(asked) = self.post(&format!("{order}/pay"), way.form).await else {
            return;
        };
        if let Some([right, ..]) = way.passwords {
            let url = format!("{order}/password");
            self.post(&url, &format!("code={right}")).await;
        } else if let Some(page) = self.post(&asked.location, "answer=approve").await {
            self.stage.browser.get(&page.location).await;
        }
    }

    /// Places an order. Without an answer, the payer orders again.
    async fn place(&mut self, in_dollars: bool) -> String {
        let product = self.random.pick(&["dates", "oil", "tea", "rug"]);
        let currency = if in_dollars { "dollars" } else { "dinars" };
        let shop = &self.stage.machines.url;
        let form = format!("product={product}&currency={currency}");
        for _ in 0..PATIENCE {
            let placed = self.post(&format!("{shop}/en/orders"), &form).await;
            if let Some(page) = placed.filter(|page| page.status == 303) {
                return format!("{shop}{}", page.location);
            }
            pause(&mut self.random, 100).await;
        }
        panic!("nothing can be ordered");
    }

    async fn may_pay(&self, order: &str) -> bool {
        let page = self.stage.browser.insist(order).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.body.contains("Ways to pay")
    }

    /// Opens a payment page, sometimes two at once, and answers on each.
    async fn pay_on_pages(&mut self, order: &str, way: Way) {
        let tabs = if self.random.once_in(6) { 2 } else { 1 };
        self.trouble(way, "confirm", 3);
        let url = format!("{order}/pay");
        let asked = join_all((0..tabs).map(|_| self.post(&url, way.form))).await;
        let pages: Vec<_> = asked
            .into_iter()
            .flatten()
            .filter(|page| page.location.contains("/checkout/"))
            .map(|page| self.fork().answer(page.location, way))
            .collect();
        join_all(pages).await;
    }

    /// Presses a button of a payment page, and follows the redirect.
    async fn answer(mut self, page: String, way: Way) {
        if self.random.once_in(2) {
            let fault = faults::of_callback(&mut self.random);
            let endpoint = format!("{}/confirm", way.gateway);
            self.stage.sandbox.fault_at(endpoint, fault);
        }
        let button = self.random.pick(&BUTTONS);
        let answered = self.post(&page, &format!("answer={button}")).await;
        self.come_back(answered).await;
        if button == "tamper" && self.random.once_in(2) {
            let answered = self.post(&page, "answer=approve").await;
            self.come_back(answered).await;
        }
    }

    /// Returns to the shop: once, several times at once, or never.
    async fn come_back(&mut self, answered: Option<Page>) {
        let url = answered.map(|page| page.location).unwrap_or_default();
        if !url.starts_with(&self.stage.machines.url) {
            return;
        }
        self.stage.remember(&url);
        let times = self.random.pick(&[0, 1, 1, 1, 2, 3]);
        join_all((0..times).map(|_| self.stage.browser.get(&url))).await;
    }

    /// Asks for a password and enters it. Sometimes the payer enters a wrong one first, enters it
    /// twice at once, or leaves before the answer.
    async fn pay_by_password(&mut self, order: &str, way: Way, passwords: [&str; 3]) {
        self.trouble(way, "verify", 6);
        let asked = self.post(&format!("{order}/pay"), way.form).await;
        if !asked.is_some_and(|page| page.location.ends_with("/password")) {
            return;
        }
        if self.random.once_in(60) {
            self.stage.sandbox.advance(Sandbox::OTP_LIFETIME);
        }
        let url = format!("{order}/password");
        let [right, wrong, unclear] = passwords.map(|password| format!("code={password}"));
        if self.random.once_in(4) {
            let wrong = if self.random.once_in(4) {
                unclear
            } else {
                wrong
            };
            self.post(&url, &wrong).await;
        }
        self.trouble(way, "confirm", 3);
        if self.random.once_in(8) {
            let patience = u64::try_from(self.random.below(40)).unwrap();
            let charge = self.post(&url, &right);
            drop(timeout(Duration::from_millis(patience), charge).await);
            return;
        }
        let clicks = self.random.pick(&[1, 1, 2]);
        join_all((0..clicks).map(|_| self.post(&url, &right))).await;
    }

    /// Sends the shop a callback of any payer: again, to another order, or signed with another
    /// amount.
    async fn meddle(&mut self) {
        let seen = self.stage.any_return(&mut self.random);
        let other = self.stage.any_return(&mut self.random);
        let (Some(seen), Some(other)) = (seen, other) else {
            return;
        };
        let browser = &self.stage.browser;
        match self.random.below(8) {
            0..=2 => drop(browser.get(&seen.url()).await),
            3 => drop(browser.get(&seen.carried_to(&other)).await),
            4 => self.lie_about(&seen).await,
            _ => {}
        }
    }

    /// Sends a genuine signature for another amount.
    async fn lie_about(&self, seen: &Returned) {
        let Stage {
            sandbox,
            machines,
            browser,
            ..
        } = self.stage;
        match seen.over_another_amount(sandbox, &machines.url) {
            (url, Some(body)) => drop(browser.post_json(&url, &body).await),
            (url, None) => drop(browser.get(&url).await),
        }
    }

    fn trouble(&mut self, way: Way, action: &str, once_in: usize) {
        if self.random.once_in(once_in) {
            let fault = faults::of_answer(&mut self.random);
            let endpoint = format!("{}/{action}", way.gateway);
            self.stage.sandbox.fault_at(endpoint, fault);
        }
    }

    async fn post(&self, url: &str, form: &str) -> Option<Page> {
        self.stage.browser.post(url, form).await
    }

    fn fork(&mut self) -> Self {
        Self::new(self.stage, Random::new(self.random.next()))
    }
}

/// How often a payer tries to order.
const PATIENCE: usize = 2_000;

/// How often a payer tries to pay. Each try makes at most four calls.
const ROUNDS: usize = 3;

/// The buttons of the sandbox's payment page, weighted by how often payers press them.
const BUTTONS: [&str; 12] = [
    "approve", "approve", "approve", "approve", "approve", "approve", "twice", "decline", "cancel",
    "cancel", "close", "tamper",
];
