//! Messages that Plutu did not sign, or not in this form.

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
        harm: "Anyone can mark orders as paid.",
        cure: "Compute the HMAC-SHA256 of the received parameters, compare it in constant time, and stop if it differs.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(forged_hash(shop)),
    },
    Probe {
        name: "no-hash",
        does: "An approval comes without `hashed`. The order must stay unpaid.",
        harm: "Anyone can mark orders as paid by leaving the signature out.",
        cure: "Refuse a callback without `hashed` like one whose signature does not match.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(no_hash(shop)),
    },
    Probe {
        name: "lower-case-hash",
        does: "An approval comes with its signature in lower case. The order must stay unpaid.",
        harm: "The shop accepts spellings that Plutu never sends. One callback then has many forms, and a shop that \
               recognizes repeated callbacks by their text does not recognize them.",
        cure: "Accept exactly 64 characters from 0-9 and A-F, and compare them without changing their case.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(lower_case_hash(shop)),
    },
    Probe {
        name: "hash-with-newline",
        does: "An approval comes with a newline after its signature. The order must stay unpaid.",
        harm: "The shop accepts spellings that Plutu never sends, so one callback has many forms. In PHP and Python, \
               `$` in a regular expression also matches before a final newline.",
        cure: "Do not trim the signature. Check its length and its characters, with `\\z` (PHP, Perl) or `fullmatch` (Python).",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(hash_with_newline(shop)),
    },
    Probe {
        name: "unsigned-approved",
        does: "A signed callback without an approval comes with an unsigned `approved=1` after the signature. The order \
               must stay unpaid.",
        harm: "A payer cancels, changes the address in the browser, and the order is paid.",
        cure: "Read only values that the signature covers, from the same parsed parameters that were verified, and \
               refuse a key that comes twice.",
        is_slow: false,
        applies: has_callback,
        run: |shop| Box::pin(unsigned_approved(shop)),
    },
    Probe {
        name: "unsigned-amount",
        does: "An approval of a smaller amount comes with the order's amount, unsigned, after the signature. The order \
               must stay unpaid.",
        harm: "A payer pays less than the order costs.",
        cure: "Read only values that the signature covers, and refuse a key that comes twice.",
        is_slow: false,
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
        "An approval came with a newline after its signature",
    )
    .await
}

async fn unsigned_approved(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let callback = order.callback(Outcome::Canceled);
    let is_signed = callback.as_ref().is_some_and(|it| it.has("canceled"));
    let outcome = if is_signed {
        Outcome::Canceled
    } else {
        Outcome::Declined
    };
    let message = shop.genuine(&order, outcome)?;
    let message = letter::with_unsigned(&message, "approved", "1");
    let after = "A signed callback without an approval came with an unsigned `approved=1` after the signature";
    shop.must_stay_unpaid(&order, &[message], after).await
}

async fn unsigned_amount(shop: Arc<Shop>) -> Result<Verdict, Trouble> {
    let order = shop.open().await?;
    let message = shop.over(&order, SMALLER);
    let message = letter::with_unsigned(&message, "amount", &order.payment.order.money.amount);
    let after = format!(
        "An approval of {SMALLER} came with the order's amount, unsigned, after the signature"
    );
    shop.must_stay_unpaid(&order, &[message], &after).await
}

/// Less than the amount of any order.
const SMALLER: &str = "0.01";
