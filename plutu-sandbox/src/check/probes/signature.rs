//! Messages that Plutu did not sign, or not as they are.

use std::sync::Arc;

use crate::callback::forged;
use crate::check::letter;
use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::has_callback;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::payments::Message;
use crate::payments::Outcome;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "forged-hash",
        does: "An approval comes with a signature that does not match. The order must stay unpaid.",
        harm: "Anybody marks orders as paid.",
        cure: "Compute the HMAC-SHA256 of what was received, compare it in constant time, and stop if it differs.",
        applies: has_callback,
        run: |shop| Box::pin(forged_hash(shop)),
    },
    Probe {
        name: "no-hash",
        does: "An approval comes without `hashed`. The order must stay unpaid.",
        harm: "Anybody marks orders as paid, by leaving the signature out.",
        cure: "Refuse a callback without `hashed`, as one whose signature does not match.",
        applies: has_callback,
        run: |shop| Box::pin(no_hash(shop)),
    },
    Probe {
        name: "lower-case-hash",
        does: "An approval comes with its signature in lower case. The order must stay unpaid.",
        harm: "The shop accepts spellings that Plutu never sends, so one callback has many forms, and what tells \
               repeated ones apart by their text fails.",
        cure: "Accept exactly 64 characters from 0-9 and A-F, and compare them as they are.",
        applies: has_callback,
        run: |shop| Box::pin(lower_case_hash(shop)),
    },
    Probe {
        name: "hash-with-newline",
        does: "An approval comes with a newline behind its signature. The order must stay unpaid.",
        harm: "The shop accepts spellings that Plutu never sends, so one callback has many forms. In PHP and Python, \
               `$` in a regular expression also matches before a newline.",
        cure: "Do not trim the signature. Check its length and its characters, with `\\z` (PHP, Perl) or `fullmatch` (Python).",
        applies: has_callback,
        run: |shop| Box::pin(hash_with_newline(shop)),
    },
    Probe {
        name: "unsigned-approved",
        does: "A callback that is signed and says that nothing was paid comes with an unsigned `approved=1` behind \
               the signature. The order must stay unpaid.",
        harm: "A payer cancels, changes the address in the browser, and has paid.",
        cure: "Read only values that the signature covers, from the same parsed parameters that were signed, and \
               refuse a key that comes twice.",
        applies: has_callback,
        run: |shop| Box::pin(unsigned_approved(shop)),
    },
    Probe {
        name: "unsigned-amount",
        does: "An approval over a smaller amount comes with the order's amount, unsigned, behind the signature. The \
               order must stay unpaid.",
        harm: "A payer pays less than the order costs.",
        cure: "Read only values that the signature covers, and refuse a key that comes twice.",
        applies: has_callback,
        run: |shop| Box::pin(unsigned_amount(shop)),
    },
];

async fn spoiled(
    shop: Arc<Shop>,
    spoil: impl Fn(&Message) -> Message,
    after: &str,
) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = spoil(&shop.genuine(&order, Outcome::Approved)?);
    shop.must_stay_unpaid(&order, &[message], after).await
}

async fn forged_hash(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let after = "An approval came with a forged signature";
    spoiled(shop, |message| forged(message.clone()), after).await
}

async fn no_hash(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    spoiled(
        shop,
        letter::without_hash,
        "An approval came without a signature",
    )
    .await
}

async fn lower_case_hash(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let spoil = |message: &Message| letter::with_hash(message, str::to_lowercase);
    spoiled(
        shop,
        spoil,
        "An approval came with its signature in lower case",
    )
    .await
}

async fn hash_with_newline(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let spoil = |message: &Message| letter::with_hash(message, |hash| format!("{hash}\n"));
    spoiled(
        shop,
        spoil,
        "An approval came with a newline behind its signature",
    )
    .await
}

async fn unsigned_approved(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let callback = order.callback(Outcome::Canceled);
    let is_told = callback.as_ref().is_some_and(|it| it.has("canceled"));
    let outcome = if is_told {
        Outcome::Canceled
    } else {
        Outcome::Declined
    };
    let message = shop.genuine(&order, outcome)?;
    let message = letter::with_unsigned(&message, "approved", "1");
    let after =
        "An unsigned `approved=1` stood behind a signed callback that says that nothing was paid";
    shop.must_stay_unpaid(&order, &[message], after).await
}

async fn unsigned_amount(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = shop.over(&order, SMALLER);
    let message = letter::with_unsigned(&message, "amount", &order.payment.order.money.amount);
    let after = format!("An approval over {SMALLER} had the order's amount, unsigned, behind it");
    shop.must_stay_unpaid(&order, &[message], &after).await
}

/// Less than any order is checked with.
const SMALLER: &str = "0.01";
