//! The guide `plutu-core/guides/declare-a-gateway.md` is one program in pieces. It compiles and
//! runs.

use std::fs;
use std::path::Path;

const GUIDE: &str = include_str!("../../plutu-core/guides/declare-a-gateway.md");

#[test]
fn the_guide_is_a_program() {
    let program = blocks("```rust\n").join("\n");
    let own_main = blocks("```rust program\n").join("\n");
    // The second program of the guide, with the first one as its library.
    let second = format!("#[allow(dead_code)]\nmod second {{\nuse super::*;\n{own_main}}}\n");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("declare_a_gateway.rs");
    fs::write(&file, format!("{program}\n{second}")).unwrap();
    let cases = trybuild::TestCases::new();
    cases.pass(file);
}

/// The code blocks that begin with this fence.
fn blocks(fence: &str) -> Vec<&'static str> {
    let mut blocks = Vec::new();
    let mut rest = GUIDE;
    while let Some((_, after)) = rest.split_once(fence) {
        let (block, after) = after.split_once("```").unwrap();
        blocks.push(block);
        rest = after;
    }
    assert!(!blocks.is_empty(), "{fence}");
    blocks
}
