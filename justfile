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

# The targets in service/domain/tests/fuzz, and the properties of what reads calendars, for as many
# cases as you have time for. A case that fails prints the seed that makes it again
fuzz cases="1000000":
    BOLERO_RANDOM_ITERATIONS={{ cases }} cargo test --locked --package samverkan-domain --test fuzz
    PROPTEST_CASES={{ cases }} cargo test --locked --package samverkan-domain --test timetable laws

# One fuzz target guided by coverage, until it fails or is stopped: reading::octets, reading::lines,
# writing::text or writing::line. Needs `cargo install cargo-bolero`
fuzz-guided target *arguments:
    cargo bolero test --package samverkan-domain --test fuzz --sanitizer NONE --rustc-bootstrap \
        {{ target }} {{ arguments }}

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

# What a large import costs: seconds and memory (needs the release build)
large-import rows='1000000' kind='units':
    cargo build --release --locked --workspace --bins
    tests/tools/large-import.sh {{ rows }} {{ kind }}

# The faults of docs/reliability.md, so many times over: 50 rounds are 200 kills an engine, and hours
faults rounds='50':
    #!/usr/bin/env bash
    set -euo pipefail
    tests/run --prepare
    cargo build --locked --workspace --bins --tests
    cluster=$(mktemp -d /tmp/samverkan-pg.XXXXXX)
    trap 'tests/tools/postgres.sh stop "$cluster"' EXIT
    SAMVERKAN_TEST_POSTGRES_URL=$(tests/tools/postgres.sh start "$cluster")
    export SAMVERKAN_TEST_POSTGRES_URL SAMVERKAN_TEST_ROUNDS={{ rounds }}
    export SAMVERKAN_TOOLS=$PWD/target/tools PATH=$PWD/target/tools/bin:$PATH
    cargo nextest run --locked --workspace --profile long --test-threads 1 --no-capture

# Whole terms with faults at every await, under seeds from `seed` on (docs/reliability.md). A term that fails prints how
# it is made again
simulate terms='10000' seed='1':
    tests/run --prepare
    SAMVERKAN_TEST_TERMS={{ terms }} SAMVERKAN_TEST_SEED={{ seed }} PATH=$PWD/target/tools/bin:$PATH \
        cargo nextest run --locked --workspace --profile long --no-capture fault::simulation::terms_hold

# Ordinary days for so many minutes, so many requests a second: what the service holds must not grow (F16)
soak minutes='480' rate='5':
    #!/usr/bin/env bash
    set -euo pipefail
    tests/run --prepare
    cargo build --locked --workspace --bins --tests
    cluster=$(mktemp -d /tmp/samverkan-pg.XXXXXX)
    trap 'tests/tools/postgres.sh stop "$cluster"' EXIT
    SAMVERKAN_TEST_POSTGRES_URL=$(tests/tools/postgres.sh start "$cluster")
    export SAMVERKAN_TEST_POSTGRES_URL SAMVERKAN_TEST_MINUTES={{ minutes }} SAMVERKAN_TEST_RATE={{ rate }}
    cargo nextest run --locked --workspace --profile long --no-capture fault::soak

# Thirty thousand requests and more, made by schemathesis from the contract and against it (F10): minutes
malformed examples='5' seed='1':
    cargo build --locked --workspace --bins
    tests/tools/schemathesis.sh {{ examples }} {{ seed }}

# The primary is lost in the rush, instances come and go: docs/drift on this machine (docs/scaling.md)
failover rounds='1':
    #!/usr/bin/env bash
    set -euo pipefail
    tests/run --prepare
    cargo build --locked --workspace --bins --tests
    export SAMVERKAN_TEST_ROUNDS={{ rounds }} PATH=$PWD/target/tools/bin:$PATH
    cargo nextest run --locked --workspace --profile long --test-threads 1 --no-capture fault::failover

# What a rush costs on docs/drift, told beforehand and measured (two minutes; docs/scaling.md)
capacity *arguments:
    cargo build --release --locked --workspace --bins
    tests/tools/capacity.py {{ binaries }}/samverkan-service {{ arguments }}

# Draw the pictures of docs/schema-och-kalendrar.md anew (needs Chromium for those of pages)
pictures:
    tests/tools/pictures.sh

# Write the files in schemas/ anew from the code; the command line is built from the contract
spec:
    cargo run --locked -- spec --write
    cargo run --locked --package samverkan-cli -- schema >schemas/cli.json.new
    mv schemas/cli.json.new schemas/cli.json

# `just bench enrol`: the enrolment rush on both engines. `just bench feed`: calendar feeds against
# nginx and bare hyper. `just bench cohort`: the cohort solver against CP-SAT and random dealing (full run:
# about two hours; --brief: about twenty minutes). With all: --write writes docs/benchmarks.md, --quick is
# to look only
bench subject *arguments:
    #!/usr/bin/env bash
    set -euo pipefail
    case {{ subject }} in
    enrol)
        cluster=$(mktemp -d /tmp/samverkan-pg.XXXXXX)
        trap 'tests/tools/postgres.sh stop "$cluster"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
        SAMVERKAN_TEST_POSTGRES_URL=$(tests/tools/postgres.sh start "$cluster")
        export SAMVERKAN_TEST_POSTGRES_URL
        cargo bench --locked --workspace --bench service -- {{ arguments }}
        ;;
    feed)
        SAMVERKAN_BENCH_NGINX=$(tests/tools/nginx.sh target/tools/nginx)
        export SAMVERKAN_BENCH_NGINX
        cargo bench --locked --workspace --bench service -- feed {{ arguments }}
        ;;
    cohort)
        cargo build --locked --release
        cpsat=$(tests/cohorts/cpsat-venv)
        python3 -B tests/cohorts/bench.py --solver "$PWD/{{ binaries }}/samverkan" \
            --cpsat "$cpsat" {{ arguments }}
        ;;
    *)
        echo "what to measure: enrol, feed or cohort" >&2
        exit 1
        ;;
    esac

# Build both binaries for release and show where they are
release:
    cargo build --locked --release
    du -h {{ binaries }}/samverkan-service {{ binaries }}/samverkan

# A Debian package of both programs in target/package: after `just release` and `just sbom`
package binaries=binaries:
    service/package/build {{ binaries }} target/package

# The package in a Debian of its own that is booted: installed, killed, upgraded, removed (as root; docs/uppgradera.md)
booted binaries=binaries:
    tests/tools/booted.sh {{ binaries }}

# The image, built on stand-ins and run: as docs/uppgradera.md says, nothing is compiled (as root)
contained binaries=binaries:
    tests/tools/contained.sh {{ binaries }}

# What both programs are built from, as CycloneDX, into target/sbom (installs cargo-cyclonedx: some minutes, once)
sbom:
    service/package/sbom target/sbom

# Known weaknesses, licences, banned crates. Fetches the list of weaknesses, and says so if it cannot be had
audit:
    service/package/audit
