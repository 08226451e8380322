//! Compares the verifier with PHP, on random queries and bodies. Every callback that the verifier
//! accepts must be accepted by PHP's rule too, with the same values. Every honest callback that PHP
//! signs must be accepted by the verifier.
//!
//! `PLUTU_DIFFERENTIAL` sets the number of callbacks, and `PLUTU_SEED` chooses them. If `php` is
//! not installed, the test is skipped.
//!
//! `oracle` asks PHP, and `kind` asks the library. `honest` and `hostile` create the callbacks.

mod honest;
mod hostile;
mod kind;
mod oracle;
#[path = "../random.rs"]
mod random;

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use plutu_core::Amount;
use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::sign;
use plutu_core::callback::signed_query;
use plutu_core::currency::LYD;

use crate::hostile::Draft;
use crate::kind::Kind;
use crate::kind::Report;
use crate::oracle::Oracle;
use crate::oracle::View;
use crate::random::Random;

#[test]
fn t11_the_verifier_and_php_agree() {
    let seed = random::seed();
    let count = random::number_from("PLUTU_DIFFERENTIAL").unwrap_or(200_000);
    println!("PLUTU_SEED={seed} PLUTU_DIFFERENTIAL={count}");
    let mut random = Random::new(seed);
    let secret = format!("sk_{:016x}{:016x}", random.next(), random.next());
    let Some(oracle) = Oracle::start(&secret) else {
        // Not with `println!`, which a passing test does not show.
        writeln!(io::stderr(), "skipped: php is not installed").unwrap();
        return;
    };

    let mut run = Run {
        oracle,
        random,
        secret_key: SecretKey::new(&*secret).unwrap(),
        verifier: Verifier::new(SecretKey::new(secret).unwrap()),
        tally: BTreeMap::new(),
    };
    let mut left = count;
    while left > 0 {
        let batch = left.min(BATCH);
        left -= batch;
        // Of ten callbacks, two are honest queries, two are honest bodies, three are hostile
        // queries and three are hostile bodies.
        run.honest_queries(batch * 2 / 10);
        run.honest_bodies(batch * 2 / 10);
        run.hostile_texts(&Kind::QUERIES, batch * 3 / 10);
        run.hostile_texts(&Kind::BODIES, batch - batch * 2 / 10 * 2 - batch * 3 / 10);
    }
    println!("{:#?}", run.tally);
    if count >= 20_000 {
        run.assert_it_saw_enough(count);
    }
}

/// One of this many hostile callbacks is explained. An explanation is slow, because it makes many
/// attempts.
const EXPLAINED: usize = 64;

/// The number of callbacks that are passed to PHP at once.
const BATCH: u64 = 5_000;

struct Run {
    oracle: Oracle,
    random: Random,
    secret_key: SecretKey,
    verifier: Verifier,
    tally: BTreeMap<String, u64>,
}

impl Run {
    /// A query that PHP builds and signs is accepted, with the same canonical bytes.
    fn honest_queries(&mut self, count: u64) {
        let drafts: Vec<_> = (0..count)
            .map(|_| {
                let kind = self.random.pick(&Kind::QUERIES);
                (kind, honest::pairs(kind, &mut self.random))
            })
            .collect();
        let built = self
            .oracle
            .build(drafts.iter().map(|(kind, pairs)| (*kind, &**pairs)));
        for ((kind, pairs), query) in drafts.iter().zip(built) {
            assert_eq!(
                signed_query(texts(pairs), &self.secret_key),
                query,
                "canonical text"
            );
            let own = honest::own_query(&mut self.random);
            let query = match self.random.below(4) {
                0 => format!("{own}&{query}"),
                1 => format!("?{query}&{own}"),
                _ => query,
            };
            self.assert_accepted(*kind, query.as_bytes(), pairs);
        }
    }

    /// A body that PHP reads and signs is accepted, with the same canonical bytes.
    fn honest_bodies(&mut self, count: u64) {
        let drafts: Vec<_> = (0..count)
            .map(|_| {
                let kind = self.random.pick(&Kind::BODIES);
                let mut pairs = honest::pairs(kind, &mut self.random);
                let members = honest::members(&mut pairs, &mut self.random);
                (kind, pairs, members)
            })
            .collect();
        let unsigned: Vec<_> = drafts
            .iter()
            .map(|(kind, _, members)| (*kind, format!("{{{}}}", members.join(","))))
            .collect();
        let views = self
            .oracle
            .views(unsigned.iter().map(|(kind, body)| (*kind, body.as_bytes())));
        for ((kind, pairs, mut members), view) in drafts.into_iter().zip(views) {
            let mac = view.expect("PHP reads it").signed_keys;
            assert_eq!(sign(texts(&pairs), &self.secret_key), mac, "{pairs:?}");
            let place = self.random.below(members.len() + 1);
            members.insert(place, format!("\"hashed\":\"{mac}\""));
            if self.random.once_in(4) {
                members.push("\"basket\":[1,{\"x\":null}],\"note\":null,\"fee\":0.5".to_owned());
            }
            let body = format!("{{{}}}", members.join(","));
            self.assert_accepted(kind, body.as_bytes(), &pairs);
        }
    }

    fn assert_accepted(&mut self, kind: Kind, raw: &[u8], pairs: &[honest::Pair]) {
        let shown = raw.escape_ascii();
        let report = kind
            .verify(raw, &self.verifier)
            .unwrap_or_else(|error| panic!("an honest {kind:?} is rejected, {error}: {shown}"));
        let value = |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.clone())
        };
        assert_eq!(
            report.is_approved,
            value("approved").as_deref() == Some("1"),
            "{shown}"
        );
        assert_eq!(Some(report.invoice_no), value("invoice_no"), "{shown}");
        assert_eq!(report.transaction_id, value("transaction_id"), "{shown}");
        assert_eq!(
            report.amount,
            value("amount").map(|amount| hundredths(&amount)),
            "{shown}"
        );
        self.count(format!("honest {kind:?}: accepted"));
    }

    /// If the library accepts a callback, PHP accepts it too and reads the same values. If PHP
    /// accepts a callback, the library does not reject it because of its signature.
    fn hostile_texts(&mut self, kinds: &[Kind], count: u64) {
        let drafts: Vec<_> = (0..count)
            .map(|_| Draft::new(self.random.pick(kinds), &mut self.random))
            .collect();
        let unsigned: Vec<_> = drafts
            .iter()
            .map(|draft| (draft.kind, draft.unsigned()))
            .collect();
        let views = self
            .oracle
            .views(unsigned.iter().map(|(kind, raw)| (*kind, &**raw)));
        let signed: Vec<_> = drafts
            .into_iter()
            .zip(views)
            .map(|(draft, view)| {
                let read_as = match self.random.below(10) {
                    0 => self.random.pick(kinds),
                    _ => draft.kind,
                };
                (read_as, draft.signed(view.as_ref(), &mut self.random))
            })
            .collect();
        let views = self
            .oracle
            .views(signed.iter().map(|(kind, raw)| (*kind, &**raw)));
        for ((kind, raw), view) in signed.iter().zip(views) {
            if self.random.below(EXPLAINED) == 0 {
                self.assert_explained(*kind, raw);
            }
            let verdict = match kind.verify(raw, &self.verifier) {
                Ok(report) => accepted(*kind, raw, &report, view.as_ref()),
                Err(error) => rejected(*kind, raw, &error, view.as_ref()),
            };
            let could_not_be_signed =
                |view: &View| view.is_signed_as_sent && !view.accepts && !view.accepts_everything;
            if view.as_ref().is_some_and(could_not_be_signed) {
                self.count(format!("hostile {kind:?}: signed literally, rejected"));
            }
            self.count(format!("hostile {kind:?}: {verdict}"));
        }
    }

    /// An explanation, which uses only the description, has the same verdict as the type.
    fn assert_explained(&mut self, kind: Kind, raw: &[u8]) {
        let Some(explained) = kind.explained(raw, &self.secret_key) else {
            return;
        };
        let verified = kind.verify(raw, &self.verifier).map(drop);
        assert_eq!(explained, verified, "{kind:?}: {}", raw.escape_ascii());
        let outcome = if explained.is_ok() {
            "verified"
        } else {
            "refused"
        };
        self.count(format!("explained: {outcome}"));
    }

    fn count(&mut self, what: String) {
        *self.tally.entry(what).or_default() += 1;
    }

    /// Checks that enough callbacks were accepted and rejected. A run in which all were rejected
    /// would prove nothing.
    fn assert_it_saw_enough(&self, count: u64) {
        let seen = |what: &str, part: u64| {
            let found = self.tally.get(what).copied().unwrap_or_default();
            assert!(found > count / part, "{what}: {found} of {count}");
        };
        for kind in Kind::QUERIES {
            seen(&format!("honest {kind:?}: accepted"), 40);
            seen(&format!("hostile {kind:?}: Duplicate"), 1_000);
        }
        for kind in Kind::BODIES {
            seen(&format!("honest {kind:?}: accepted"), 40);
            seen(&format!("hostile {kind:?}: MalformedBody"), 1_000);
        }
        seen("explained: verified", 2_000);
        seen("explained: refused", 500);
        for kind in Kind::QUERIES.into_iter().chain(Kind::BODIES) {
            seen(&format!("hostile {kind:?}: accepted"), 100);
            seen(&format!("hostile {kind:?}: BadValue"), 1_000);
            seen(&format!("hostile {kind:?}: SignatureMismatch"), 1_000);
            seen(
                &format!("hostile {kind:?}: signed literally, rejected"),
                500,
            );
            if kind != Kind::TlyncReturn {
                seen(
                    &format!("hostile {kind:?}: accepted, everything signed"),
                    2_000,
                );
            }
        }
    }
}

/// Compares an accepted callback with PHP's view of it.
fn accepted(kind: Kind, raw: &[u8], report: &Report, view: Option<&View>) -> String {
    let shown = || format!("{kind:?} {}", raw.escape_ascii());
    let view = view.unwrap_or_else(|| panic!("accepted, but PHP cannot read it: {}", shown()));
    assert!(
        view.accepts || view.accepts_everything,
        "accepted, but not by PHP: {}",
        shown()
    );
    let currency = view.currency.as_deref().filter(|code| !code.is_empty());
    assert!(
        view.accepts || currency.is_none_or(|code| code == kind.currency().as_bytes()),
        "accepted in another currency: {}",
        shown()
    );
    assert_eq!(
        report.is_approved,
        view.approved.as_deref() == Some(b"1"),
        "{}",
        shown()
    );
    assert_eq!(
        Some(report.invoice_no.as_bytes()),
        view.invoice_no.as_deref(),
        "{}",
        shown()
    );
    if kind != Kind::TlyncReturn {
        let amount = view
            .amount
            .as_ref()
            .map(|amount| String::from_utf8_lossy(amount));
        assert_eq!(
            report.amount,
            amount.map(|amount| hundredths(&amount)),
            "{}",
            shown()
        );
        // An empty id counts as none.
        let id = view.transaction_id.as_deref().filter(|id| !id.is_empty());
        assert_eq!(
            report.transaction_id.as_deref().map(str::as_bytes),
            id,
            "{}",
            shown()
        );
    }
    let rule = if view.accepts {
        ""
    } else {
        ", everything signed"
    };
    format!("accepted{rule}")
}

/// Checks that a callback is rejected for another reason if PHP accepts its signature.
fn rejected(kind: Kind, raw: &[u8], error: &CallbackError, view: Option<&View>) -> String {
    let is_about_the_signature = matches!(
        error,
        CallbackError::MissingSignature
            | CallbackError::MalformedSignature
            | CallbackError::SignatureMismatch
    );
    let is_signed = |view: &View| view.accepts || (view.accepts_everything && !kind.is_body());
    assert!(
        !(is_about_the_signature && view.is_some_and(is_signed)),
        "PHP accepts it, but {error}: {kind:?} {}",
        raw.escape_ascii()
    );
    let shown = format!("{error:?}");
    shown.split(' ').next().unwrap_or_default().to_owned()
}

fn texts(pairs: &[honest::Pair]) -> impl Iterator<Item = (&str, &str)> + Clone {
    pairs.iter().map(|(key, value)| (*key, value.as_str()))
}

fn hundredths(amount: &str) -> u64 {
    amount
        .parse::<Amount<LYD>>()
        .expect("an accepted amount is one")
        .hundredths()
}
