//! What is known about the money after each fault, through every adapter. Each test is one row of
//! the rules.

use plutu_contract::transport::Fault;
use plutu_contract::transport::Scene;
use plutu_http::core::Certainty;
use plutu_http::core::Form;
use plutu_http::core::Gateway;
use plutu_http::core::Redirect;
use plutu_http::core::Request;
use plutu_http::core::currency::LYD;

use crate::clients::Adapter;
use crate::matrix::Matrix;
use crate::matrix::timeouts;

/// Asserts the certainty that every adapter reports after these faults: for a request that does not
/// move money, and for one that does.
#[track_caller]
fn assert_said(faults: &[Fault], harmless: Certainty, moves_money: Certainty) {
    for fault in faults {
        for adapter in Adapter::ALL {
            let cell = Matrix::get().cell(*fault, adapter);
            let said = (cell.harmless.said, cell.moves_money.said);
            let what = format!("{fault} through {}", adapter.name());
            assert_eq!(said, (Some(harmless), Some(moves_money)), "{what}");
        }
        // The documented certainty of the fault is the same.
        let documented = (fault.certainty(false), fault.certainty(true));
        assert_eq!(documented, (harmless, moves_money), "{fault}");
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_built_is_not_sent() {
    struct Odd;

    impl Gateway for Odd {
        const NAME: &'static str = "a space";
        type Currency = LYD;
    }

    #[derive(Clone)]
    struct Charge;

    impl Request for Charge {
        type Gateway = Odd;
        type Reply = Redirect;
        const ACTION: &'static str = "confirm";
        const MOVES_MONEY: bool = true;

        fn write_form(&self, _form: &mut Form) {}
    }

    let scene = Scene::of_success().unwrap();
    let (connect, total) = timeouts(Fault::Closed);
    for adapter in Adapter::ALL {
        let client = adapter.client(scene.base_url(), connect, total);
        let error = client.send(Charge).await.unwrap_err();
        assert_eq!(error.certainty(), Certainty::NotSent, "{error:?}");
    }
    assert_eq!(scene.server().unwrap().connections(), 0);
}

#[test]
fn t22_a_request_without_a_connection_is_not_sent() {
    let faults = [
        Fault::RefusedPort,
        Fault::UnresolvedName,
        Fault::ConnectStall,
        Fault::TlsToPlain,
        Fault::TlsClosed,
        Fault::TlsStall,
        Fault::SelfSigned,
        Fault::WrongName,
        Fault::Expired,
    ];
    assert_said(&faults, Certainty::NotSent, Certainty::NotSent);
    for fault in faults {
        for adapter in Adapter::ALL {
            let cell = Matrix::get().cell(fault, adapter);
            assert_eq!(
                (cell.harmless.posts, cell.moves_money.posts),
                (0, 0),
                "{fault}"
            );
        }
    }
}

#[test]
fn t22_a_fault_after_connecting_is_unknown() {
    let faults = [
        Fault::ClosedUnread,
        Fault::Closed,
        Fault::ResetMidway,
        Fault::Reset,
        Fault::ReusedClosed,
        Fault::Silence,
        Fault::ProvisionalThenSilence,
        Fault::Garbage,
        Fault::Http09,
        Fault::CutHead,
        Fault::HugeHead,
    ];
    assert_said(&faults, Certainty::Unknown, Certainty::Unknown);
}

#[test]
fn t23_a_body_that_is_cut_stalled_or_too_long_is_unknown() {
    let faults = [
        Fault::HeadThenSilence,
        Fault::Trickle,
        Fault::CutBody,
        Fault::CutChunks,
        Fault::ResetInBody,
        Fault::LargeBody,
        Fault::EndlessBody,
    ];
    assert_said(&faults, Certainty::Unknown, Certainty::Unknown);
}

#[test]
fn a_redirect_is_unknown() {
    let faults = [
        Fault::MovedPermanently,
        Fault::Found,
        Fault::SeeOther,
        Fault::TemporaryRedirect,
        Fault::PermanentRedirect,
    ];
    assert_said(&faults, Certainty::Unknown, Certainty::Unknown);
}

#[test]
fn an_unexpected_success_is_unknown() {
    let faults = [
        Fault::Gzip,
        Fault::NoContent,
        Fault::SuccessHtml,
        Fault::SuccessCutJson,
        Fault::SuccessOddResult,
    ];
    assert_said(&faults, Certainty::Unknown, Certainty::Unknown);
}

#[test]
fn a_client_error_status_without_an_error_in_the_body_is_unknown() {
    assert_said(
        &[Fault::SuccessInnerStatus],
        Certainty::Unknown,
        Certainty::Unknown,
    );
}

#[test]
fn an_error_before_the_charge_is_refused() {
    assert_said(&[Fault::Refusal], Certainty::Refused, Certainty::Refused);
}

#[test]
fn a_late_answer_to_an_earlier_request_is_not_read() {
    assert_said(&[Fault::LateAnswer], Certainty::Refused, Certainty::Refused);
}

#[test]
fn an_error_that_may_follow_a_charge_is_unknown_if_money_moves() {
    let faults = [Fault::RefusalOtherCode, Fault::RefusalMessage];
    assert_said(&faults, Certainty::Refused, Certainty::Unknown);
}

#[test]
fn too_many_requests_are_refused_and_not_waited_for() {
    assert_said(
        &[Fault::TooManyRequests],
        Certainty::Refused,
        Certainty::Refused,
    );
}

#[test]
fn a_refusal_that_is_not_from_plutu_is_unknown() {
    assert_said(
        &[Fault::RefusalHtml],
        Certainty::Unknown,
        Certainty::Unknown,
    );
}

#[test]
fn a_server_error_is_unknown() {
    let faults = [Fault::ServerError, Fault::ServerErrorHtml];
    assert_said(&faults, Certainty::Unknown, Certainty::Unknown);
}
