//! A gateway that does not exist. It is declared outside the core crate with all keys of the
//! attribute, sent over HTTP to a small server, and settled.

use axum::Router;
use axum::extract::RawForm;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::routing::post;
use plutu_http::Client;
use plutu_http::core::AccessToken;
use plutu_http::core::ApiKey;
use plutu_http::core::CallbackError;
use plutu_http::core::Certainty;
use plutu_http::core::Credentials;
use plutu_http::core::Currency;
use plutu_http::core::Priced;
use plutu_http::core::Request;
use plutu_http::core::SecretKey;
use plutu_http::core::Settlement;
use plutu_http::core::Verifier;
use plutu_http::core::callback::signed_query;
use plutu_http::core::plutu_gateway;
use tokio::net::TcpListener;

/// Points of a loyalty scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points;

impl Currency for Points {
    const CODE: &'static str = "PTS";
}

/// Coast Pay: points, at a till.
#[plutu_gateway(name = "coastpay", currency = crate::declared_outside::Points, crate = ::plutu_http::core)]
pub mod coast_pay {
    use plutu_http::core::Request;
    use plutu_http::core::field::*;
    use plutu_http::core::reply::Reply;
    use plutu_http::core::reply::ReplyFields;

    /// A till: a letter and two digits.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Till(String);

    impl std::str::FromStr for Till {
        type Err = FieldError;

        fn from_str(text: &str) -> Result<Self, FieldError> {
            match text.as_bytes() {
                [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'] => Ok(Self(text.to_owned())),
                _ => Err(FieldError::new("till", "it is not a letter and two digits")),
            }
        }
    }

    impl RequestField for Till {
        fn write(&self, value: &mut FormValue<'_>) {
            value.push_str(&self.0);
        }
    }

    impl CallbackField for Till {
        fn read(text: &str) -> Result<Self, FieldError> {
            text.parse()
        }
    }

    /// The number that the till shows, and the till itself, which comes from the request.
    #[derive(Debug)]
    pub struct Ticket {
        pub number: TransactionId,
        pub till: Till,
    }

    impl Reply<Open> for Ticket {
        fn read(request: &Open, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
            Ok(Self {
                number: result.required("ticket")?.parse()?,
                till: request.till.clone(),
            })
        }
    }

    impl Ticket {
        #[must_use]
        pub fn number(&self) -> &TransactionId {
            &self.number
        }
    }

    /// The reply that says that the ticket is void.
    #[derive(Debug, PartialEq, Eq)]
    pub struct Voided;

    impl<R: Request> Reply<R> for Voided {
        fn read(_request: &R, _result: &ReplyFields<'_>) -> Result<Self, FieldError> {
            Ok(Self)
        }
    }

    /// Opens a ticket.
    #[request(reply = Ticket, action = "open-ticket")]
    pub struct Open {
        #[wire("points")]
        pub amount: Amount,
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        pub till: Till,
        #[wire("lang_code")]
        pub lang: Option<Language>,
    }

    /// Voids a ticket.
    #[request(reply = Voided, answers = Open(number))]
    pub struct Cancel {
        pub number: TransactionId,
        pub reason: Option<Till>,
    }

    /// The callback.
    #[callback]
    #[derive(Clone, Debug)]
    pub struct Callback {
        #[wire("points")]
        pub amount: Amount,
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
        pub till: Till,
    }
}

/// A server that knows two endpoints of Coast Pay.
async fn server() -> String {
    let open = |headers: HeaderMap, RawForm(form): RawForm| async move {
        assert_eq!(headers["authorization"], "Bearer a-token");
        assert_eq!(headers["x-api-key"], "an-api-key");
        match form.as_ref() {
            b"points=12.50&ref=INV-1&till=B07" => {
                (StatusCode::OK, r#"{"status":"200","result":{"ticket":77}}"#)
            }
            _ => (
                StatusCode::UNPROCESSABLE_ENTITY,
                r#"{"message":"no","errors":{"till":["no"]}}"#,
            ),
        }
    };
    let cancel = |RawForm(form): RawForm| async move {
        assert_eq!(form.as_ref(), b"number=77");
        r#"{"status":200,"result":{}}"#
    };
    let router = Router::new()
        .route("/api/transaction/coastpay/open-ticket", post(open))
        .route("/api/transaction/coastpay/cancel", post(cancel));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

fn open(till: &str) -> coast_pay::Open {
    coast_pay::Open::builder()
        .till(till.parse().unwrap())
        .amount("12.5".parse().unwrap())
        .invoice_no("INV-1".parse().unwrap())
        .build()
}

#[tokio::test]
async fn sent_and_settled() {
    let credentials = Credentials::new(
        ApiKey::new("an-api-key").unwrap(),
        AccessToken::new("a-token").unwrap(),
    );
    let client = Client::builder(credentials)
        .base_url(server().await)
        .build()
        .unwrap();

    let ticket = client.send(&open("B07")).await.unwrap();
    assert_eq!(
        (ticket.number.as_str(), &ticket.till),
        ("77", &"B07".parse().unwrap())
    );
    let cancel = coast_pay::Cancel::answering(&ticket).build();
    assert_eq!(client.send(&cancel).await.unwrap(), coast_pay::Voided);
    let refused = client.send(&open("Z99")).await.unwrap_err();
    assert_eq!(refused.certainty(), Certainty::Refused);
    assert_eq!(
        refused.api_error().unwrap().fields(),
        Some(r#"{"till":["no"]}"#)
    );
    assert_eq!(refused.action(), "open-ticket");

    let secret_key = SecretKey::new("sk_test").unwrap();
    let verify = |till| {
        let pairs = [
            ("gateway", "coastpay"),
            ("approved", "1"),
            ("points", "12.50"),
            ("ref", "INV-1"),
            ("transaction_id", "77"),
            ("till", till),
        ];
        coast_pay::Callback::verify(
            &signed_query(pairs, &secret_key),
            &Verifier::new(secret_key.clone()),
        )
    };
    let callback = verify("B07").unwrap();
    assert_eq!(callback.till(), &"B07".parse().unwrap());
    let settlement = callback
        .settle(&"INV-1".parse().unwrap(), "12.50".parse().unwrap())
        .unwrap();
    let Settlement::Paid(paid) = settlement else {
        panic!("{settlement:?}")
    };
    assert_eq!(
        (paid.gateway(), paid.transaction_id().unwrap().as_str()),
        ("coastpay", "77")
    );
    assert!(matches!(
        verify("b7").unwrap_err(),
        CallbackError::BadValue { key: "till", .. }
    ));
    assert_eq!(
        verify("").unwrap_err(),
        CallbackError::MissingField { key: "till" }
    );
}

#[test]
fn a_request_returns_its_amount_and_invoice_number() {
    let request = open("B07");
    assert_eq!(Priced::<Points>::amount(&request), request.amount);
    assert_eq!(request.invoice_no().unwrap().as_str(), "INV-1");
    let cancel = coast_pay::Cancel::builder()
        .number("1".parse().unwrap())
        .build();
    assert_eq!(cancel.invoice_no(), None);
    assert_eq!(format!("{request:?}").matches("12.50 PTS").count(), 1);
}

#[test]
fn t9_a_return_url_leaves_a_declared_gateway_its_own_keys() {
    let url =
        |query: &str| format!("https://shop.example/paid?{query}").parse::<coast_pay::ReturnUrl>();
    for key in [
        "till",
        "points",
        "ref",
        "transaction_id",
        "%74ill",
        "till[]",
        "gateway",
        "hashed",
    ] {
        let error = url(&format!("{key}=1")).unwrap_err();
        assert!(error.reason().contains("holds the key `"), "{key}: {error}");
    }
    // The callback signs none of these keys: on the wire, the amount's name is `points`.
    for key in ["amount", "invoice_no", "payment_method", "tills"] {
        assert!(url(&format!("{key}=1")).is_ok(), "{key}");
    }
}
