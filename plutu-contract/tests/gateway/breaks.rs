//! Gateways that are deliberately wrong. For each, the contract test reports the clause that the
//! gateway breaks.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::sync::LazyLock;

use plutu_contract::gateway;
use plutu_contract::gateway::Clause;
use plutu_contract::gateway::ClauseError;
use plutu_contract::gateway::ContractError;
use plutu_contract::gateway::Mistake;
use plutu_contract::gateway::Report;
use plutu_core::__private::CallbackKeys;
use plutu_core::__private::DeclaredCallback;
use plutu_core::__private::DeclaredReturn;
use plutu_core::__private::Field;
use plutu_core::__private::ReturnKeys;
use plutu_core::__private::SignedFields;
use plutu_core::__private::Verified;
use plutu_core::__private::VerifiedReturn;
use plutu_core::Amount;
use plutu_core::CallbackError;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::TransactionId;
use plutu_core::Verifier;
use plutu_core::callback::MatchedKey;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::SignedReturn;
use plutu_core::callback::signed_query;
use plutu_core::currency::USD;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

type Pairs = Vec<(String, String)>;

/// A flaw of a gateway. Each flaw replaces one method.
trait Flaw: Debug + Sized + 'static {
    /// Replaces the verification of a query.
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        mpgs::Callback::verify(raw, verifier)
    }

    fn settle(
        callback: &mpgs::Callback,
        invoice_no: &InvoiceNo,
        amount: Amount<USD>,
    ) -> Result<Settlement, Mismatch> {
        callback.settle(invoice_no, amount)
    }

    fn invoice_no(callback: &mpgs::Callback) -> &InvoiceNo {
        callback.invoice_no()
    }
}

/// Reads a callback without checking its signature.
fn unsigned(pairs: &Pairs) -> Result<mpgs::Callback, CallbackError> {
    let secret_key = SecretKey::new("sk_of_nobody").unwrap();
    let pairs = pairs.iter().filter(|(key, _)| key != "hashed");
    let query = signed_query(pairs.map(|(key, value)| (&**key, &**value)), &secret_key);
    mpgs::Callback::verify(&query, &Verifier::new(secret_key))
}

/// Checks the signature, and then reads the callback after `change`, whatever it contains.
fn forgiven(
    raw: &str,
    verifier: &Verifier,
    change: impl Fn(&mut Pairs),
) -> Result<mpgs::Callback, CallbackError> {
    match mpgs::Callback::verify(raw, verifier) {
        Err(
            CallbackError::WrongGateway { .. }
            | CallbackError::MissingField { .. }
            | CallbackError::BadValue { .. }
            | CallbackError::Contradictory,
        ) => {
            let mut pairs = pairs(raw);
            change(&mut pairs);
            unsigned(&pairs)
        }
        verdict => verdict,
    }
}

fn pairs(raw: &str) -> Pairs {
    let raw = raw.strip_prefix('?').unwrap_or(raw);
    form_urlencoded::parse(raw.as_bytes())
        .into_owned()
        .collect()
}

fn written(pairs: &Pairs) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

fn set(pairs: &mut Pairs, key: &str, value: &str) {
    pairs.retain(|(name, _)| name != key);
    pairs.push((key.to_owned(), value.to_owned()));
}

/// The key as PHP reads it.
fn folded(key: &str) -> String {
    let key = key.split('\0').next().unwrap().trim_start_matches(' ');
    let key = key
        .split_once('[')
        .filter(|(_, index)| index.contains(']'))
        .map_or(key, |(key, _)| key);
    key.replace(['.', ' ', '['], "_")
}

/// A gateway without a flaw.
#[derive(Debug)]
struct NoFlaw;
impl Flaw for NoFlaw {}

/// Expects its own key in the first place.
#[derive(Debug)]
struct BeginsWithItsKeys;
impl Flaw for BeginsWithItsKeys {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        match pairs(raw).first() {
            Some((key, _)) if key == "gateway" => mpgs::Callback::verify(raw, verifier),
            _ => Err(CallbackError::SignatureMismatch),
        }
    }
}

/// Expects the hash in the last place.
#[derive(Debug)]
struct EndsWithTheHash;
impl Flaw for EndsWithTheHash {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        match pairs(raw).last() {
            Some((key, _)) if key == "hashed" => mpgs::Callback::verify(raw, verifier),
            _ => Err(CallbackError::SignatureMismatch),
        }
    }
}

#[derive(Debug)]
struct SettlesNothing;
impl Flaw for SettlesNothing {
    fn settle(
        callback: &mpgs::Callback,
        _invoice_no: &InvoiceNo,
        amount: Amount<USD>,
    ) -> Result<Settlement, Mismatch> {
        callback.settle(&"nothing".parse().unwrap(), amount)
    }
}

/// Returns another invoice number than the signed one.
#[derive(Debug)]
struct NamesAnotherOrder;
static RENAMED: LazyLock<InvoiceNo> = LazyLock::new(|| "renamed".parse().unwrap());
impl Flaw for NamesAnotherOrder {
    fn settle(
        callback: &mpgs::Callback,
        invoice_no: &InvoiceNo,
        amount: Amount<USD>,
    ) -> Result<Settlement, Mismatch> {
        let is_renamed = *invoice_no == *RENAMED && callback.invoice_no().as_str() == "232323";
        let invoice_no = if is_renamed {
            callback.invoice_no()
        } else {
            invoice_no
        };
        callback.settle(invoice_no, amount)
    }

    fn invoice_no(callback: &mpgs::Callback) -> &InvoiceNo {
        match callback.invoice_no().as_str() {
            "232323" => &RENAMED,
            _ => callback.invoice_no(),
        }
    }
}

#[derive(Debug)]
struct ChecksNoSignature;
impl Flaw for ChecksNoSignature {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        mpgs::Callback::verify(raw, verifier).or_else(|_| unsigned(&pairs(raw)))
    }
}

#[derive(Debug)]
struct TrustsAnotherSecret;
impl Flaw for TrustsAnotherSecret {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        let test = SecretKey::new("sk_of_the_contract_test").unwrap();
        mpgs::Callback::verify(raw, &verifier.clone().with_previous(test))
    }
}

#[derive(Debug)]
struct AcceptsLowerCase;
impl Flaw for AcceptsLowerCase {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        let mut pairs = pairs(raw);
        for (_, hashed) in pairs.iter_mut().filter(|(key, _)| key == "hashed") {
            hashed.make_ascii_uppercase();
        }
        mpgs::Callback::verify(&written(&pairs), verifier)
    }
}

#[derive(Debug)]
struct AddsTheCurrency;
impl Flaw for AddsTheCurrency {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        let mut pairs = pairs(raw);
        let place = pairs.iter().position(|(key, _)| key == "invoice_no");
        if let (6, Some(place)) = (pairs.len(), place) {
            pairs.insert(place, ("currency".to_owned(), "USD".to_owned()));
        }
        mpgs::Callback::verify(&written(&pairs), verifier)
    }
}

/// Keeps only the last of two values, as a map does.
#[derive(Debug)]
struct KeepsTheLast;
impl Flaw for KeepsTheLast {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        let mut last: Pairs = Vec::new();
        for (key, value) in pairs(raw) {
            match last.iter_mut().find(|(name, _)| *name == key) {
                Some(pair) => pair.1 = value,
                None => last.push((key, value)),
            }
        }
        mpgs::Callback::verify(&written(&last), verifier)
    }
}

#[derive(Debug)]
struct FoldsKeys;
impl Flaw for FoldsKeys {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        let pairs = pairs(raw).into_iter();
        let folded = pairs.map(|(key, value)| (folded(&key), value));
        mpgs::Callback::verify(&written(&folded.collect()), verifier)
    }
}

#[derive(Debug)]
struct IgnoresTheOrder;
impl Flaw for IgnoresTheOrder {
    fn settle(
        callback: &mpgs::Callback,
        _invoice_no: &InvoiceNo,
        amount: Amount<USD>,
    ) -> Result<Settlement, Mismatch> {
        callback.settle(callback.invoice_no(), amount)
    }
}

#[derive(Debug)]
struct IgnoresTheAmount;
impl Flaw for IgnoresTheAmount {
    fn settle(
        callback: &mpgs::Callback,
        invoice_no: &InvoiceNo,
        _amount: Amount<USD>,
    ) -> Result<Settlement, Mismatch> {
        callback.settle(invoice_no, *callback.amount())
    }
}

#[derive(Debug)]
struct IgnoresTheCurrency;
impl Flaw for IgnoresTheCurrency {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        forgiven(raw, verifier, |pairs| {
            if pairs
                .iter()
                .any(|(key, value)| key == "currency" && !value.is_empty())
            {
                set(pairs, "currency", "USD");
            }
        })
    }
}

#[derive(Debug)]
struct IgnoresTheGateway;
impl Flaw for IgnoresTheGateway {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        forgiven(raw, verifier, |pairs| {
            if pairs
                .iter()
                .any(|(key, value)| key == "gateway" && !value.is_empty())
            {
                set(pairs, "gateway", "mpgs");
            }
        })
    }
}

#[derive(Debug)]
struct PrefersApproved;
impl Flaw for PrefersApproved {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        match mpgs::Callback::verify(raw, verifier) {
            Err(CallbackError::Contradictory) => {
                let mut pairs = pairs(raw);
                pairs.retain(|(key, _)| key != "canceled");
                unsigned(&pairs)
            }
            verdict => verdict,
        }
    }
}

/// Reads every value except `1` as 0.
#[derive(Debug)]
struct ReadsFlagsLoosely;
impl Flaw for ReadsFlagsLoosely {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        forgiven(raw, verifier, |pairs| {
            pairs.retain(|(key, value)| !matches!(&**key, "approved" | "canceled") || value == "1");
        })
    }
}

#[derive(Debug)]
struct NeedsNoTransactionId;
impl Flaw for NeedsNoTransactionId {
    fn verify(raw: &str, verifier: &Verifier) -> Result<mpgs::Callback, CallbackError> {
        forgiven(raw, verifier, |pairs| set(pairs, "transaction_id", "0"))
    }
}

#[test]
fn each_wrong_gateway_breaks_the_clause_that_it_violates() {
    let mut caught = HashSet::new();
    let mut broken = |result: Result<Report, ContractError>, clauses: &[Clause]| {
        let error = result.expect_err("the gateway is wrong");
        let broken: HashSet<_> = error.broken().iter().map(ClauseError::clause).collect();
        println!("{error}");
        assert_eq!(broken, clauses.iter().copied().collect(), "{error}");
        caught.extend(broken);
    };
    broken(check::<BeginsWithItsKeys>(), &[Clause::BelievesGenuine]);
    broken(check::<EndsWithTheHash>(), &[Clause::BelievesGenuine]);
    broken(check::<SettlesNothing>(), &[Clause::BelievesGenuine]);
    broken(check::<NamesAnotherOrder>(), &[Clause::BelievesGenuine]);
    broken(check::<TrustsAnotherSecret>(), &[Clause::ChecksSecret]);
    broken(check::<AcceptsLowerCase>(), &[Clause::RejectsChangedBytes]);
    broken(check::<AddsTheCurrency>(), &[Clause::RejectsDroppedKeys]);
    broken(check::<KeepsTheLast>(), &[Clause::RejectsDuplicatedKeys]);
    // One flipped bit changes `invoice_no` to `invoice[no`.
    broken(
        check::<FoldsKeys>(),
        &[Clause::RejectsRenamedKeys, Clause::RejectsChangedBytes],
    );
    broken(check::<IgnoresTheOrder>(), &[Clause::RejectsOtherOrders]);
    broken(check::<IgnoresTheAmount>(), &[Clause::RejectsOtherAmounts]);
    broken(
        check::<IgnoresTheCurrency>(),
        &[Clause::RejectsOtherCurrencies],
    );
    broken(
        check::<IgnoresTheGateway>(),
        &[Clause::RejectsOtherGateways],
    );
    broken(check::<PrefersApproved>(), &[Clause::RejectsOddFlags]);
    broken(check::<ReadsFlagsLoosely>(), &[Clause::RejectsOddFlags]);
    broken(check::<NeedsNoTransactionId>(), &[Clause::RequiresFields]);
    for clause in Clause::ALL {
        assert!(caught.contains(clause), "no gateway breaks {clause:?}");
    }
}

/// A gateway that accepts every callback it can read breaks all clauses about signatures.
#[test]
fn a_gateway_that_checks_no_signature_does_not_pass() {
    let error = check::<ChecksNoSignature>().expect_err("the gateway is wrong");
    let broken: Vec<_> = error.broken().iter().map(ClauseError::clause).collect();
    assert_eq!(
        broken,
        [
            Clause::ChecksSecret,
            Clause::RejectsChangedBytes,
            Clause::RejectsDroppedKeys,
            Clause::RejectsDuplicatedKeys,
            Clause::RejectsRenamedKeys,
        ],
        "{error}"
    );
}

#[test]
fn a_gateway_without_a_flaw_passes() {
    check::<NoFlaw>().unwrap();
}

/// A map of a body's members keeps only the last of two values.
#[test]
fn a_gateway_that_reads_a_body_into_a_map_does_not_pass() {
    let secret_key = SecretKey::new("sk_of_this_test").unwrap();
    let mut sorted = pairs(MPGS);
    sorted.retain(|(key, _)| key != "hashed");
    sorted.sort();
    let query = signed_query(
        sorted.iter().map(|(key, value)| (&**key, &**value)),
        &secret_key,
    );
    let body: BTreeMap<_, _> = pairs(&query).into_iter().collect();
    let body = serde_json::to_vec(&body).unwrap();
    let error = gateway::check_json::<Wrong<NoFlaw>>(&body, &Verifier::new(secret_key))
        .expect_err("the gateway is wrong");
    let broken: Vec<_> = error.broken().iter().map(ClauseError::clause).collect();
    assert_eq!(broken, [Clause::RejectsDuplicatedKeys], "{error}");
}

#[test]
fn a_return_page_that_accepts_a_callback_does_not_pass() {
    const RETURN: &str = "approved=1&invoice_no=43321\
        &hashed=E6E3486C137F4260C2C598C7A903836CDDBC1FAF87240A58660FA91F363D5DBA";
    let verifier = verifier("sk_40a07a6c0e63818dc2b292c8e302894e08acedfb");
    let error =
        gateway::check_return::<WrongPage>(RETURN, &verifier).expect_err("the gateway is wrong");
    let broken: Vec<_> = error.broken().iter().map(ClauseError::clause).collect();
    assert_eq!(broken, [Clause::RejectsOtherGateways], "{error}");
}

/// If a gateway does not describe a type, the test stops with an error.
#[test]
fn a_type_without_a_description_does_not_pass() {
    let error = gateway::check_return::<UndescribedPage>("", &verifier("s"))
        .expect_err("the gateway is wrong");
    assert_eq!(error.mistakes(), [Mistake::NotDescribed]);
}

fn check<V: Flaw>() -> Result<Report, ContractError> {
    gateway::check::<Wrong<V>>(
        MPGS,
        &verifier("sk_caf8cdd67e554180100dbee62d57dd12eb57acbd"),
    )
}

fn verifier(secret: &str) -> Verifier {
    Verifier::new(SecretKey::new(secret).unwrap())
}

const MPGS: &str = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918\
    &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";

/// MPGS with a flaw, implemented by hand.
#[derive(Debug)]
struct Wrong<V> {
    callback: mpgs::Callback,
    flaw: PhantomData<V>,
}

impl<V: Flaw> SignedCallback for Wrong<V> {
    type Gateway = mpgs::Gateway;

    fn verify(raw: &str, verifier: &Verifier) -> Result<Self, CallbackError> {
        V::verify(raw, verifier).map(|callback| Self {
            callback,
            flaw: PhantomData,
        })
    }

    fn verify_json(body: &[u8], verifier: &Verifier) -> Result<Self, CallbackError> {
        let body: BTreeMap<String, String> =
            serde_json::from_slice(body).map_err(|_| CallbackError::MalformedBody)?;
        Self::verify(&written(&body.into_iter().collect()), verifier)
    }

    fn settle(&self, invoice_no: &InvoiceNo, amount: Amount<USD>) -> Result<Settlement, Mismatch> {
        V::settle(&self.callback, invoice_no, amount)
    }

    fn invoice_no(&self) -> &InvoiceNo {
        V::invoice_no(&self.callback)
    }

    fn amount(&self) -> &Amount<USD> {
        self.callback.amount()
    }

    fn transaction_id(&self) -> Option<&TransactionId> {
        self.callback.transaction_id()
    }

    fn matched_key(&self) -> MatchedKey {
        self.callback.matched_key()
    }
}

/// The implementation that the attribute would generate. Every method that uses it is replaced
/// above.
impl<V: Flaw> DeclaredCallback for Wrong<V> {
    type TransactionId = TransactionId;

    const KEYS: CallbackKeys = <mpgs::Callback as DeclaredCallback>::KEYS;
    const AMOUNT: Field = <mpgs::Callback as DeclaredCallback>::AMOUNT;
    const INVOICE_NO: Field = <mpgs::Callback as DeclaredCallback>::INVOICE_NO;
    const TRANSACTION_ID: Field = <mpgs::Callback as DeclaredCallback>::TRANSACTION_ID;

    fn from_verified(_: Verified<Self>, _: &SignedFields<'_>) -> Result<Self, CallbackError> {
        unreachable!("`verify` is replaced")
    }

    fn verified(&self) -> &Verified<Self> {
        unreachable!("every method is replaced")
    }
}

/// A return page that checks nothing but its own keys.
#[derive(Debug)]
struct WrongPage;

impl SignedReturn for WrongPage {
    type Gateway = tlync::Gateway;

    fn verify(raw: &str, verifier: &Verifier) -> Result<Self, CallbackError> {
        let mut pairs = pairs(raw);
        pairs.retain(|(key, _)| key != "gateway");
        tlync::Return::verify(&written(&pairs), verifier).map(|_| Self)
    }
}

impl DeclaredReturn for WrongPage {
    const KEYS: ReturnKeys = <tlync::Return as DeclaredReturn>::KEYS;

    fn from_verified(_: VerifiedReturn<Self>, _: &SignedFields<'_>) -> Result<Self, CallbackError> {
        unreachable!("`verify` is replaced")
    }

    fn verified(&self) -> &VerifiedReturn<Self> {
        unreachable!("`is_approved` is not called")
    }
}

/// A return page of a gateway that describes none.
#[derive(Debug)]
struct UndescribedPage;

impl SignedReturn for UndescribedPage {
    type Gateway = mpgs::Gateway;
}

impl DeclaredReturn for UndescribedPage {
    const KEYS: ReturnKeys = <tlync::Return as DeclaredReturn>::KEYS;

    fn from_verified(_: VerifiedReturn<Self>, _: &SignedFields<'_>) -> Result<Self, CallbackError> {
        Ok(Self)
    }

    fn verified(&self) -> &VerifiedReturn<Self> {
        unreachable!("`is_approved` is not called")
    }
}
