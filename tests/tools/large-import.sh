#!/usr/bin/env bash
# What a large import costs: seconds, and the most memory that the service and the command line held.
#
#   tests/tools/large-import.sh [ROWS] [KIND] [PROFILE]     (1000000 rows, units, the release build, unless said)
#
# Makes a register of so many school units, or a list of so many people admitted to an offering (KIND: people), imports
# it into a service of its own on a fresh SQLite database, imports it again (which changes nothing) and takes it back.
# Prints one line a step. Needs the binaries to be built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rows=${1:-1000000}
kind=${2:-units}
binaries=${CARGO_TARGET_DIR:-target}/${3:-release}
folder=$(mktemp -d)
service=

clean_up() {
    [[ -z $service ]] || { kill "$service" && wait "$service"; } 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The most memory a process has held so far, in MiB.
peak() { awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$1/status" 2>/dev/null || true; }

# People of whom each has a sound personnummer and a name of their own.
people() {
    awk -v rows="$rows" 'BEGIN {
        print "Personnummer;Efternamn;Förnamn;E-post;Kurskod;Anmälningskod;Urvalsgrupp;Meritvärde;Status;" \
            "Reservnummer;Villkor;Programkod;Yrkestitel;Skolenhetskod;Skyddad;Registreringstyp;Studieform"
        for (n = 0; n < rows; n++) {
            date = sprintf("%04d%02d%02d", 1920 + int(n / 336) % 80, 1 + int(n / 28) % 12, 1 + n % 28)
            number = sprintf("%03d", 999 - int(n / 26880))
            digits = substr(date, 3) number
            sum = 0
            for (at = 1; at <= 9; at++) {
                double = substr(digits, at, 1) * (at % 2 ? 2 : 1)
                sum += int(double / 10) + double % 10
            }
            printf "%s-%s%d;Efternamn%d;Förnamn%d;person%d@stor.example;SA123A;STOR;PG;37,5;Antagen;;;;Lärare;;" \
                "Ingen;FFG;Distans\n", date, number, (10 - sum % 10) % 10, n % 997, int(n / 997), n
        }
    }'
}

units() {
    awk -v rows="$rows" 'BEGIN {
        print "school_unit_code,name,municipality_code,municipality"
        for (n = 0; n < rows; n++) printf "%d,Skola %d,1880,Örebro\n", 10000000 + n, n
    }'
}

case $kind in
people | units) "$kind" >"$folder/large.csv" ;;
*)
    echo "not a kind: $kind" >&2
    exit 2
    ;;
esac

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

# An offering to be admitted to.
make() {
    curl -fsS -X POST -H "Authorization: Bearer $SAMVERKAN_TOKEN" -H 'Content-Type: application/json' \
        -H "Idempotency-Key: large-$1" "$SAMVERKAN_URL/api/v1/$2" -d "$3" >"$folder/answer.json"
}
if [[ $kind == people ]]; then
    make course courses '{"code":"SA123A","title_sv":"Samverkan","title_en":"Together","credits_tenths":150,
        "level":"A1N","main_field":"x","source":"https://example.org/course","demo":true}'
    make offering offerings '{"course":"SA123A","code":"SA123A-V9001V27","term":"VT2027","starts_on":"2027-01-18",
        "ends_on":"2027-06-06","pace_percent":50,"teaching":"distance","language":"sv","cohort_size":7,"demo_note":""}'
    make channel offerings/SA123A-V9001V27/channels '{"code":"STOR","kind":"imported","title_sv":"Antagna",
        "title_en":"Admitted","seats":'"$rows"'}'
    what=(admissions --offering SA123A-V9001V27)
else
    what=(workplaces)
fi
step import import "${what[@]}" "$folder/large.csv"
id=$(sed -n 's/^ *"id": *"\([0-9a-f-]*\)".*/\1/p' "$folder/answer.json" | head -n 1)
step again import "${what[@]}" "$folder/large.csv" --dry-run
step undo import undo "$id"
