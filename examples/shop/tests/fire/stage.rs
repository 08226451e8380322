//! The setup: Plutu, the shop with its payers' browsers, and its database.

use std::sync::Mutex;

use plutu_sandbox::Sandbox;

use crate::books::Books;
use crate::browser::Browser;
use crate::calls::Calls;
use crate::machines::Machines;
use crate::random::Random;
use crate::returned::Returned;

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) machines: Machines,
    pub(crate) browser: Browser,
    pub(crate) books: Books,
    calls: Mutex<Calls>,
    returns: Mutex<Vec<Returned>>,
}

impl Stage {
    pub(crate) async fn open(database_url: &str, machines: usize) -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        Self {
            machines: Machines::open(database_url, machines, &sandbox).await,
            browser: Browser::new(),
            books: Books::open(database_url).await,
            sandbox,
            calls: Mutex::default(),
            returns: Mutex::default(),
        }
    }

    /// All calls that the shop has sent to Plutu.
    pub(crate) async fn calls(&self) -> Calls {
        let mut calls = self.calls.lock().unwrap().clone();
        let sandbox = self.sandbox.base_url().replace("/api/v1", "");
        calls.gather(&self.browser, &sandbox).await;
        self.calls.lock().unwrap().clone_from(&calls);
        calls
    }

    /// All return URLs of payers.
    pub(crate) fn returns(&self) -> Vec<Returned> {
        self.returns.lock().unwrap().clone()
    }

    /// Stores a URL that a payment page leads to.
    pub(crate) fn remember(&self, url: &str) {
        self.returns.lock().unwrap().push(Returned::new(url));
    }

    /// One of the return URLs.
    pub(crate) fn any_return(&self, random: &mut Random) -> Option<Returned> {
        let returns = self.returns.lock().unwrap();
        let count = returns.len().max(1);
        returns.get(random.below(count)).cloned()
    }
}
