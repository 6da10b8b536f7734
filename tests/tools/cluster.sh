#!/usr/bin/env bash
# The cluster of docs/drift on one machine, from those very files: three members of etcd, two PostgreSQL under
# Patroni, and HAProxy. For the tests; the instances are theirs.
#
#   cluster.sh start DIR              make it in DIR, print the address of the database
#   cluster.sh url DIR                print that again; DIR/addresses has the others
#   cluster.sh status DIR             who is what
#   cluster.sh kill-primary DIR [HOW] machine (the default): kill -9 all that is on the primary's machine;
#                                     postgres: PostgreSQL alone; silent: all stops without a word
#   cluster.sh kill-standby DIR [HOW] the same to the other
#   cluster.sh asynchronous DIR       for a negative control: acknowledge without the standby
#   cluster.sh heal DIR [MACHINE]     what is dead is started, what is silent goes on
#   cluster.sh proxy DIR              what the proxy thinks of everybody (CSV)
#   cluster.sh stop DIR               stop everything at once and remove DIR
#
# Machines are called a, b and c; c has etcd alone. All listens on 127.0.0.1. Nothing is installed: Debian's
# packages are unpacked into DIR. As for postgres.sh, choose a DIR below /tmp.
set -euo pipefail

source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly drift=$source_folder/docs/drift
readonly cache=${SAMVERKAN_TOOLS:-$source_folder/target/tools}/cluster
readonly packages=(etcd-server haproxy liblua5.3-0 libopentracing1 libopentracing-c-wrapper0 patroni python3-etcd
    python3-dnspython python3-psycopg2 python3-psutil python3-urllib3 python3-dateutil python3-click
    python3-prettytable python3-wcwidth python3-cdiff python3-six python3-yaml)
readonly patience=60

say() { printf 'cluster.sh: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# Within DIR, since the server's account may not be able to reach the clone.
unpack() {
    mkdir -p "$cache"
    (
        cd "$cache"
        flock 9
        [[ -f complete ]] || {
            apt-get download -qq "${packages[@]}" 2>log || { apt-get update -qq && apt-get download -qq "${packages[@]}" 2>log; } ||
                { cat log >&2; die "apt-get could not download the packages"; }
            touch complete
        }
    ) 9>"$cache/lock"
    local package
    for package in "$cache"/*.deb; do dpkg -x "$package" "$dir/root"; done
}

find_postgres() {
    local newest
    newest=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [[ -n $newest ]] || die "no PostgreSQL server programs; on Debian: apt-get install postgresql"
    dirname "$newest"
}

random_hex() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A free block below the range that the kernel hands out to outgoing connections.
choose_ports() {
    local port
    while base=$((20000 + RANDOM % 600 * 20)); do
        for ((port = base; port < base + 15; port++)); do taken "$port" && continue 2; done
        return 0
    done
}

# Where a machine's PROGRAM listens: address a patroni.
address() {
    local -A machines=([a]=0 [b]=1 [c]=2 [proxy]=0) programs=([peer]=0 [etcd]=3 [instance]=6 [patroni]=9 [postgres]=11 [clients]=13 [database]=14)
    echo "127.0.0.1:$(($(<"$dir/base") + programs[$2] + machines[$1]))"
}

# environment EXAMPLE NAME=VALUE...: the example's settings with other values for some.
environment() {
    printf '%s\n' "SAMVERKAN_CLUSTER=$dir" "PATH=$PATH" LC_ALL=C.UTF-8
    sed -n 's/^\([A-Z0-9_]*=\)"\(.*\)"$/\1\2/; /^[A-Z]/p' "$drift/$1"
    shift
    printf '%s\n' "$@"
}

# run NAME COMMAND...: in the background, as the server's account, with the settings in DIR/env/PROGRAM-MACHINE.
run() {
    local name=$1 settings
    shift
    mapfile -t settings <"$dir/env/$name"
    as_server setsid env -i "${settings[@]}" "$@" >>"$dir/log/$name" 2>&1 9>&- &
    echo $! >"$dir/pid/$name"
}

as_server() {
    if [[ $EUID -eq 0 ]]; then exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else exec "$@"; fi
}

launch() {
    local program=${1%-*} machine=${1#*-} lib=$dir/root/usr/lib
    case $program in
    etcd) run "$1" "$dir/root/usr/bin/etcd" ;;
    patroni) run "$1" PYTHONPATH="$lib/python3/dist-packages" PYTHONDONTWRITEBYTECODE=1 \
        /usr/bin/python3 "$dir/root/usr/bin/patroni" "$dir/patroni.yml" ;;
    haproxy) run "$1" LD_LIBRARY_PATH="$(echo "$lib"/*-linux-gnu)" "$dir/root/usr/sbin/haproxy" -W -f "$dir/haproxy.cfg" ;;
    esac
}

write_settings() {
    local machine members= peers= settings
    for machine in a b c; do
        members+=,$(address $machine etcd)
        peers+=,$machine=http://$(address $machine peer)
    done
    for machine in a b c; do
        environment etcd.env ETCD_NAME=$machine ETCD_DATA_DIR="$dir/etcd-$machine" \
            ETCD_LISTEN_PEER_URLS="http://$(address $machine peer)" \
            ETCD_INITIAL_ADVERTISE_PEER_URLS="http://$(address $machine peer)" \
            ETCD_LISTEN_CLIENT_URLS="http://$(address $machine etcd)" \
            ETCD_ADVERTISE_CLIENT_URLS="http://$(address $machine etcd)" \
            ETCD_INITIAL_CLUSTER="${peers#,}" >"$dir/env/etcd-$machine"
    done
    for machine in a b; do
        environment patroni.env PATRONI_NAME=$machine PATRONI_ETCD3_HOSTS="${members#,}" \
            PATRONI_RESTAPI_LISTEN="$(address $machine patroni)" \
            PATRONI_RESTAPI_CONNECT_ADDRESS="$(address $machine patroni)" \
            PATRONI_POSTGRESQL_LISTEN="$(address $machine postgres)" \
            PATRONI_POSTGRESQL_CONNECT_ADDRESS="$(address $machine postgres)" \
            PATRONI_POSTGRESQL_DATA_DIR="$dir/postgres-$machine" \
            PATRONI_POSTGRESQL_BIN_DIR="$(find_postgres)" PATRONI_POSTGRESQL_PGPASS="$dir/pgpass-$machine" \
            PATRONI_SUPERUSER_PASSWORD="$password" PATRONI_REPLICATION_PASSWORD="$password" >"$dir/env/patroni-$machine"
    done
    settings=()
    for machine in a b c; do settings+=("SAMVERKAN_INSTANCE_${machine^}=$(address $machine instance)"); done
    for machine in a b; do
        settings+=("SAMVERKAN_DATABASE_${machine^}=$(address $machine postgres)")
        settings+=("SAMVERKAN_PATRONI_PORT_${machine^}=$(address $machine patroni | cut -d : -f 2)")
    done
    environment haproxy.env SAMVERKAN_PROXY_SOCKET="$dir/proxy.sock" SAMVERKAN_PROXY_CONNECTIONS=4000 \
        SAMVERKAN_PROXY_CLIENTS="$(address proxy clients)" \
        SAMVERKAN_PROXY_DATABASE="$(address proxy database)" "${settings[@]}" >"$dir/env/haproxy-proxy"
    cat >"$dir/addresses" <<END
database=postgres://samverkan:$password@$(address proxy database)/samverkan
clients=http://$(address proxy clients)
instance_a=$(address a instance)
instance_b=$(address b instance)
instance_c=$(address c instance)
patroni_a=$(address a patroni)
patroni_b=$(address b patroni)
END
}

answers() { curl --silent --fail --max-time 2 --output /dev/null "http://$1"; }
primary() {
    local machine
    for machine in a b; do answers "$(address $machine patroni)/primary" && echo $machine && return; done
    return 1
}
other() { if [[ $1 == a ]]; then echo b; else echo a; fi; }
has_standby() {
    local leads
    leads=$(primary) && answers "$(address "$(other "$leads")" patroni)/sync"
}
can_reach() { psql --quiet --no-psqlrc --command 'SELECT' "$1" >/dev/null 2>&1; }

until_true() {
    local end=$((SECONDS + patience))
    until "$@"; do
        ((SECONDS < end)) || { tail -n 5 "$dir"/log/* >&2; die "waited $patience s in vain: $*"; }
        sleep 0.2
    done
}

start() {
    [[ ! -e $dir/base ]] || die "$dir already holds a cluster"
    mkdir -p "$dir"/{env,log,pid,root}
    local base password machine
    password=$(random_hex)
    choose_ports
    echo "$base" >"$dir/base"
    unpack
    cp "$drift"/{patroni.yml,haproxy.cfg} "$dir"
    (umask 077 && write_settings)
    chmod 711 "$dir"
    [[ $EUID -ne 0 ]] || chown -R postgres "$dir"
    for machine in a b c; do launch etcd-$machine; done
    for machine in a b; do launch patroni-$machine; done
    launch haproxy-proxy
    until_true has_standby
    until_true can_reach "postgres://postgres:$password@$(address proxy database)/postgres"
    SAMVERKAN_DATABASE_PASSWORD=$password psql --quiet --no-psqlrc --file "$drift/first-database.sql" \
        "postgres://postgres:$password@$(address proxy database)/postgres"
    url
}

url() { sed -n 's/^database=//p' "$dir/addresses"; }

# Ours, and not another that has got the number since.
ours() { grep -qz "^SAMVERKAN_CLUSTER=$dir$" "/proc/$1/environ" 2>/dev/null; }

processes() { # of NAME in DIR/pid, or of a machine's PostgreSQL; those who start others first
    local pid
    case $1 in
    postgres-*) pid=$(head -n 1 "$dir/$1/postmaster.pid" 2>/dev/null) || return 0 ;;
    *) pid=$(cat "$dir/pid/$1" 2>/dev/null) || return 0 ;;
    esac
    ours "$pid" || return 0
    echo "$pid"
    pgrep --parent "$pid" || true
}

# strike HOW NAME...: they stop where they stand, so that none sees another go; then they die.
strike() {
    local how=$1 name pid all=()
    shift
    for name in "$@"; do
        for pid in $(processes "$name"); do
            kill -STOP "$pid" 2>/dev/null && all+=("$pid")
        done
    done
    [[ $how == silent ]] || kill -KILL "${all[@]}" 2>/dev/null || true
}

strike_machine() {
    case $2 in
    machine) strike killed "patroni-$1" "postgres-$1" "etcd-$1" ;;
    silent) strike silent "patroni-$1" "postgres-$1" "etcd-$1" ;;
    postgres) strike killed "postgres-$1" ;;
    *) die "how? machine, postgres or silent" ;;
    esac
    echo "$1"
}

heal() {
    local name pid
    for name in postgres-{a,b} etcd-{a,b,c} patroni-{a,b} haproxy-proxy; do
        [[ -z $1 || $name == *-"$1" ]] || continue
        for pid in $(processes "$name"); do kill -CONT "$pid" 2>/dev/null || true; done
        [[ $name == postgres-* || -n $(processes "$name") ]] || launch "$name"
    done
    [[ -n $1 ]] || until_true has_standby
}

status() {
    local machine members
    for machine in a b; do
        members=$(curl --silent --fail --max-time 2 "http://$(address $machine patroni)/cluster") || continue
        python3 -c '
import json, sys
for member in json.loads(sys.argv[1])["members"]:
    print(*(f"{key}={member[key]}" for key in ("name", "role", "state", "timeline", "lag") if key in member))
' "$members"
        return
    done
    die "Patroni answers nowhere"
}

asynchronous() {
    # However far behind: what a careless installation would have.
    curl --silent --fail --output /dev/null --request PATCH \
        --data '{"synchronous_mode": false, "maximum_lag_on_failover": 1073741824}' \
        "http://$(address "$(primary)" patroni)/config"
    until_true not_synchronous
}
not_synchronous() { ! has_standby; }

# By Python, which Patroni has brought: there may be no socat.
proxy() {
    python3 -c '
import socket, sys
proxy = socket.socket(socket.AF_UNIX)
proxy.connect(sys.argv[1])
proxy.sendall(b"show stat\n")
while octets := proxy.recv(65536):
    sys.stdout.write(octets.decode())' "$dir/proxy.sock"
}

stop() {
    [[ -e $dir/base || -z $(ls -A "$dir" 2>/dev/null) ]] || die "$dir holds no cluster of ours; nothing removed"
    strike killed patroni-{a,b} postgres-{a,b} etcd-{a,b,c} haproxy-proxy
    rm -rf "$dir"
}

[[ $# -ge 2 ]] || die "usage: cluster.sh start|url|status|kill-primary|kill-standby|asynchronous|heal|proxy|stop DIR"
command=$1
dir=$(realpath -m "$2")
cd /
case $command in
start | url | status | asynchronous | proxy | stop) "$command" ;;
heal) heal "${3:-}" ;;
kill-primary) strike_machine "$(primary)" "${3:-machine}" ;;
kill-standby) strike_machine "$(other "$(primary)")" "${3:-machine}" ;;
*) die "unknown command $command" ;;
esac
