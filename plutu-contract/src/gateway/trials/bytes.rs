//! The genuine callback with one byte changed.

use crate::gateway::bench::Bench;
use crate::gateway::clause::Clause;
use crate::gateway::report::Trial;

/// Flips each bit of every byte of the raw callback. Skips changes that only spell the same content
/// in another way, and changes to parameters that are not signed.
pub(super) fn all(bench: &Bench<'_>) -> Vec<Trial> {
    let genuine = bench.subject.content(bench.raw);
    let bytes = bench.raw.bytes().enumerate();
    bytes
        .flat_map(|(at, old)| MASKS.map(|mask| (at, old, old ^ mask)))
        .filter_map(|(at, old, new)| Some((at, old, new, changed(bench, at, new)?)))
        .filter(|(.., raw)| bench.subject.content(raw) != genuine)
        .map(|(at, old, new, raw)| {
            let (old, new) = (char::from(old), char::from(new));
            let what = || format!("with {new:?} for {old:?} at byte {at}");
            bench.rejects(Clause::RejectsChangedBytes, &raw, what)
        })
        .collect()
}

const MASKS: [u8; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

/// The callback with another byte. The byte is escaped if the string would not be UTF-8 otherwise.
fn changed(bench: &Bench<'_>, at: usize, byte: u8) -> Option<String> {
    let mut raw = bench.raw.as_bytes().to_vec();
    let place = raw.get_mut(at)?;
    *place = byte;
    if let Ok(raw) = String::from_utf8(raw) {
        return Some(raw);
    }
    let (before, rest) = bench.raw.split_at_checked(at)?;
    let after = rest.get(1..)?;
    let escape = bench.subject.format.escape(byte)?;
    Some(format!("{before}{escape}{after}"))
}
