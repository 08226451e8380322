//! What every page shares: the orders, the ledger, the client of Plutu and the verifier.

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

/// The shop. It keeps nothing that another process would have to know: everything is in the
/// database. So there may be as many processes as one likes, and each may stop at any time.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) orders: Orders,
    pub(crate) ledger: Ledger,
    pub(crate) client: Client,
    pub(crate) verifier: Verifier,
    /// Where payers and Plutu reach the shop.
    pub(crate) url: Arc<str>,
    /// The secret in the desk's address.
    pub(crate) desk: Token,
    /// Whether Plutu is a sandbox that is reached by plain HTTP.
    pub(crate) plutu_is_local: bool,
}

impl Shop {
    /// Writes an order down. It is paid later, on its own page.
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

    /// The order with that token, and what is known about its payment.
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

/// What an order is paid in.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Currency {
    Dinars,
    Dollars,
}

/// Opens the client and the verifier of an account.
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

/// Random rather than counted: Plutu takes an invoice number once, and the shop's next database
/// must not begin with the numbers of the last one.
fn new_id() -> Result<OrderId, Failure> {
    Ok(token::random_hex::<5>()?.to_uppercase().parse()?)
}
