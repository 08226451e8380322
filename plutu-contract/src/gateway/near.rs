//! Names that are similar.

/// Whether one name was probably written instead of the other, such as `invoiceNo` instead of
/// `invoice_no`, or `paymet_method` instead of `payment_method`. Such names differ in case, in
/// separators, or in one letter.
pub(super) fn is_near(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    let is_short = one.len().min(other.len()) < SHORTEST;
    one == other
        || !is_short && readings(&one).any(|one| readings(&other).any(|other| one == other))
}

/// The minimum length for a difference of one letter. Shorter names are similar by chance.
const SHORTEST: usize = 4;

/// A name without case and separators.
fn letters(name: &str) -> Vec<char> {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The letters, and every variant of them with one letter removed.
fn readings(letters: &[char]) -> impl Iterator<Item = Vec<char>> {
    (0..=letters.len()).map(|left_out| {
        let kept = letters.iter().enumerate();
        let kept = kept.filter(|(place, _)| *place != left_out);
        kept.map(|(_, letter)| *letter).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn names_with_one_difference_are_near() {
        for (one, other) in [
            ("invoice_no", "invoiceNo"),
            ("invoice_no", "INVOICE-NO"),
            ("payment_method", "paymet_method"),
            ("payment_method", "paymentt_method"),
            ("payment_method", "paymant_method"),
            ("till", "tlil"),
            ("id", "ID"),
        ] {
            assert!(is_near(one, other) && is_near(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("id", "ip"),
            ("till", "fee"),
            ("invoice_no", "order_no"),
            ("", "till"),
        ] {
            assert!(
                !is_near(one, other) && !is_near(other, one),
                "{one} {other}"
            );
        }
    }
}
