#!/usr/bin/env bash
# What a large import costs: seconds, and the most memory that the service and the command line held.
#
#   tests/tools/large-import.sh [ROWS] [PROFILE]     (1000000 rows, the release build, unless said)
#
# Makes a register of so many school units, imports it into a service of its own on a fresh SQLite database, imports it
# again (which changes nothing) and takes it back. Prints one line a step. Needs the binaries to be built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rows=${1:-1000000}
binaries=${CARGO_TARGET_DIR:-target}/${2:-release}
folder=$(mktemp -d)
service=

clean_up() {
    [[ -z $service ]] || kill "$service" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The most memory a process has held so far, in MiB.
peak() { awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$1/status" 2>/dev/null || true; }

awk -v rows="$rows" 'BEGIN {
    print "school_unit_code,name,municipality_code,municipality"
    for (n = 0; n < rows; n++) printf "%d,Skola %d,1880,Örebro\n", 10000000 + n, n
}' >"$folder/register.csv"

port=$(awk 'BEGIN { srand(); print int(20000 + rand() * 20000) }')
export SAMVERKAN_DATABASE_URL=sqlite:$folder/samverkan.db SAMVERKAN_LISTEN=127.0.0.1:$port
export SAMVERKAN_PUBLIC_URL=http://127.0.0.1:$port SAMVERKAN_URL=http://127.0.0.1:$port
export SAMVERKAN_MAIL_DIR=$folder/mail
(cd "$folder" && exec "$OLDPWD/$binaries/samverkan-service" serve) >"$folder/log" 2>&1 &
service=$!
for _ in $(seq 100); do
    if curl -fsS "http://127.0.0.1:$port/readyz" >/dev/null 2>&1; then break; fi
    sleep 0.2
done
SAMVERKAN_TOKEN=$(cd "$folder" && "$OLDPWD/$binaries/samverkan-service" token --name measure --role administrator | tail -n 1)
export SAMVERKAN_TOKEN

printf '%-14s %10s %8s %12s %12s\n' step rows seconds service/MiB cli/MiB
step() {
    local name=$1 began most=0 now client
    shift
    # The kernel begins to count anew.
    echo 5 >"/proc/$service/clear_refs" 2>/dev/null || true
    began=$(date +%s.%N)
    "$binaries/samverkan" --yes --json "$@" >"$folder/answer.json" 2>"$folder/error" &
    client=$!
    while kill -0 "$client" 2>/dev/null; do
        now=$(peak "$client")
        if [[ -n $now && $now -gt $most ]]; then most=$now; fi
        sleep 0.2
    done
    if ! wait "$client"; then
        cat "$folder/error" >&2
        exit 1
    fi
    awk -v name="$name" -v rows="$rows" -v began="$began" -v ended="$(date +%s.%N)" \
        -v service="$(peak "$service")" -v client="$most" \
        'BEGIN { printf "%-14s %10d %8.1f %12d %12d\n", name, rows, ended - began, service, client }'
}

step import import workplaces "$folder/register.csv"
id=$(sed -n 's/^ *"id": *"\([0-9a-f-]*\)".*/\1/p' "$folder/answer.json" | head -n 1)
step again import workplaces "$folder/register.csv" --dry-run
step undo import undo "$id"
