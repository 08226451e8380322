//! The contract test. It first compares the declaration with the genuine callback. The trials mean
//! something only if the two match.

use plutu_core::CallbackError;
use plutu_core::Gateway;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::SignedReturn;

use super::bench::Bench;
use super::diagnosis;
use super::error::ContractError;
use super::mistake::Mistake;
use super::report::Report;
use super::report::SettledOrder;
use super::subject::Subject;
use super::trials;

/// Tests the declaration of a callback that arrives as a query, with the payer's browser. `genuine`
/// is the raw query of a callback that Plutu signed. `verifier` must know the secret.
///
/// # Errors
///
/// Returns [`ContractError::Declaration`] with the probable mistakes if the declaration does not
/// match the genuine callback. Returns [`ContractError::Broken`] with the broken clauses if the
/// type does not keep its contract.
pub fn check<C: SignedCallback>(
    genuine: &str,
    verifier: &Verifier,
) -> Result<Report, ContractError> {
    check_callback(Subject::query::<C>(), genuine, verifier, C::verify)
}

/// Tests the declaration of a callback that arrives as a JSON body, posted by Plutu's server. Like
/// [`check`] in everything else.
///
/// # Errors
///
/// Returns the errors of [`check`].
pub fn check_json<C: SignedCallback>(
    genuine: &[u8],
    verifier: &Verifier,
) -> Result<Report, ContractError> {
    let Ok(genuine) = str::from_utf8(genuine) else {
        return Err(unreadable(Some(CallbackError::MalformedBody)));
    };
    check_callback(Subject::body::<C>(), genuine, verifier, |raw, verifier| {
        C::verify_json(raw.as_bytes(), verifier)
    })
}

/// Tests the declaration of a return page, like [`check`]. A return page cannot settle an order, so
/// the clauses about orders and currencies do not apply.
///
/// # Errors
///
/// Returns the errors of [`check`].
pub fn check_return<R: SignedReturn>(
    genuine: &str,
    verifier: &Verifier,
) -> Result<Report, ContractError> {
    let bench = fitting(Subject::page::<R>(), genuine, verifier)?;
    Report::of(&trials::all(&bench), None, R::Gateway::SPEC)
}

fn check_callback<C: SignedCallback>(
    subject: Option<Subject>,
    genuine: &str,
    verifier: &Verifier,
    verify: fn(&str, &Verifier) -> Result<C, CallbackError>,
) -> Result<Report, ContractError> {
    let bench = fitting(subject, genuine, verifier)?;
    let callback = verify(genuine, verifier).map_err(|error| unreadable(Some(error)))?;
    let mut trials = trials::all(&bench);
    trials.extend(trials::orders(&bench, &callback, verify));
    let order = SettledOrder {
        invoice_no: callback.invoice_no().to_string(),
        amount: format!("{:?}", callback.amount()),
    };
    Report::of(&trials, Some(order), C::Gateway::SPEC)
}

/// The bench, if the declaration matches the genuine callback.
fn fitting<'a>(
    subject: Option<Subject>,
    raw: &'a str,
    verifier: &'a Verifier,
) -> Result<Bench<'a>, ContractError> {
    let subject = subject.ok_or(ContractError::Declaration {
        error: None,
        mistakes: vec![Mistake::NotDescribed],
    })?;
    let error = subject.verify(raw, verifier).err();
    let Some(genuine) = subject.format.read(raw) else {
        return Err(unreadable(error));
    };
    let mistakes = match error {
        // A callback that cannot be read shows nothing about the declaration.
        Some(
            CallbackError::TooLarge
            | CallbackError::Duplicate { .. }
            | CallbackError::MalformedBody,
        ) => Vec::new(),
        _ => diagnosis::mistakes(&subject, &genuine, verifier),
    };
    if error.is_some() || !mistakes.is_empty() {
        return Err(ContractError::Declaration { error, mistakes });
    }
    Ok(Bench::new(subject, raw, genuine, verifier))
}

fn unreadable(error: Option<CallbackError>) -> ContractError {
    ContractError::Declaration {
        error,
        mistakes: Vec::new(),
    }
}
