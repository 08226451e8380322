//! The file of `fail/out_of_line_module.rs`.
