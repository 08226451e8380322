//! The requests that contain the secrets, and an answer that contains one.

use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;

use crate::canary::CHECKOUT;
use crate::canary::EMAIL;
use crate::canary::MOBILE_NUMBER;
use crate::canary::OTP;

pub fn verify() -> sadad::Verify {
    sadad::Verify::builder()
        .mobile_number(MOBILE_NUMBER.parse().unwrap())
        .birth_year("1990".parse().unwrap())
        .amount("12.50".parse().unwrap())
        .build()
}

pub fn confirm() -> sadad::Confirm {
    let challenge = sadad::Challenge::new("1".parse().unwrap(), "12.50".parse().unwrap());
    sadad::Confirm::answering(&challenge, challenge.amount())
        .unwrap()
        .code(OTP.parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .build()
}

pub fn open() -> tlync::Confirm {
    tlync::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .mobile_number(MOBILE_NUMBER.parse().unwrap())
        .email(EMAIL.parse().unwrap())
        .return_url("https://shop.example/thanks".parse().unwrap())
        .callback_url("https://shop.example/callback?key=77".parse().unwrap())
        .customer_ip("192.0.2.77".parse().unwrap())
        .build()
}

pub fn checkout() -> String {
    format!(r#"{{"status":200,"result":{{"redirect_url":"https://pay.example/?t={CHECKOUT}"}}}}"#)
}
