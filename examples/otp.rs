//! A payment with a one-time password: `cargo run --example otp`.
//!
//! The sandbox plays Plutu. Its one-time password for Sadad is always 111111.

use std::error::Error;

use plutu_core::Certainty;
use plutu_core::InvoiceNo;
use plutu_core::gateways::sadad;
use plutu_http::Client;
use plutu_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder(sandbox.credentials())
        .base_url(sandbox.base_url())
        .build()?;
    // The order, from the shop's database.
    let (invoice_no, amount): (InvoiceNo, sadad::Amount) = ("INV-1001".parse()?, "12.50".parse()?);

    // First page: the payer's number. The payer gets a text message.
    let verify = sadad::Verify::builder()
        .mobile_number("091-363 23 23".parse()?)
        .birth_year("1990".parse()?)
        .amount(amount)
        .build();
    let challenge = client.send(&verify).await?;

    // Between the two pages the challenge waits in the payer's session, on the server.
    let session = serde_json::to_string(&challenge)?;
    let challenge: sadad::Challenge = serde_json::from_str(&session)?;

    // Second page: the password. If the cart changed in between, the charge cannot be built.
    let confirm = sadad::Confirm::answering(&challenge, amount)?
        .code("111111".parse()?)
        .invoice_no(invoice_no.clone())
        .build();
    match client.send(&confirm).await {
        Ok(receipt) => {
            // An error here means that the money was taken for another amount or invoice: freeze
            // the order.
            let paid = receipt.settle(&invoice_no, amount)?;
            // A shop stores `paid.key()` under a unique key in its database.
            println!(
                "paid: {}, transaction {:?}",
                paid.key(),
                paid.transaction_id()
            );
        }
        // The money may have moved. Do not send it again: a person looks the payment up.
        Err(error) if error.certainty() == Certainty::Unknown => println!("frozen: {error}"),
        Err(error) => println!("not paid by this attempt: {error}"),
    }
    Ok(())
}
