//! Names: conversions between cases, lists for messages, and the search for a misspelled name.

use proc_macro2::Ident;

/// Converts `InvoiceNo` to `invoice_no`.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, character) in name.char_indices() {
        if index > 0 && character.is_uppercase() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

/// Converts `invoice_no` to `InvoiceNo`.
pub(super) fn camel_case(name: &str) -> String {
    name.split('_').map(capitalized).collect()
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

/// A name like `ident` that is not one of the `taken` names.
pub(super) fn free_name(mut ident: Ident, taken: &[Ident]) -> Ident {
    while taken.contains(&ident) {
        ident = Ident::new(&format!("{ident}_"), ident.span());
    }
    ident
}

/// The end of a message about an unknown name: `` did you mean `name`? ``, or the expected names.
pub(super) fn expectation(name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None if known.is_empty() => "expected nothing here".to_owned(),
        None => format!("expected {}", one_of(known)),
    }
}

/// The known name that was probably meant, if one is similar enough.
pub(super) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let distances = known.iter().map(|known| (distance(name, known), *known));
    let (distance, known) = distances.min()?;
    (distance <= name.len().div_ceil(3)).then_some(known)
}

/// Lists names as `` `a`, `b` or `c` ``.
pub(super) fn one_of(names: &[&str]) -> String {
    list(names, "or")
}

/// Lists names as `` `a`, `b` and `c` ``.
pub(super) fn all_of(names: &[&str]) -> String {
    list(names, "and")
}

fn list(names: &[&str], conjunction: &str) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {conjunction} {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The Levenshtein distance: the number of characters to add, remove or change.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<_> = to.chars().collect();
    // `row[n]` is the distance between the characters read so far and the first `n` of `to`.
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for character in from.chars() {
        row = next_row(&row, character, &to);
    }
    row.last().copied().unwrap_or_default()
}

/// The row after one more character of `from`.
fn next_row(row: &[usize], character: char, to: &[char]) -> Vec<usize> {
    let mut left = row.first().map_or(0, |first| first.saturating_add(1));
    let mut next = vec![left];
    for (above, wanted) in row.windows(2).zip(to) {
        let [diagonal, above] = above else { continue };
        let change = diagonal.saturating_add(usize::from(character != *wanted));
        left = change.min(above.min(&left).saturating_add(1));
        next.push(left);
    }
    next
}
