# What the gate runs.
check:
    bash .ci/run

# How dear a verified callback is, as a ratio to the bare hash.
bench:
    cargo bench -p plutu-core --bench callback

# What a declaration costs to compile, as a ratio to other builders. Takes some minutes.
bench-compile-time:
    cargo bench -p plutu-tests --bench compile_time
