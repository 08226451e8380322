//! Descriptions that the sandbox refuses to play, each with an error that says what to write.

use std::io;

use plutu_core::__private::spec;
use plutu_core::Form;
use plutu_core::Gateway;
use plutu_core::GatewaySpec;
use plutu_core::Request;
use plutu_core::currency::LYD;
use plutu_core::gateways::mpgs;
use plutu_core::plutu_gateway;
use plutu_core::reply::Redirect;
use plutu_core::spec::RequestSpec;
use plutu_sandbox::DescriptionError;
use plutu_sandbox::DescriptionProblem as Problem;
use plutu_sandbox::Sandbox;
use plutu_sandbox::SandboxBuilder;
use serde_json::json;

use crate::support::Result;

/// Types of the author's own.
mod own {
    use plutu_core::Amount;
    use plutu_core::Request;
    use plutu_core::currency::LYD;
    use plutu_core::field::*;
    use plutu_core::reply::Reply;
    use plutu_core::reply::ReplyFields;

    /// A reply.
    pub(crate) struct Done;

    impl<R: Request> Reply<R> for Done {
        fn read(_: &R, _: &ReplyFields<'_>) -> Result<Self, FieldError> {
            Ok(Self)
        }
    }

    /// A reply with the amount.
    pub(crate) struct Started(Amount<LYD>);

    impl Started {
        pub(crate) fn amount(&self) -> Amount<LYD> {
            self.0
        }
    }

    impl<R: Request> Reply<R> for Started {
        fn read(_: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
            let amount = result.required("amount")?.parse();
            Ok(Self(amount.map_err(|_| {
                FieldError::new("amount", super::NO_AMOUNT)
            })?))
        }
    }

    /// A password of letters.
    #[derive(Debug)]
    pub(crate) struct Letters;

    impl RequestField for Letters {
        const KIND: FieldKind = FieldKind::Otp { digits: 5 };
        const EXAMPLE: &'static str = "abcde";

        fn check(text: &str) -> Result<(), FieldError> {
            if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
                return Ok(());
            }
            Err(FieldError::new("letters", "it has other than letters"))
        }

        fn write(&self, _: &mut FormValue<'_>) {}
    }

    /// A password that is too long for any memory.
    #[derive(Debug)]
    pub(crate) struct Endless;

    impl RequestField for Endless {
        const KIND: FieldKind = FieldKind::Otp { digits: usize::MAX };

        fn write(&self, _: &mut FormValue<'_>) {}
    }

    /// An invoice number that Plutu would not accept.
    #[derive(Debug)]
    pub(crate) struct Number;

    impl RequestField for Number {
        const KIND: FieldKind = FieldKind::InvoiceNo;
        const EXAMPLE: &'static str = "7/2026";

        fn write(&self, _: &mut FormValue<'_>) {}
    }

    /// An amount in words.
    #[derive(Debug)]
    pub(crate) struct Words;

    impl RequestField for Words {
        const EXAMPLE: &'static str = "five";

        fn write(&self, _: &mut FormValue<'_>) {}
    }

    /// A type without an example.
    #[derive(Debug)]
    pub(crate) struct Till;

    impl RequestField for Till {
        fn check(text: &str) -> Result<(), FieldError> {
            Self::read(text).map(drop)
        }

        fn write(&self, _: &mut FormValue<'_>) {}
    }

    impl CallbackField for Till {
        fn read(text: &str) -> Result<Self, FieldError> {
            let till = text.parse::<u8>().map(|_| Self);
            till.map_err(|_| FieldError::new("till", super::NO_TILL))
        }
    }
}

const NO_TILL: &str = "it is not a number up to 255";
const NO_INVOICE_NO: &str = "only ASCII letters, digits, `.`, `_` and `-` are allowed";
const NO_AMOUNT: &str = "expected digits, as in `12` or `12.50`";

/// A charge without a request before it.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod sudden {
    use plutu_core::field::*;

    #[request(reply = Receipt, moves_money)]
    pub(crate) struct Pay {
        pub(crate) process_id: ProcessId,
        pub(crate) code: Otp<6>,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// A request that opens a page and is written by hand as a charge. `#[plutu_gateway]` refuses it.
mod charging {
    use super::Form;
    use super::GatewaySpec;
    use super::LYD;
    use super::Redirect;
    use super::RequestSpec;
    use super::spec;

    struct Confirm;

    impl super::Request for Confirm {
        type Gateway = Gateway;
        type Reply = Redirect;
        const ACTION: &'static str = "confirm";
        const MOVES_MONEY: bool = true;

        fn write_form(&self, _: &mut Form) {}
    }

    const CONFIRM: RequestSpec =
        spec::request::<Confirm>("Confirm", "", "/transaction/mygate/confirm", None, &[]);

    pub(crate) struct Gateway;

    impl super::Gateway for Gateway {
        const NAME: &'static str = "mygate";
        type Currency = LYD;
        const SPEC: &'static GatewaySpec = &spec::gateway::<Self>("", &[CONFIRM], &[], &[]);
    }
}

/// A charge without a request before it, with its own reply type.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod own_charge {
    use plutu_core::field::*;

    use super::own::Done;

    #[request(reply = Done, moves_money)]
    pub(crate) struct Pay {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// A charge whose first step has its own reply type.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod after_own {
    use plutu_core::field::*;

    use super::own::Started;

    #[request(reply = Started)]
    pub(crate) struct Open {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Open(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// A charge and its first step, both with their own reply types.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod both_own {
    use plutu_core::field::*;

    use super::own::Done;
    use super::own::Started;

    #[request(reply = Started)]
    pub(crate) struct Open {
        pub(crate) amount: Amount,
    }

    #[request(reply = Done, answers = Open(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// A challenge that nothing answers.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod unanswered {
    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }
}

/// Two charges that expect passwords of different lengths for one challenge.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod two_lengths {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) process_id: ProcessId,
        pub(crate) code: Otp<6>,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct PayLater {
        pub(crate) process_id: ProcessId,
        pub(crate) code: Otp<4>,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// No password.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod no_password {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) process_id: ProcessId,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// No process.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod no_process {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) code: Otp<6>,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// Two passwords.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod two_passwords {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) process_id: ProcessId,
        pub(crate) code: Otp<6>,
        pub(crate) pin: Otp<4>,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// An optional password.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod optional_password {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) process_id: ProcessId,
        pub(crate) code: Option<Otp<6>>,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// A password that has no digits.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod letters {
    use plutu_core::field::*;

    use super::own::Letters;

    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) process_id: ProcessId,
        pub(crate) code: Letters,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// A password of endless length.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod endless {
    use plutu_core::field::*;

    use super::own::Endless;

    #[request(reply = Challenge)]
    pub(crate) struct Verify {
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(amount), moves_money)]
    pub(crate) struct Pay {
        pub(crate) process_id: ProcessId,
        pub(crate) code: Endless,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// No return URL.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod no_return_url {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// No amount.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod no_amount {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// No invoice number.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod no_invoice_no {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) return_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// An optional return URL.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod optional_return_url {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: Option<ReturnUrl>,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// Two return URLs.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod two_return_urls {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
        pub(crate) cancel_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// An invoice number whose type has other values.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod odd_number {
    use plutu_core::field::*;

    use super::own::Number;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) number: Number,
        pub(crate) return_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// An amount in words.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod words {
    use plutu_core::field::*;

    use super::own::Words;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Words,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// A field type without a valid example.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod no_example {
    use plutu_core::field::*;

    use super::own::Till;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
        pub(crate) till: Till,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// The same, in the callback.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod signed_no_example {
    use plutu_core::field::*;

    use super::own::Till;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
        pub(crate) till: Till,
    }
}

/// A page without a callback.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod silent {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
    }
}

/// A callback URL without a callback.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod unposted {
    use plutu_core::field::*;

    use super::own::Done;

    #[request(reply = Done)]
    pub(crate) struct Open {
        pub(crate) callback_url: CallbackUrl,
    }
}

/// A return page without a callback URL.
#[plutu_gateway(name = "mygate", currency = "LYD")]
mod stranded {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }

    #[return_page]
    pub(crate) struct Return {
        pub(crate) invoice_no: InvoiceNo,
    }
}

async fn started(builder: SandboxBuilder) -> Result<DescriptionError> {
    let error = builder.start().await.err().ok_or("it is played")?;
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    Ok(error.downcast::<DescriptionError>()?)
}

/// The problem of a gateway, and the part of it that has the problem.
async fn problem_of<G: Gateway>() -> Result<(Option<String>, Problem)> {
    let error = started(Sandbox::builder().gateway::<G>()).await?;
    assert_eq!(error.gateway(), G::NAME);
    let request = error.request().map(str::to_owned);
    Ok((request, error.problem().clone()))
}

/// Checks that a gateway is refused for this problem of this part.
async fn refused<G: Gateway>(part: &str, problem: Problem) -> Result {
    assert_eq!(problem_of::<G>().await?, (Some(part.to_owned()), problem));
    Ok(())
}

#[tokio::test]
async fn a_gateway_without_a_request() -> Result {
    struct ByHand;

    impl Gateway for ByHand {
        const NAME: &'static str = "byhand";
        type Currency = LYD;
    }

    let error = started(Sandbox::builder().gateway::<ByHand>()).await?;
    assert_eq!(
        error.to_string(),
        "cannot play the gateway `byhand`: it has no request; register the `Gateway` of a module with \
         `#[plutu_gateway]`"
    );
    Ok(())
}

/// `#[plutu_gateway]` refuses these, unless they are under `#[cfg]` or written by hand.
#[tokio::test]
async fn actions_and_names_that_are_not_valid_in_a_path() -> Result {
    const CONFIRM: RequestSpec = mpgs::Gateway::SPEC.requests[0];

    struct Slash;

    impl Request for Slash {
        type Gateway = Twice;
        type Reply = Redirect;
        const ACTION: &'static str = "{a}/b";

        fn write_form(&self, _: &mut Form) {}
    }

    struct Twice;

    impl Gateway for Twice {
        const NAME: &'static str = "twice";
        type Currency = LYD;
        const SPEC: &'static GatewaySpec =
            &spec::gateway::<Self>("", &[CONFIRM, CONFIRM], &[], &[]);
    }

    struct Named;

    impl Gateway for Named {
        const NAME: &'static str = "..";
        type Currency = LYD;
        const SPEC: &'static GatewaySpec = &spec::gateway::<Self>("", &[CONFIRM], &[], &[]);
    }

    struct Acting;

    impl Gateway for Acting {
        const NAME: &'static str = "acting";
        type Currency = LYD;
        const SPEC: &'static GatewaySpec = &spec::gateway::<Self>(
            "",
            &[spec::request::<Slash>(
                "Slash",
                "",
                "/transaction/acting/{a}/b",
                None,
                &[],
            )],
            &[],
            &[],
        );
    }

    struct Answering;

    impl Gateway for Answering {
        const NAME: &'static str = "answering";
        type Currency = LYD;
        const SPEC: &'static GatewaySpec = &spec::gateway::<Self>(
            "",
            &[spec::request::<mpgs::Confirm>(
                "Confirm",
                "",
                "/transaction/answering/confirm",
                spec::answers("Verify", &[]),
                &[],
            )],
            &[],
            &[],
        );
    }

    let same = Problem::SameAction {
        action: "confirm",
        first: "Confirm",
        second: "Confirm",
    };
    assert_eq!(problem_of::<Twice>().await?.1, same);
    assert_eq!(problem_of::<Named>().await?, (None, Problem::Name));
    let action = Problem::Action { action: "{a}/b" };
    assert_eq!(problem_of::<Acting>().await?.1, action);
    let unknown = Problem::UnknownAnswered { answered: "Verify" };
    assert_eq!(problem_of::<Answering>().await?.1, unknown);
    Ok(())
}

#[tokio::test]
async fn a_charge_has_a_step_before_it() -> Result {
    let problem = Problem::NothingBefore;
    refused::<sudden::Gateway>("Pay", problem).await?;
    let problem = Problem::MovesMoney;
    refused::<charging::Gateway>("Confirm", problem).await?;
    let problem = Problem::NothingBefore;
    refused::<own_charge::Gateway>("Pay", problem).await?;
    Ok(())
}

#[tokio::test]
async fn after_a_reply_of_its_own_type_a_charge_has_one_too() -> Result {
    let builder = Sandbox::builder().gateway::<after_own::Gateway>();
    let builder = builder
        .answer::<after_own::Open>(|_| Ok(json!({ "amount": "12.50" })))
        .answer::<after_own::Pay>(|_| Ok(json!({})));
    assert_eq!(started(builder).await?.problem(), &Problem::NothingBefore);
    let builder = Sandbox::builder().gateway::<both_own::Gateway>();
    let builder = builder
        .answer::<both_own::Open>(|_| Ok(json!({ "amount": "12.50" })))
        .answer::<both_own::Pay>(|_| Ok(json!({})));
    builder.start().await?;
    Ok(())
}

#[tokio::test]
async fn a_challenge_is_answered_in_one_way() -> Result {
    let problem = Problem::Unanswered { request: "Verify" };
    refused::<unanswered::Gateway>("Verify", problem).await?;
    let problem = Problem::OtherLength;
    refused::<two_lengths::Gateway>("Verify", problem).await?;
    Ok(())
}

#[tokio::test]
async fn a_charge_has_its_fields() -> Result {
    let problem = Problem::NoField {
        what: "one-time password",
        declaration: "code: Otp<6>",
    };
    refused::<no_password::Gateway>("Pay", problem).await?;
    let problem = Problem::NoField {
        what: "process id",
        declaration: "process_id: ProcessId",
    };
    refused::<no_process::Gateway>("Pay", problem).await?;
    let problem = Problem::SameKind {
        first: "code",
        second: "pin",
        kind: "Otp",
    };
    refused::<two_passwords::Gateway>("Pay", problem).await?;
    let problem = Problem::Optional { field: "code" };
    refused::<optional_password::Gateway>("Pay", problem).await?;
    let problem = Problem::Otp { field: "code" };
    refused::<letters::Gateway>("Pay", problem).await?;
    let problem = Problem::Otp { field: "code" };
    refused::<endless::Gateway>("Pay", problem).await?;
    Ok(())
}

#[tokio::test]
async fn a_page_has_its_fields() -> Result {
    let problem = Problem::NoField {
        what: "return URL",
        declaration: "return_url: ReturnUrl",
    };
    refused::<no_return_url::Gateway>("Confirm", problem).await?;
    let problem = Problem::NoField {
        what: "amount",
        declaration: "amount: Amount",
    };
    refused::<no_amount::Gateway>("Confirm", problem).await?;
    let problem = Problem::NoField {
        what: "invoice number",
        declaration: "invoice_no: InvoiceNo",
    };
    refused::<no_invoice_no::Gateway>("Confirm", problem).await?;
    let problem = Problem::Optional {
        field: "return_url",
    };
    refused::<optional_return_url::Gateway>("Confirm", problem).await?;
    let problem = Problem::SameKind {
        first: "return_url",
        second: "cancel_url",
        kind: "ReturnUrl",
    };
    refused::<two_return_urls::Gateway>("Confirm", problem).await?;
    Ok(())
}

#[tokio::test]
async fn examples_match_their_kind() -> Result {
    let problem = Problem::Kind {
        field: "number",
        example: "7/2026",
        kind: "InvoiceNo",
        reason: NO_INVOICE_NO.to_owned(),
    };
    refused::<odd_number::Gateway>("Confirm", problem).await?;
    let problem = Problem::Kind {
        field: "amount",
        example: "five",
        kind: "Amount",
        reason: NO_AMOUNT.to_owned(),
    };
    refused::<words::Gateway>("Confirm", problem).await?;
    let problem = Problem::Example {
        field: "till",
        example: "example",
        reason: NO_TILL.to_owned(),
    };
    refused::<no_example::Gateway>("Confirm", problem).await?;
    let problem = Problem::Example {
        field: "till",
        example: "example",
        reason: NO_TILL.to_owned(),
    };
    refused::<signed_no_example::Gateway>("Callback", problem).await?;
    Ok(())
}

#[tokio::test]
async fn a_callback_has_a_way_to_the_shop() -> Result {
    let problem = Problem::NoCallback;
    refused::<silent::Gateway>("Confirm", problem).await?;
    let problem = Problem::NoCallback;
    refused::<unposted::Gateway>("Open", problem).await?;
    let problem = Problem::NoCarrier;
    refused::<stranded::Gateway>("Confirm", problem).await?;
    Ok(())
}

#[tokio::test]
async fn the_error_says_what_to_write() -> Result {
    for (error, expected) in [
        (
            started(Sandbox::builder().gateway::<sudden::Gateway>()).await?,
            "cannot play the gateway `mygate`, `Pay`: it is a charge without a challenge before it; write \
             `answers = Verify(process_id, amount)`, where `Verify` has `reply = Challenge`; if the first reply is a \
             type of your own, the charge's reply must be your own type too: then answer both requests with \
             `.answer::<…>(…)`",
        ),
        (
            started(Sandbox::builder().gateway::<signed_no_example::Gateway>()).await?,
            "cannot play the gateway `mygate`, `Callback`: the example `example` of `till` is refused by the \
             field's own check: it is not a number up to 255; set a valid `const EXAMPLE` in its type",
        ),
        (
            started(Sandbox::builder().gateway::<letters::Gateway>()).await?,
            "cannot play the gateway `mygate`, `Pay`: `code` does not accept the sandbox's one-time password, which \
             is the digit 1 as often as the field's kind says (1 to 32 times); set `const KIND: FieldKind = \
             FieldKind::Otp { digits }` to the number of digits that its `check` accepts",
        ),
    ] {
        assert_eq!(error.to_string(), expected);
    }
    Ok(())
}

/// A `main` that returns the error prints its `Debug` output.
#[tokio::test]
async fn a_main_that_returns_the_error_prints_its_sentence() -> Result {
    let started = Sandbox::builder().gateway::<charging::Gateway>().start();
    let error = started.await.err().ok_or("it is played")?;
    assert_eq!(
        format!("{error:?}"),
        "Custom { kind: InvalidInput, error: cannot play the gateway `mygate`, `Confirm`: a request that opens a \
         page or begins a challenge moves no money; remove `moves_money` }"
    );
    Ok(())
}

#[tokio::test]
async fn an_answer_belongs_to_a_reply_of_the_authors_own() -> Result {
    let builder = Sandbox::builder().answer::<silent::Confirm>(|_| Ok(json!({})));
    assert_eq!(started(builder).await?.problem(), &Problem::AnswersNothing);
    let builder = Sandbox::builder().answer::<mpgs::Confirm>(|_| Ok(json!({})));
    let error = started(builder).await?;
    assert_eq!(
        (error.gateway(), error.request()),
        ("mpgs", Some("Confirm"))
    );
    assert_eq!(error.problem(), &Problem::AnswersKnown);
    Ok(())
}

#[tokio::test]
async fn a_second_gateway_of_a_name_takes_the_place_of_the_first() -> Result {
    let builder = Sandbox::builder().gateway::<mpgs::Gateway>();
    let names = r#"["edfali", "sadadapi", "localbankcards", "mpgs", "tlync"]"#;
    assert!(format!("{builder:?}").contains(names), "{builder:?}");
    builder.start().await?;
    // The second gateway replaces the first, including its errors.
    let builder = Sandbox::builder().gateway::<silent::Gateway>();
    let builder = builder.gateway::<stranded::Gateway>();
    assert_eq!(started(builder).await?.problem(), &Problem::NoCarrier);
    Ok(())
}
