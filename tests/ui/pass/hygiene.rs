//! A declaration in a private module where names of the prelude mean something else and plutu-core
//! is renamed.

#![deny(warnings)]
#![allow(dead_code)]

extern crate plutu_core as payments;

use payments::Request as _;

mod declared {
    pub struct Helper;

    #[payments::plutu_gateway(name = "first", currency = "LYD", crate = ::payments)]
    pub(super) mod first {
        use super::*;
        use payments::field::{InvoiceNo, Language, Redirect, TransactionId};

        type Result<T> = std::vec::Vec<T>;
        type Vec = Helper;
        struct Some;
        struct Ok;
        struct String;
        struct Box;
        trait Clone {}
        trait Debug {}
        trait Default {}

        #[request(reply = Redirect)]
        pub(crate) struct Confirm {
            pub(crate) amount: Amount,
            pub(crate) invoice_no: InvoiceNo,
            r#type: std::option::Option<Language>,
            form: ReturnUrl,
            value: core::option::Option<ReturnUrl>,
        }

        #[callback]
        pub(crate) struct Callback {
            pub(crate) amount: Amount,
            pub(crate) invoice_no: InvoiceNo,
            pub(crate) transaction_id: core::option::Option<TransactionId>,
            fields: InvoiceNo,
            verified: InvoiceNo,
        }
    }

    #[payments::plutu_gateway(name = "second", currency = "USD", crate = ::payments)]
    pub(super) mod second {
        use payments::field::*;

        #[cfg(any())]
        #[request(reply = Missing)]
        pub struct Confirm {
            pub amount: Missing,
        }

        #[cfg(not(any()))]
        #[request(reply = Redirect)]
        pub struct Confirm {
            pub amount: Amount,
            pub amount_state: Option<Language>,
        }

        #[cfg(any())]
        #[callback]
        pub struct Callback {
            pub amount: Missing,
            pub invoice_no: Missing,
            pub transaction_id: Missing,
        }
    }
}

fn main() {
    let request = declared::first::Confirm::builder()
        .form("https://shop.example/".parse().unwrap())
        .amount("1".parse().unwrap())
        .invoice_no("1".parse().unwrap())
        .build();
    assert_eq!(request.wire().form, "amount=1.00&invoice_no=1&form=https%3A%2F%2Fshop.example%2F");
    let request = declared::second::Confirm::builder().amount("1".parse().unwrap()).build();
    assert_eq!(request.wire().form, "amount=1.00");
}
