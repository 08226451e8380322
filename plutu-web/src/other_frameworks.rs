#![doc = include_str!("../docs/other-frameworks.md")]
