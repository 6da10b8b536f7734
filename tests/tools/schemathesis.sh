#!/usr/bin/env bash
# Thousands of requests made by schemathesis from the contract, and against it, to a service of its own.
#
#   tests/tools/schemathesis.sh [EXAMPLES] [SEED]    (5 an operation and pass, seed 1, unless said)
#   tests/tools/schemathesis.sh --control            the contract is made wrong: that must be found
#
# Asks: no 5xx, no panic in the log, every refusal an application/problem+json, answers as the contract says,
# 405 with Allow. Plays the demonstration, serves what it leaves, and asks as nobody, as a participant, as an
# officer and as the administrator, of things that there are and of things that there are not. The service is
# SAMVERKAN_SERVICE, else the debug build; SAMVERKAN_DATABASE_URL, of an empty PostgreSQL, is used in place of
# SQLite. The schemathesis of `requirements` below is installed in target/tools. What was found, each with a request
# to repeat it, and the service's log are kept in target/tools/schemathesis-report. Ends with one line of figures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# schemathesis, then everything that it brings along.
readonly requirements='
schemathesis==4.32.5

anyio==4.16.0
certifi==2026.10.19.post1
charset-normalizer==3.5.3
click==8.5.1
graphql-core==3.3.2
harfile==0.6.0
hypothesis-graphql==0.13.5
hypothesis==6.170.17
idna==3.20
iniconfig==2.3.1
jsonschema_rs==0.60.3
markdown-it-py==4.3.0
MarkupSafe==3.0.4
mdurl==0.1.2
packaging==26.4
pluggy==1.7.0
Pygments==2.21.0
pyrate-limiter==4.5.1
pytest==9.2.0
PyYAML==6.0.4
requests==2.34.2
rich==15.0.0
sortedcontainers==2.4.0
typing_extensions==4.16.0
urllib3==2.8.0
Werkzeug==3.1.9
'
readonly tools=$PWD/target/tools/schemathesis

die() {
    printf 'schemathesis.sh: %s\n' "$*" >&2
    exit 1
}

install_tool() {
    local stamp
    stamp=$(sha256sum <<<"$requirements")
    [[ -f $tools/stamp && $(<"$tools/stamp") == "$stamp" ]] && "$tools/bin/python" -c '' && return
    rm -rf "$tools"
    python3 -m venv "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --requirement /dev/stdin <<<"$requirements"
    "$tools/bin/python" -m pip check --disable-pip-version-check >&2
    echo "$stamp" >"$tools/stamp"
}

clean_up() {
    [[ -z $service ]] || { kill "$service" && wait "$service"; } 2>/dev/null || true
    rm -rf "$folder"
}

# A developer's own settings must not steer the service.
forget_settings() {
    local name
    for name in "${!SAMVERKAN_@}"; do
        [[ $name == SAMVERKAN_DATABASE_URL ]] || unset "$name"
    done
}

# The demonstration's database, served without the limits that one asker alone would soon reach.
start_service() {
    (cd "$folder" && "$binary" demo --exit --port 0 --dir "$folder/demo" --lang en) >"$folder/demo.log" 2>&1 ||
        die "the demonstration failed: $(tail -n 3 "$folder/demo.log")"
    export SAMVERKAN_DATABASE_URL=${SAMVERKAN_DATABASE_URL:-sqlite:$folder/demo/samverkan.db}
    export SAMVERKAN_SECRET_KEY_FILE=$folder/demo/samverkan.key SAMVERKAN_MAIL_DIR=$folder/mail
    export SAMVERKAN_LISTEN=127.0.0.1:0 SAMVERKAN_LOG_FORMAT=json
    export SAMVERKAN_APPLICATIONS_PER_ADDRESS=0 SAMVERKAN_APPLICATIONS_PER_PERSON=0
    export SAMVERKAN_SIGN_INS_PER_ADDRESS=0 SAMVERKAN_SIGN_INS_TOGETHER=0
    (cd "$folder" && exec "$binary" serve) >"$folder/log" 2>&1 &
    service=$!
    local port=
    for _ in $(seq 100); do
        port=$(sed -n 's/.*"address":"127\.0\.0\.1:\([0-9]*\)".*/\1/p' "$folder/log" | head -n 1)
        [[ -z $port ]] || break
        sleep 0.2
    done
    address=http://127.0.0.1:$port
    curl -fsS "$address/readyz" >/dev/null || die "the service did not start: $(tail -n 3 "$folder/log")"
}

token() { (cd "$folder" && "$binary" token --name schemathesis --role "$1") | tail -n 1; }

write_settings() {
    cat >"$folder/chains.toml" <<SETTINGS
[generation]
database = "none"
max-examples = $examples
# Chains of requests, each made of what was answered before: so many over all operations.
[phases.stateful.generation]
database = "none"
max-examples = $((examples * 20))
# No check is left out. Two take more refusals for an answer than they would by themselves:
[checks]
# A rule may say no to what the schema allows (409, 410, 412, 422, 428, 429). So may who reads it (400), but only
# to what the schema cannot say: see what_fits_is_read in the hooks.
positive_data_acceptance.expected-statuses = [
    "2xx", "3xx", "400", "401", "403", "404", "409", "410", "412", "422", "428", "429",
]
# What is asked about may have ended (410) or changed (412) before it matters that a value is wrong; too large (413).
negative_data_rejection.expected-statuses = [
    "400", "401", "403", "404", "405", "409", "410", "412", "413", "415", "422", "428",
]
SETTINGS
    cp "$folder/chains.toml" "$folder/settings.toml"
    TOKEN=$(token administrator) "$tools/bin/python" tests/tools/schemathesis_hooks.py \
        schemas/openapi.json "$folder" "$address" "$control"
}

# ask WHO TOKEN PHASES [FILTERS...]: one pass, its output on standard error. Each has a seed of its own. A search for
# cohorts may take four minutes when a request says so.
ask() {
    local who=$1 bearer=$2 phases=$3 status=0 settings=settings.toml
    shift 3
    # Where values of ours may be named the tool soon has no chain left that is new to it.
    [[ $phases != stateful ]] || settings=chains.toml
    passes=$((passes + 1))
    mkdir -p "$folder/report"
    [[ -z $bearer ]] || set -- --header "Authorization: Bearer $bearer" "$@"
    printf '\n== %s\n' "$who" >&2
    (cd "$folder" && PYTHONPATH=$hooks SCHEMATHESIS_HOOKS=schemathesis_hooks \
        "$tools/bin/schemathesis" --config-file "$folder/$settings" run "$folder/openapi.json" \
        --url "$address" --phases "$phases" --seed "$((seed * 10 + passes))" --checks all --continue-on-failure \
        --no-color --output-sanitize false --warnings off --request-timeout 300 \
        --report-json-path "$folder/report/$who.json" "$@") >"$folder/report/$who.txt" 2>&1 || status=$?
    cat "$folder/report/$who.txt" >&2
    # 1: something was found. Anything else: it did not run.
    [[ $status -le 1 ]] || die "schemathesis did not run"
}

ask_all() {
    if [[ $control == true ]]; then
        ask administrator "$(token administrator)" examples,coverage --include-path-regex '^/api/v1/courses'
        return
    fi
    # The token that asks may end itself: that is tried last, and by itself.
    local spared=(--exclude-operation-id revoke_token)
    local administrator
    administrator=$(token administrator)
    ask nobody '' coverage,fuzzing
    ask participant "$(<"$folder/demo/nadia.ostlund@kommun.example.token")" coverage,fuzzing "${spared[@]}"
    ask officer "$(token officer)" coverage,fuzzing "${spared[@]}"
    ask administrator "$administrator" examples,coverage,fuzzing "${spared[@]}"
    ask chains "$administrator" stateful "${spared[@]}"
    curl -fsS -H "Authorization: Bearer $administrator" "$address/api/v1/tokens" >/dev/null ||
        die "the administrator's token has ended on the way: not everything was asked"
    ask tokens "$(token administrator)" examples,coverage,fuzzing --include-path-regex '^/api/v1/tokens'
}

# figure NAME: the sum over all passes.
figure() {
    sed -n "s/^ *\"$1\": \([0-9]*\),*$/\1/p" "$folder"/report/*.json | awk '{ sum += $1 } END { print sum + 0 }'
}

# logged PATTERN: lines of the service's log.
logged() { grep -cE "$1" "$folder/log" || true; }

judge() {
    kill -0 "$service" 2>/dev/null || die "the service has ended: $(tail -n 3 "$folder/log")"
    local cases taken failures undecided faults panics errors
    cases=$(figure generated) failures=$(figure unique_failures) undecided=$(figure errored)
    taken=$(logged '"status":2[0-9]{2}') faults=$(logged '"status":5[0-9]{2}')
    panics=$(logged 'panicked') errors=$(logged '"level":"ERROR"')
    printf 'cases %d, taken %d, failures %d, undecided %d, 5xx %d, panics %d, errors logged %d, ' \
        "$cases" "$taken" "$failures" "$undecided" "$faults" "$panics" "$errors"
    printf 'seconds %d, examples %d, seed %d\n' "$SECONDS" "$examples" "$seed"
    if [[ $control == true ]]; then
        grep -q 'Response violates schema' "$folder"/report/*.txt || die "the wrong contract was not noticed"
        return
    fi
    [[ $cases -gt 0 && $taken -gt 0 ]] || die "nothing was asked that the service takes"
    [[ $((failures + undecided + faults + panics + errors)) -eq 0 ]] || {
        rm -rf "$tools-report"
        cp -r "$folder/report" "$tools-report"
        cp "$folder/log" "$tools-report/log"
        die "something was found; see target/tools/schemathesis-report"
    }
}

control=false
if [[ ${1:-} == --control ]]; then
    control=true
    shift
fi
examples=${1:-5} seed=${2:-1}
binary=$(realpath "${SAMVERKAN_SERVICE:-target/debug/samverkan-service}")
hooks=$PWD/tests/tools
folder=$(mktemp -d)
service='' address='' passes=0
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export PYTHONDONTWRITEBYTECODE=1
forget_settings
install_tool
start_service
write_settings
ask_all
judge
