//! Currencies as types. As the parameter of [`Amount`](crate::Amount), they keep dinars and dollars
//! apart.

use std::fmt::Debug;

/// A currency that amounts can be in.
///
/// Plutu's gateways charge Libyan dinars, except MPGS, which charges US dollars (documentation).
/// For an account in another currency, declare the gateway with another type of this module, or
/// with a type of your own that implements this trait.
///
/// ```
/// use plutu_core::{Amount, Currency};
///
/// /// Points of a loyalty scheme.
/// #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
/// pub struct Points;
///
/// impl Currency for Points {
///     const CODE: &'static str = "PTS";
/// }
///
/// let price: Amount<Points> = "12.50".parse()?;
/// assert_eq!(format!("{price:?}"), "12.50 PTS");
/// # Ok::<(), plutu_core::ParseAmountError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a currency",
    label = "expected a currency",
    note = "use a type of `plutu_core::currency`, or implement `plutu_core::Currency` for `{Self}`"
)]
pub trait Currency: Copy + Debug + Default + Eq + Send + Sync + 'static {
    /// The currency's code in requests and callbacks: for money, the three letters of ISO 4217.
    const CODE: &'static str;
}

macro_rules! currencies {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name;

            #[diagnostic::do_not_recommend]
            impl Currency for $name {
                const CODE: &'static str = stringify!($name);
            }
        )*
    };
}

currencies! {
    /// The Libyan dinar. It has three decimals, of which Plutu accepts two (documentation).
    LYD,
    /// The US dollar, the currency of MPGS (documentation).
    USD,
    /// The euro, which the official `WooCommerce` plugin offers for MPGS.
    EUR,
    /// The pound sterling.
    GBP,
}
