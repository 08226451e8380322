//! A payment with a one-time password, alone: `cargo run --example otp`.
//!
//! The sandbox plays Plutu and the payer's telephone: its one-time password for Sadad is always 111111.

use std::error::Error;

use plutu_core::Certainty;
use plutu_core::Settlement;
use plutu_core::gateways::sadad;
use plutu_http::Client;
use plutu_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder(sandbox.credentials())
        .base_url(sandbox.base_url())
        .build()?;
    let (invoice_no, amount) = ("INV-1001".parse()?, "12.50".parse()?);

    // First page: the payer's number. He gets a text message.
    let verify = sadad::Verify::builder()
        .mobile_number("091-363 23 23".parse()?)
        .birth_year("1990".parse()?)
        .amount(amount)
        .build();
    let challenge = client.send(&verify).await?;

    // Between the two pages the challenge waits in the payer's session.
    let session = serde_json::to_string(&challenge)?;
    let challenge: sadad::Challenge = serde_json::from_str(&session)?;

    // Second page: the password. A session may have gone through the payer's hands, so compare.
    if challenge.amount() != amount {
        return Err("the session is not this order's".into());
    }
    let confirm = sadad::Confirm::answering(&challenge)
        .code("111111".parse()?)
        .invoice_no(invoice_no)
        .build();
    match client.send(&confirm).await {
        Ok(receipt) => match receipt.settle(&confirm.invoice_no, amount)? {
            Settlement::Paid(paid) => println!(
                "paid: {}, transaction {:?}",
                paid.invoice_no(),
                paid.transaction_id()
            ),
            Settlement::Canceled | Settlement::Undecided => println!("not paid"),
        },
        // The money may have moved. Nothing may be sent again: a person looks the payment up.
        Err(error) if error.certainty() == Certainty::Unknown => println!("frozen: {error}"),
        Err(error) => println!("not paid: {error}"),
    }
    Ok(())
}
