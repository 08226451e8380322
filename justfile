# What the gate runs.
check:
    bash .ci/run

# How dear a verified callback is, as a ratio to the bare hash.
bench:
    cargo bench -p plutu-core --bench callback
