//! The genuine callbacks, and every change of one byte in them.

use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;

/// From the tests of the official PHP SDK.
const LOCAL_BANK_CARDS: Vector = Vector {
    secret: "sk_ac63978fe4bc6defb55045fe84492021d1e87555",
    query: "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00&transaction_id=100900\
        &hashed=79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F",
};

/// From the tests of the official PHP SDK.
const MPGS: Vector = Vector {
    secret: "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd",
    query: "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918\
        &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880",
};

struct Vector {
    secret: &'static str,
    query: &'static str,
}

impl Vector {
    fn verify<C: SignedCallback>(&self, query: &str) -> Result<C, CallbackError> {
        C::verify(query, &Verifier::new(SecretKey::new(self.secret).unwrap()))
    }
}

#[test]
fn the_genuine_vectors_settle_their_orders() {
    let callback: local_bank_cards::Callback =
        LOCAL_BANK_CARDS.verify(LOCAL_BANK_CARDS.query).unwrap();
    let settlement = callback.settle(&"14022023".parse().unwrap(), "5.00".parse().unwrap());
    assert!(matches!(settlement, Ok(Settlement::Paid(_))));

    let callback: mpgs::Callback = MPGS.verify(MPGS.query).unwrap();
    let settlement = callback.settle(&"232323".parse().unwrap(), "5.00".parse().unwrap());
    let Ok(Settlement::Paid(paid)) = settlement else {
        panic!("{settlement:?}")
    };
    assert_eq!(paid.transaction_id().unwrap().as_str(), "100918");
}

#[test]
fn no_changed_byte_is_believed() {
    assert_no_changed_byte_is_believed::<local_bank_cards::Callback>(&LOCAL_BANK_CARDS);
    assert_no_changed_byte_is_believed::<mpgs::Callback>(&MPGS);
}

fn assert_no_changed_byte_is_believed<C: SignedCallback>(vector: &Vector) {
    let mut forgeries = 0;
    for position in 0..vector.query.len() {
        for byte in 0..0x80_u8 {
            let mut query = vector.query.as_bytes().to_vec();
            query[position] = byte;
            let query = String::from_utf8(query).unwrap();
            if query != vector.query {
                forgeries += 1;
                assert!(vector.verify::<C>(&query).is_err(), "{query}");
            }
        }
    }
    assert_eq!(forgeries, vector.query.len() * 127);
}

#[test]
fn the_callback_of_one_gateway_is_rejected_by_another() {
    assert!(
        LOCAL_BANK_CARDS
            .verify::<mpgs::Callback>(LOCAL_BANK_CARDS.query)
            .is_err()
    );
    assert!(
        MPGS.verify::<local_bank_cards::Callback>(MPGS.query)
            .is_err()
    );
}
