//! Checks that the functions and tests in the README's table of rules exist.

use std::fs;
use std::path::Path;

#[test]
fn the_functions_that_the_readme_names_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut found = 0;
    for line in readme.lines().filter(|line| line.starts_with("| ")) {
        let Some((_, rest)) = line.split_once("](src/") else {
            continue;
        };
        let (path, rest) = rest.split_once(')').unwrap();
        let source = fs::read_to_string(folder.join("src").join(path))
            .unwrap_or_else(|_| panic!("{path} is not there"));
        let names: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        let (test, names) = names.split_last().unwrap();
        assert!(!names.is_empty(), "{line}");
        for name in names {
            assert!(defines(&source, name), "{name} is not in {path}");
        }
        assert!(is_test(folder, test), "there is no test {test}");
        found += 1;
    }
    assert!(found >= 15, "only {found} rules");
}

fn defines(source: &str, name: &str) -> bool {
    let kinds = ["fn ", "const ", "struct ", "enum ", "EXISTS "];
    kinds.iter().any(|kind| {
        let item = format!("{kind}{name}");
        let mut pieces = source.split(item.as_str()).skip(1);
        pieces.any(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
    })
}

fn is_test(folder: &Path, name: &str) -> bool {
    let files = fs::read_dir(folder.join("tests/suite")).unwrap();
    let mut sources = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    sources.any(|source| source.contains(&format!("fn {name}()")))
}
