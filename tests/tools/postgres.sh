#!/usr/bin/env bash
# A private PostgreSQL cluster: for the tests, and for `just demo-postgres`.
#
#   postgres.sh start DIR    make a cluster in DIR, start it on a free port, print its URL
#   postgres.sh url DIR      print the URL again
#   postgres.sh restart DIR  kill the server and start it again on the same port
#   postgres.sh stop DIR     stop the cluster at once and remove DIR
#
# The cluster listens on 127.0.0.1 only, has one superuser with a random password, and shares
# nothing with any other cluster on the machine. PostgreSQL refuses to run as root; for root it
# runs as the user `postgres`, or `nobody` where there is none. That user must be able to reach
# DIR, so choose one below /tmp rather than below a home directory.
set -euo pipefail

readonly attempts=20

say() { printf 'postgres.sh: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# The folder of initdb and pg_ctl: the newest Debian version, else whatever is on PATH.
find_binaries() {
    local newest
    newest=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1) || true
    [[ -n $newest ]] || newest=$(command -v initdb) ||
        die "no PostgreSQL server programs; on Debian: apt-get install postgresql"
    dirname "$(readlink -f "$newest")"
}

# The account the server runs as; empty when that is the caller.
server_account() {
    [[ $EUID -eq 0 ]] || return 0
    local account
    for account in postgres nobody; do
        if id "$account" >/dev/null 2>&1; then
            echo "$account"
            return 0
        fi
    done
    die "PostgreSQL cannot run as root, and there is neither a user postgres nor nobody"
}

as_server() {
    if [[ -n $account ]]; then runuser -u "$account" -- "$@"; else "$@"; fi
}

random_hex() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# Below the range the kernel hands out to outgoing connections (32768 and up).
random_port() { echo $((20000 + (RANDOM * 32768 + RANDOM) % 12000)); }

prepare() {
    mkdir -p "$dir"
    [[ ! -e $dir/data ]] || die "$dir already holds a cluster"
    [[ -z $account ]] || chown "$account" "$dir"
    chmod 700 "$dir"
    as_server test -w "$dir" ||
        die "the user $account cannot reach $dir; choose a folder below /tmp"
}

# Every client shares this machine with the server, so the password crosses loopback in clear
# (`password`): verifying SCRAM in an unoptimised client costs tens of milliseconds a connection.
initialise() {
    local password_file=$dir/password
    as_server tee "$password_file" >/dev/null <<<"$password"
    as_server "$binaries/initdb" --pgdata="$dir/data" --username=samverkan \
        --auth=password --pwfile="$password_file" --encoding=UTF8 --locale=C --no-instructions \
        >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; die "initdb failed"; }
    rm -f "$password_file"
    as_server tee -a "$dir/data/postgresql.conf" >/dev/null <<'SETTINGS'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
fsync = on
timezone = 'UTC'
log_timezone = 'UTC'
SETTINGS
}

# Only the server can tell whether a port is free, so try, and try another when it is taken.
launch() {
    local attempt port
    for ((attempt = 1; attempt <= attempts; attempt++)); do
        port=$(random_port)
        as_server rm -f "$dir/log"
        if as_server "$binaries/pg_ctl" start --pgdata="$dir/data" --log="$dir/log" \
            --options="-p $port" --wait --timeout=60 --silent >/dev/null 2>&1; then
            (umask 077 && echo "postgres://samverkan:$password@127.0.0.1:$port/postgres" >"$dir/url")
            return 0
        fi
        grep -q 'could not bind' "$dir/log" 2>/dev/null || break
    done
    cat "$dir/log" >&2 2>/dev/null || true
    die "the server did not start"
}

start() {
    local password
    password=$(random_hex)
    prepare
    initialise
    launch
    url
}

url() {
    [[ -f $dir/url ]] || die "no running cluster in $dir"
    cat "$dir/url"
}

restart() {
    url >/dev/null
    as_server "$binaries/pg_ctl" restart --pgdata="$dir/data" --log="$dir/log" --mode=immediate \
        --wait --timeout=60 --silent >/dev/null || die "the server did not come back; see $dir/log"
}

stop() {
    if [[ -f $dir/data/PG_VERSION ]]; then
        as_server "$binaries/pg_ctl" stop --pgdata="$dir/data" --mode=immediate --silent \
            >/dev/null 2>&1 || true # not running any more
    elif [[ ! -f $dir/initdb.log && -n $(ls -A "$dir" 2>/dev/null) ]]; then
        die "$dir holds no cluster of ours; nothing removed"
    fi
    rm -rf "$dir"
}

[[ $# -eq 2 ]] || die "usage: postgres.sh start|url|restart|stop DIR"
command=$1
mkdir -p "$(dirname "$2")"
dir=$(realpath -m "$2")
binaries=$(find_binaries)
account=$(server_account)
cd / # the server account may not be allowed to stand where the caller stands

case $command in
start | url | restart | stop) "$command" ;;
*) die "unknown command $command; usage: postgres.sh start|url|restart|stop DIR" ;;
esac
