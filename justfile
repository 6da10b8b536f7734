# Short names for the usual commands. `just` is a convenience: everything here is plain cargo or
# a script, and `tests/run` needs nothing but the Rust toolchain.

set shell := ["bash", "-euo", "pipefail", "-c"]

binaries := env("CARGO_TARGET_DIR", "target") / "release"

# List the recipes
default:
    @just --list --unsorted

# Formatting, lints and the domain's tests: the quick look before a commit
check:
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets -- -D warnings
    cargo test --locked --package samverkan-domain

# Everything, as continuous integration runs it; `just test --quick` leaves out the slow part
test *arguments:
    tests/run {{ arguments }}

# Start the service; configuration as in README.md
run *arguments:
    cargo run --locked -- serve {{ arguments }}

# The main job on an embedded SQLite database, then stay up; `just demo --exit` stops after it
demo *arguments:
    cargo run --locked --release -- demo {{ arguments }}

# The same on a PostgreSQL cluster of its own, which is removed afterwards
demo-postgres *arguments:
    #!/usr/bin/env bash
    set -euo pipefail
    cargo build --locked --release
    cluster=$(mktemp -d /tmp/samverkan-pg.XXXXXX)
    trap 'tests/tools/postgres.sh stop "$cluster"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    SAMVERKAN_DATABASE_URL=$(tests/tools/postgres.sh start "$cluster")
    export SAMVERKAN_DATABASE_URL
    cargo run --locked --release -- demo {{ arguments }}

# Write schemas/openapi.json and schemas/config.json anew from the code
spec:
    cargo run --locked -- spec --write

# `just bench` times the cohort solver on every instance in tests/cohorts; `just bench enrol` the
# enrolment rush on both engines (add --write to write docs/benchmarks.md, --quick to look only)
bench *arguments:
    #!/usr/bin/env bash
    set -euo pipefail
    set -- {{ arguments }}
    if [[ ${1-} == enrol ]]; then
        shift
        cluster=$(mktemp -d /tmp/samverkan-pg.XXXXXX)
        trap 'tests/tools/postgres.sh stop "$cluster"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
        SAMVERKAN_TEST_POSTGRES_URL=$(tests/tools/postgres.sh start "$cluster")
        export SAMVERKAN_TEST_POSTGRES_URL
        cargo bench --locked --workspace --bench enrol -- "$@"
        exit
    fi
    shopt -s nullglob
    instances=(tests/cohorts/*.json.gz)
    [[ ${#instances[@]} -gt 0 ]] || { echo "no instances in tests/cohorts" >&2; exit 1; }
    cargo build --locked --release
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    TIMEFORMAT='    %R s elapsed, %U s of processor'
    for instance in "${instances[@]}"; do
        echo "$instance"
        time {{ binaries }}/samverkan cohort solve "$instance" \
            --out "$folder/assignment.json" --seed 1 {{ arguments }}
    done

# Build both binaries for release and show where they are
release:
    cargo build --locked --release
    du -h {{ binaries }}/samverkan-service {{ binaries }}/samverkan
