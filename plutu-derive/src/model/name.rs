//! Names: from one case into another, and the known name that was meant.

/// `InvoiceNo` as `invoice_no`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, character) in name.char_indices() {
        if index > 0 && character.is_uppercase() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

/// `invoice_no` as `InvoiceNo`.
pub(crate) fn camel_case(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            word.chars()
                .take(1)
                .flat_map(char::to_uppercase)
                .chain(word.chars().skip(1))
        })
        .collect()
}

/// `; did you mean …?` for the known name that is nearest, or else what is expected.
pub(crate) fn suggestion(name: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|known| (distance(name, known), known))
        .min();
    match nearest {
        Some((distance, known)) if distance <= name.len().div_ceil(3) => {
            format!("; did you mean `{known}`?")
        }
        _ if known.is_empty() => "; none is expected".to_owned(),
        _ => format!("; expected {}", one_of(known)),
    }
}

/// `` `a`, `b` or `c` ``.
pub(crate) fn one_of(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The Levenshtein distance: how many characters to add, drop or change.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, wanted) in from.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index.saturating_add(1);
        for (cell, character) in row
            .iter_mut()
            .zip(std::iter::once(None).chain(to.chars().map(Some)))
        {
            let above = *cell;
            if let Some(character) = character {
                let change = diagonal.saturating_add(usize::from(character != wanted));
                left = change
                    .min(left.saturating_add(1))
                    .min(above.saturating_add(1));
            }
            *cell = left;
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}
