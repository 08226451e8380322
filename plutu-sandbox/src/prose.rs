//! Turns the documentation of a declaration into text for readers who do not know Rust.

/// Removes examples and links to Rust items, and joins each paragraph into one line.
pub(crate) fn of(docs: &str) -> String {
    let mut is_code = false;
    let lines = docs.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_fence && !is_code
    });
    let mut text = String::new();
    for line in lines.map(str::trim_end) {
        match (line.is_empty(), text.ends_with('\n') || text.is_empty()) {
            (true, true) => {}
            (true, false) => text.push_str("\n\n"),
            (false, true) => text.push_str(line),
            (false, false) => {
                text.push(if starts_a_line(line) { '\n' } else { ' ' });
                text.push_str(line);
            }
        }
    }
    without_links(text.trim_end())
}

/// The first sentence without its period, and the rest.
pub(crate) fn summary_and_rest(docs: &str) -> (String, String) {
    let text = of(docs);
    let ends = [text.find(". "), text.find("\n\n")];
    let end = ends.into_iter().flatten().min().unwrap_or(text.len());
    let (summary, rest) = text.split_at(end);
    let rest = rest.trim_start_matches('.').trim_start();
    (summary.trim_end_matches('.').to_owned(), rest.to_owned())
}

/// Joins the paragraphs that are not empty.
pub(crate) fn paragraphs<const N: usize>(paragraphs: [String; N]) -> String {
    let paragraphs = paragraphs.into_iter().filter(|it| !it.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Whether a line starts a list, a table, a heading or a quotation.
fn starts_a_line(line: &str) -> bool {
    line.trim_start().starts_with(['-', '*', '|', '#', '>'])
}

/// Replaces links to Rust items with the names of the items.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let (label, after) = link(after).unwrap_or(("[", after));
        plain.push_str(label);
        rest = after;
    }
    plain + rest
}

/// The label of a link to a Rust item, and the text after the link.
fn link(text: &str) -> Option<(&str, &str)> {
    let (label, after) = text.split_once(']')?;
    match after.strip_prefix('(') {
        Some(target) => {
            let (target, after) = target.split_once(')')?;
            let is_page = target.contains("://");
            (!is_page).then_some((label, after))
        }
        None => label.starts_with('`').then_some((label, after)),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_reader_sees_no_rust() {
        let docs = "Opens a\n[`Page`](crate::Page), see [`Page`]\nand [a page](https://a.example) [1].\n\n\n\
            ```\nlet x = 1;\n\nlet y = 2;\n```\n\nA list:\n- one\n- two";
        let text = "Opens a `Page`, see `Page` and [a page](https://a.example) [1].\n\nA list:\n- one\n- two";
        assert_eq!(super::of(docs), text);
        assert_eq!(super::of(""), "");
        assert_eq!(super::of("open [ and ]( and [x"), "open [ and ]( and [x");
    }

    #[test]
    fn a_summary_is_the_first_sentence() {
        for (docs, summary, rest) in [
            (
                "Takes the\nmoney.\n\nOnce. Or never.",
                "Takes the money",
                "Once. Or never.",
            ),
            (
                "Takes it. Once.\n\nOr never",
                "Takes it",
                "Once.\n\nOr never",
            ),
            ("Takes 12.50 dinars", "Takes 12.50 dinars", ""),
            ("", "", ""),
        ] {
            let expected = (summary.to_owned(), rest.to_owned());
            assert_eq!(super::summary_and_rest(docs), expected);
        }
    }
}
