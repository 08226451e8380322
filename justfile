# Every check, as one command. `just check` is the gate; each of its steps can be run alone.

# The steps of the gate, in their order.
gate := "fmt clippy doc api words deny unused test exhaustive no-provider two-tls examples features wasm messages \
    fuzz-short packages-of-core editor package dist packages image workflows coverage"

# Slower checks, for a release.
full := "msrv minimal-versions semver forgeries mutants"

# The published crates, in the order of their dependencies.
published := "plutu-derive plutu-core plutu-http plutu-orders plutu-sandbox plutu-web plutu-contract"

# `.ci/tool` installs missing tools here.
export PATH := justfile_directory() / "target/tools/bin:" + env("PATH")

# Lists the recipes.
default:
    @just --list --unsorted

# Runs the gate: every step that the variable `gate` names.
check:
    bash .ci/run

# Formatting.
fmt:
    cargo fmt --all --check
    cargo fmt --manifest-path fuzz/Cargo.toml --check

# Lints, with warnings denied.
clippy:
    cargo clippy --workspace --all-targets --all-features --locked -- -D warnings

# Documentation builds without a warning or a broken link.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --all-features --no-deps --locked

# Compares the public API with the snapshots in tests/api. INSTA_UPDATE=always renews them.
api:
    cargo test -p plutu-tests-api -- --ignored --nocapture

# The word list of CONTRIBUTING.md, the width of comments, the promises, and spelling.
words:
    #!/usr/bin/env bash
    set -euo pipefail
    cargo test -p plutu-tests-prose
    if command -v typos >/dev/null; then
      typos
    else
      echo "skipped: spelling, as typos is not installed (pip install typos)"
    fi

# Checks the licenses and sources of all dependencies, and their known vulnerabilities if GitHub can be reached.
deny:
    #!/usr/bin/env bash
    set -euo pipefail
    bash .ci/tool cargo-deny 0.20.2 || exit 0
    cargo deny --log-level error --locked check --hide-inclusion-graph licenses bans sources
    if git ls-remote -q https://github.com/RustSec/advisory-db HEAD >/dev/null 2>&1; then
      cargo deny --log-level error --locked check advisories
    else
      echo "skipped: advisories, as https://github.com/RustSec/advisory-db cannot be reached"
    fi

# Finds dependencies that nothing uses.
unused:
    #!/usr/bin/env bash
    set -euo pipefail
    bash .ci/tool cargo-machete 0.9.2 || exit 0
    cargo machete

# All tests, with every feature that can be tested on this machine.
test:
    cargo test --workspace

# Every query of up to eight characters against a reference, and every combination of flags and fields.
exhaustive:
    cargo test --release -p plutu-core --lib --test verdicts exhaustive -- --nocapture

# A client without a cryptography provider reports that when it is built.
no-provider:
    cargo test -p plutu-http --no-default-features --features reqwest,ureq,rustls-no-provider --test suite building

# Of rustls and the platform's TLS, payments use rustls, whatever another crate enables.
two-tls:
    cargo test -p plutu-http --features native-tls,ureq --test suite
    cargo test -p plutu-http --no-default-features --features native-tls,reqwest,ureq,rustls-no-provider --test suite building

# The examples run and succeed.
examples:
    cargo run --example payment
    cargo run --example otp

# Features only add: every pair of them compiles.
features:
    bash .ci/tool cargo-hack 0.6.46
    cargo hack clippy -p plutu-http -p plutu-orders -p plutu-web --feature-powerset --depth 2 --locked -- -D warnings

# What knows nothing of sockets compiles for browsers and workers.
wasm:
    #!/usr/bin/env bash
    set -euo pipefail
    if ! rustup target add wasm32-unknown-unknown; then
      echo "skipped: wasm, as the target cannot be installed"
      exit 0
    fi
    cargo check -p plutu-core --target wasm32-unknown-unknown --locked
    cargo check -p plutu-http --no-default-features --features testing,tower,tracing --target wasm32-unknown-unknown --locked

# Compiler messages on another compiler than the recorded one: the phrases that matter.
messages:
    PLUTU_UI=phrases cargo test -p plutu-tests --test ui

# 20,000 hostile inputs for each fuzz target, from the kept corpus.
fuzz-short:
    #!/usr/bin/env bash
    set -euo pipefail
    bash .ci/tool cargo-fuzz 0.13.2
    cargo fetch --manifest-path fuzz/Cargo.toml --locked
    # cargo-fuzz wants a nightly compiler, or this variable.
    export RUSTC_BOOTSTRAP=1
    # A fixed seed, no addresses chosen at random, and nothing kept from an earlier run: every run of
    # a commit tries the same inputs.
    fixed=(setarch --addr-no-randomize)
    "${fixed[@]}" true || fixed=(env)
    for target in $(cargo fuzz list); do
      found=$(mktemp -d)
      "${fixed[@]}" cargo fuzz run --sanitizer none "$target" "$found" "fuzz/corpus/$target" -- \
        -seed=1 -reload=0 -runs=20000 -dict=fuzz/dictionary.txt -verbosity=0 -print_final_stats=1 2>&1 | sed '/# Uses: /d'
      rm -r "$found"
    done

# A user who only verifies callbacks does not compile a TLS stack: plutu-core has at most 30 packages.
packages-of-core:
    #!/usr/bin/env bash
    set -euo pipefail
    packages=$(cargo tree -p plutu-core -e normal,build --prefix none --no-dedupe --locked | sed 's/ (.*//' | sort -u | wc -l)
    echo "plutu-core: $packages packages"
    test "$packages" -le 30

# What rust-analyzer shows of a declaration: completion, hover, definitions, renames, messages.
editor:
    #!/usr/bin/env bash
    set -euo pipefail
    rustup component add rust-analyzer rust-src || true
    cargo test -p plutu-test-editor --features rust-analyzer --test stories

# Checks that each package contains the right files and builds from them alone. UPDATE=1 renews the list of files.
package:
    bash .ci/package {{published}}

# The program plutu-sandbox as it is published: static, in the profile `dist`, at most 15 MB.
dist:
    packaging/build.sh

# Packs plutu-sandbox, installs each package from its file, and takes payments with it.
packages:
    #!/usr/bin/env bash
    set -euo pipefail
    for tool in curl npm python3; do
      if ! command -v "$tool" >/dev/null; then
        echo "skipped: packages, as there is no $tool"
        exit 0
      fi
    done
    if ! python3 -c 'import ensurepip' 2>/dev/null; then
      echo "skipped: packages, as python3 cannot make virtual environments"
      exit 0
    fi
    packaging/pack.sh
    python3 packaging/test.py archive npm python

# The container image of plutu-sandbox, with docker or buildah, and a payment with it.
image:
    packaging/image.sh

# The workflows of GitHub Actions and the YAML of recipes.md, checked for mistakes.
workflows:
    packaging/workflows.sh

# Measures how much of plutu-core, plutu-derive and plutu-orders their tests run. docs/coverage.md explains the rest.
coverage *options:
    #!/usr/bin/env bash
    set -euo pipefail
    if ! rustup component add llvm-tools; then
      echo "skipped: coverage, as llvm-tools cannot be installed"
      exit 0
    fi
    bash .ci/tool cargo-llvm-cov 0.9.1 || exit 0
    cargo llvm-cov clean --workspace
    # Without the exhaustive tests, which reach no other code and take longest.
    cargo llvm-cov --profile coverage --no-report --locked --all-features -p plutu-core -p plutu-derive -p plutu-orders -- \
      --skip exhaustive --skip the_laws_hold_in_every_state
    cargo llvm-cov report --profile coverage --json --output-path target/coverage.json
    cargo run --quiet --locked -p plutu-tests-coverage -- {{options}} <target/coverage.json

# Compiles everything with the oldest supported Rust, and runs the tests of the crates that decide about money.
msrv:
    #!/usr/bin/env bash
    set -euo pipefail
    version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    if ! rustup run "$version" cargo --version && ! rustup toolchain install "$version" --profile minimal; then
      echo "skipped: Rust $version, as the toolchain cannot be installed"
      exit 0
    fi
    # A directory of its own, so that the results of the other toolchain are kept.
    export CARGO_TARGET_DIR=target/msrv
    cargo "+$version" check --locked --all-features $(printf -- '-p %s ' {{published}})
    cargo "+$version" test --locked --all-features -p plutu-core -p plutu-http -p plutu-orders

# Compiles everything with the lowest versions of the dependencies that the manifests allow.
minimal-versions:
    #!/usr/bin/env bash
    set -euo pipefail
    copy=target/minimal-versions
    rm -rf "$copy" && mkdir -p "$copy"
    git ls-files -z --cached --others --exclude-standard | xargs -0 cp -P --parents -t "$copy"
    cd "$copy"
    RUSTC_BOOTSTRAP=1 cargo update --quiet -Z direct-minimal-versions
    CARGO_TARGET_DIR=../minimal cargo check --workspace --all-features --locked

# Finds breaking changes since the last tag that the version does not announce. Slow: installing the tool takes minutes.
semver:
    #!/usr/bin/env bash
    set -euo pipefail
    if ! tag=$(git describe --tags --abbrev=0 2>/dev/null); then
      echo "skipped: semver, as there is no tag to compare with"
      exit 0
    fi
    bash .ci/tool cargo-semver-checks 0.51.0 || exit 0
    cargo semver-checks --workspace --baseline-rev "$tag"

# A hundred million forged callbacks.
forgeries:
    PLUTU_FORGERIES=100000000 cargo test --release -p plutu-tests --test suite t1_

# Changes the verifier in some 350 ways; each change must make a test fail. Needs cargo-mutants, and an hour.
mutants:
    cargo mutants -p plutu-core

# Hostile bytes for `verify`, `verify_json`, `reply` or `fields`, until stopped. Needs cargo-fuzz and a C++ compiler.
fuzz target *options:
    mkdir -p fuzz/target/found/{{target}}
    RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none {{target}} fuzz/target/found/{{target}} fuzz/corpus/{{target}} -- -dict=fuzz/dictionary.txt -max_len=10000 {{options}}

# The certainty of each fault with each HTTP client, measured and printed as a table.
certainty:
    cargo test -p plutu-tests --test contract matrix -- --nocapture

# Whether the time of a verification depends on the hash, compared with a naive one that does.
timing:
    cargo bench -p plutu-core --bench timing

# The cost of a verified callback, as a ratio to a plain implementation and to the bare hash.
bench:
    cargo bench -p plutu-core --bench callback

# The cost of the client over bare reqwest, as a ratio of processor time. Fails above the bound.
bench-client:
    cargo bench -p plutu-http --bench overhead

# Settlements per second through the shop's return route, and the cost of verification and state machine.
bench-shop:
    cargo bench -p shop --bench load

# The cost of compiling a declaration, as a ratio to other builders. Takes some minutes.
bench-compile-time:
    cargo bench -p plutu-tests --bench compile_time

# Sets the version of all crates, of what they require of each other, and in the documents: `just version 0.2.0`.
version new:
    sed -i -E '/^(version|plutu-[a-z]+) = /s/"(=?)[0-9][^"]*"/"\1{{new}}"/' Cargo.toml
    # tests/prose/versions.rs reads the same places.
    git ls-files -z -- '*.md' '*.mjs' '*.py' '*.rs' ':!CHANGELOG.md' ':!docs/releases' | xargs -0 \
      sed -i -E 's/(plutu-[a-z]+([@:]| = (\{ version = )?"))[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z]+(\.[0-9a-z]+)*)?/\1{{new}}/g'
    cargo update --workspace --quiet
    cargo update --workspace --quiet --manifest-path fuzz/Cargo.toml
    mkdir -p target
    cargo run --quiet -p plutu-sandbox -- openapi >target/openapi.json
    mv target/openapi.json plutu-sandbox/docs/openapi.json
    git diff --stat
