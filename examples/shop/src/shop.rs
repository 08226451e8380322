//! The state that all pages share: the orders, the ledger, the client of Plutu and the verifier.

use std::sync::Arc;
use std::time::Duration;

use plutu_core::Verifier;
use plutu_http::Client;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::Orders;
use serde::Deserialize;

use crate::error::OpenError;
use crate::failure::Failure;
use crate::ledger::Ledger;
use crate::ledger::Placed;
use crate::products::Product;
use crate::settings::PlutuAccount;
use crate::token;
use crate::token::Token;

/// The shop. All of its state is in the database, and none in memory. So any number of processes
/// can run, and each may stop at any time.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) orders: Orders,
    pub(crate) ledger: Ledger,
    pub(crate) client: Client,
    pub(crate) verifier: Verifier,
    /// The URL at which payers and Plutu reach the shop.
    pub(crate) url: Arc<str>,
    /// The secret in the desk's address.
    pub(crate) desk: Token,
    /// Whether Plutu is a sandbox, which is reached over plain HTTP.
    pub(crate) plutu_is_local: bool,
}

impl Shop {
    /// Places an order. It is paid later, on its own page.
    pub(crate) async fn place(
        &self,
        product: &'static Product,
        currency: Currency,
    ) -> Result<Placed, Failure> {
        let placed = self.take_id(product).await?;
        let id = placed.id.clone();
        match currency {
            Currency::Dinars => self.orders.create(id, product.dinars).await?,
            Currency::Dollars => self.orders.create(id, product.dollars).await?,
        };
        tracing::info!(order = %placed.id, product = product.id, "placed");
        Ok(placed)
    }

    /// The order with this token, and the state of its payment.
    pub(crate) async fn find(&self, token: &Token) -> Result<(Placed, Order), Failure> {
        let placed = self.ledger.find(token).await?.ok_or(Failure::NotFound)?;
        let order = self.orders.load(&placed.id).await?;
        Ok((placed, order))
    }

    async fn take_id(&self, product: &'static Product) -> Result<Placed, Failure> {
        loop {
            let placed = Placed {
                id: new_id()?,
                token: Token::random()?,
                product,
            };
            if self.ledger.place(&placed).await? {
                return Ok(placed);
            }
        }
    }
}

/// The currency of an order.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Currency {
    Dinars,
    Dollars,
}

/// Makes the client and the verifier of an account.
pub(crate) fn connect(
    account: PlutuAccount,
    timeout: Duration,
) -> Result<(Client, Verifier), OpenError> {
    let builder = Client::builder(account.credentials).timeout(timeout);
    let builder = match account.base_url {
        Some(base_url) => builder.base_url(base_url),
        None => builder,
    };
    Ok((builder.build()?, Verifier::new(account.secret_key)))
}

/// A random id. Plutu accepts each invoice number once, so a new database of the shop must not
/// start with the numbers of an earlier one.
fn new_id() -> Result<OrderId, Failure> {
    Ok(token::random_hex::<5>()?.to_uppercase().parse()?)
}
