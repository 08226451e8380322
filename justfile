# What the gate runs.
check:
    bash .ci/run

# What each HTTP client says of each fault, measured and printed as a table.
certainty:
    cargo test -p plutu-tests --test contract matrix -- --nocapture

# What a verified callback costs, as a ratio to a plain implementation and to the bare hash.
bench:
    cargo bench -p plutu-core --bench callback

# What the client costs over bare reqwest, as a ratio of processor time. It fails above the bound.
bench-client:
    cargo bench -p plutu-http --bench overhead

# Settlements per second through the shop's return route, and what verification and state machine add to them.
bench-shop:
    cargo bench -p shop --bench load

# Whether the time of a verification tells where a forged hash is wrong, beside a naive one of which it does.
timing:
    cargo bench -p plutu-core --bench timing

# Hostile bytes for `verify`, `verify_json`, `reply` or `fields`, until it is stopped. Needs cargo-fuzz and a C++ compiler.
fuzz target *options:
    mkdir -p fuzz/target/found/{{target}}
    RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none {{target}} fuzz/target/found/{{target}} fuzz/corpus/{{target}} -- -dict=fuzz/dictionary.txt -max_len=10000 {{options}}

# Every query of up to eight characters against a reference, and every combination of flags and fields.
exhaustive:
    cargo test --release -p plutu-core --lib --test verdicts exhaustive -- --nocapture

# What a declaration costs to compile, as a ratio to other builders. Takes some minutes.
bench-compile-time:
    cargo bench -p plutu-tests --bench compile_time

# Changes the verifier in some 350 ways, each of which must make a test fail. Needs cargo-mutants, and an hour.
mutants:
    cargo mutants -p plutu-core
