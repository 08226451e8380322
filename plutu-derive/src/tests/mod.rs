//! Expansions as a person can read them, each beside its declaration.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p plutu-derive`, then read the difference.

use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote;

use crate::expand_tokens;

/// Expands the declaration that is the last item of a source.
fn expand_declaration(source: &str) -> TokenStream {
    let mut file = syn::parse_file(source).unwrap();
    let Some(syn::Item::Mod(mut module)) = file.items.pop() else {
        panic!("a declaration is a module")
    };
    let is_ours = |attribute: &syn::Attribute| attribute.path().is_ident("plutu_gateway");
    let position = module.attrs.iter().position(is_ours).unwrap();
    let attribute = module.attrs.remove(position);
    let arguments = attribute.meta.require_list().unwrap().tokens.clone();
    expand_tokens(arguments, &module.into_token_stream())
}

/// Expands a declaration and prints both.
fn expand(source: &str) -> String {
    let expanded = syn::parse2(expand_declaration(source)).unwrap();
    format!(
        "{source}\n// ---- expands to ----\n\n{}",
        prettyplease::unparse(&expanded)
    )
}

/// Compares with the snapshot of the test's name.
macro_rules! assert_expansion {
    ($source:expr) => {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(expand($source));
        })
    };
}

#[test]
fn request() {
    assert_expansion!(
        r#"#[plutu_gateway(name = "mpgs", currency = "USD")]
pub mod mpgs {
    use plutu_core::field::*;

    /// Opens a card payment.
    #[request(reply = Redirect)]
    pub struct Confirm {
        /// What the payer pays.
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        #[wire("language")]
        pub lang: Option<Language>,
    }
}"#
    );
}

#[test]
fn callback() {
    assert_expansion!(
        r#"#[plutu_gateway(name = "coastpay", currency = crate::Points, crate = ::plutu_http::core)]
pub(crate) mod coast_pay {
    use super::*;

    const OTHER: u8 = 1;

    /// What comes back.
    #[callback]
    #[derive(Clone, Debug)]
    pub(crate) struct Callback {
        #[wire("sum")]
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: Option<TransactionId>,
        till: Till,
        pub note: Option<Note>,
    }
}"#
    );
}

#[test]
fn two_steps() {
    assert_expansion!(
        r#"#[plutu_gateway(name = "sadadapi", currency = "LYD")]
mod sadad {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    struct Verify {
        amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    struct Confirm {
        process_id: ProcessId,
        code: Otp<6>,
        amount: Amount,
        invoice_no: InvoiceNo,
    }
}"#
    );
}

#[test]
fn return_page() {
    assert_expansion!(
        r#"#[plutu_gateway(name = "tlync", currency = "LYD")]
pub mod tlync {
    use plutu_core::field::*;

    #[callback(approved_only)]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }

    #[return_page]
    pub struct Return {
        pub invoice_no: InvoiceNo,
    }
}"#
    );
}

#[test]
fn mistakes_are_told_beside_the_whole_expansion() {
    let expanded = expand_tokens(
        quote!(nmae = "mpgs", currency = "USDT"),
        &quote! {
            mod mpgs {
                struct Amount;
                #[request(replay = Redirect)]
                struct Confirm { amount: Amount, #[wire("amount")] total: Amount, build: u8 }
                #[request(reply = Redirect)]
                enum Verify {}
                #[callback]
                fn callback() {}
            }
        },
    );
    let file: syn::File = syn::parse2(expanded).unwrap();
    let messages = file.items.iter().filter_map(|item| match item {
        syn::Item::Macro(item) => syn::parse2::<syn::LitStr>(item.mac.tokens.clone()).ok(),
        _ => None,
    });
    let messages: Vec<_> = messages.map(|message| message.value()).collect();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(messages.join("\n"));
    });
    assert!(
        file.items
            .iter()
            .any(|item| matches!(item, syn::Item::Mod(_)))
    );
}

#[test]
fn what_is_no_inline_module_comes_back_as_it_was() {
    for item in [
        quote!(
            struct Mpgs;
        ),
        quote!(
            mod mpgs;
        ),
        quote!(
            fn mpgs() {}
        ),
        quote!(
            enum Mpgs {}
        ),
    ] {
        let expanded = expand_tokens(quote!(name = "mpgs", currency = "USD"), &item).to_string();
        assert!(expanded.starts_with(&item.to_string()), "{expanded}");
        assert!(expanded.contains("compile_error"), "{expanded}");
    }
}

/// Tokens, unlike seconds, are exact: an expansion that grows is seen here first.
#[test]
fn the_built_in_gateways_keep_to_their_budget() {
    let sources = [
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
    let counts = sources
        .map(|(name, source)| format!("{name}: {} tokens", count(expand_declaration(source))));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(counts.join("\n"));
    });
}

fn count(tokens: TokenStream) -> usize {
    let counts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => count(group.stream()).saturating_add(2),
        _ => 1,
    });
    counts.sum()
}
