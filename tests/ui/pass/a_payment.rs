//! The steps of a payment: ask for the page, send the payer there, and settle the order.

use std::error::Error;

use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::gateways::mpgs;

fn main() -> Result<(), Box<dyn Error>> {
    let invoice_no: InvoiceNo = "232323".parse()?;
    let amount: mpgs::Amount = "5.00".parse()?;

    // Setters can be called in any order. An optional field has a second setter that takes an
    // `Option`.
    let request = mpgs::Confirm::builder()
        .lang(Language::En)
        .return_url("https://shop.example/paid".parse()?)
        .maybe_customer_ip(None)
        .amount(amount)
        .invoice_no(invoice_no.clone())
        .build();
    assert_eq!(request.wire().path, "/transaction/mpgs/confirm");

    let query = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918\
        &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
    let verifier = Verifier::new(SecretKey::new("sk_caf8cdd67e554180100dbee62d57dd12eb57acbd")?);
    let callback = mpgs::Callback::verify(query, &verifier)?;
    match callback.settle(&invoice_no, amount)? {
        Settlement::Paid(paid) => assert_eq!(paid.invoice_no(), &invoice_no),
        Settlement::Canceled => unreachable!(),
        Settlement::Undecided => unreachable!(),
    }
    Ok(())
}
