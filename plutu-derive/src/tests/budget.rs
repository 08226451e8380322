//! The number of tokens in each built-in gateway's expansion. Token counts, unlike times, are
//! exact, so a growing expansion is noticed here first.

use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

use crate::tests::assert_snapshot;
use crate::tests::expand;

/// The built-in gateways and their source files.
const SOURCES: [(&str, &str); 5] = [
    (
        "adfali",
        include_str!("../../../plutu-core/src/gateways/adfali.rs"),
    ),
    (
        "local_bank_cards",
        include_str!("../../../plutu-core/src/gateways/local_bank_cards.rs"),
    ),
    (
        "mpgs",
        include_str!("../../../plutu-core/src/gateways/mpgs.rs"),
    ),
    (
        "sadad",
        include_str!("../../../plutu-core/src/gateways/sadad.rs"),
    ),
    (
        "tlync",
        include_str!("../../../plutu-core/src/gateways/tlync.rs"),
    ),
];

#[test]
fn the_built_in_gateways_stay_within_their_budget() {
    let counts = SOURCES.map(|(name, source)| format!("{name}: {} tokens", count(expand(source))));
    assert_snapshot!(counts.join("\n"));
}

fn count(tokens: TokenStream) -> usize {
    let counts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => count(group.stream()).saturating_add(2),
        _ => 1,
    });
    counts.sum()
}
