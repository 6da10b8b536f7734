#!/usr/bin/env bash
# The Debian package in a Debian 12 of its own with systemd, which is booted here without a network: installed and upgraded
# by the very commands of docs/uppgradera.md, killed, booted anew, removed. As root, with debootstrap and systemd-container.
#
#   booted.sh BINARIES     the folder that cargo has built into
set -euo pipefail

source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly source_folder patience=60 instance=samverkan@8081

say() { printf 'booted.sh: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
check() {
    "${@:2}" || { within journalctl --no-pager --lines 20 --unit 'samverkan@*' >&2; die "not so: $1"; }
    say "$1"
}

make_root() {
    local mirror package
    # shellcheck disable=SC2016 # $(SITE) is apt's
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
    [[ -n $mirror ]] || die "apt on this machine knows nothing of Debian 12"
    debootstrap --variant=minbase --include=systemd-sysv,dbus,curl bookworm "$root" "$mirror" >"$work/log" ||
        die "debootstrap failed: $(tail -n 5 "$work/log")"
    # Nobody answers questions, and what is only recommended would have to be fetched.
    printf 'APT::Get::Assume-Yes "true";\nAPT::Install-Recommends "false";\n' >"$root/etc/apt/apt.conf.d/unattended"
    mkdir "$root/kopior" "$work/sbom" && echo '{}' >"$work/sbom/samverkan.cdx.json"
    # The package, and one of the same files with a higher number.
    package=$(SAMVERKAN_PACKAGE_COMPRESSION=none SAMVERKAN_SBOM=$work/sbom "$source_folder/service/package/build" "$1" "$work")
    dpkg-deb --raw-extract "$package" "$work/newer"
    sed -i 's/^Version: .*/&.1/' "$work/newer/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone --build "$work/newer" "$root/root/new.deb" >/dev/null
    mv "$package" "$root/root/old.deb"
}

boot() {
    systemd-nspawn --quiet --directory="$root" --machine=samverkan --register=no --keep-unit --private-network \
        --boot --console=pipe </dev/null >"$work/console" 2>&1 &
    nspawn=$! SECONDS=0
    until [[ $(within systemctl is-system-running 2>/dev/null) == running ]]; do
        ((SECONDS < patience)) || die "it does not boot: $(within systemctl --failed || cat "$work/console")"
        sleep 1
    done
}
halt() { [[ -n $nspawn ]] && kill "$nspawn" 2>/dev/null && wait "$nspawn"; }

within() {
    local leader && leader=$(pgrep --parent "$nspawn" | head -n 1)
    [[ -n $leader ]] && nsenter --target "$leader" --all \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# follow STEP [PACKAGE]: the page's commands after STEP, in a shell with the settings, and with nobody at the editor.
follow() {
    local commands && commands=$(awk -v step="$1" 'index($0, step) { found = 1 } found && open && /```$/ { exit } open { print }
        found && /```sh$/ { open = 1 }' "$source_folder/docs/uppgradera.md" | sed "s#\./samverkan_.*\.deb#./${2:-}#")
    [[ -n $commands ]] || die "the page has no step '$1'"
    within bash -ec "cd /root; editor() { test -w \"\$1\"; }; $settings; $commands" >"$work/log" 2>&1 ||
        die "the page is wrong: $1: $(cat "$work/log")"
}

shows() { within systemctl show --property "$1" --value $instance; }
knows() {
    within curl --silent --fail --output /dev/null --retry "$patience" --retry-delay 1 --retry-all-errors \
        --header "Authorization: Bearer $token" http://127.0.0.1:8081/api/v1/today
}

[[ $# -eq 1 ]] || die "usage: booted.sh BINARIES"
[[ $EUID -eq 0 ]] || die "only root can boot a machine"
type debootstrap systemd-nspawn >/dev/null 2>&1 || die "on Debian: apt-get install debootstrap systemd-container"
work=$(mktemp -d /tmp/samverkan-booted.XXXXXX)
readonly work root=$work/root
nspawn='' settings=:
trap 'halt || true; rm -rf "$work"' EXIT
trap 'say "line $LINENO: $BASH_COMMAND"' ERR
trap 'exit 143' INT TERM

make_root "$1"
boot
follow '## Paketet' old.deb
token=$(grep --max-count 1 '^samverkan_pat_' "$work/log") || die "no token was made"
check "installed as the page says, it serves" knows
check "it runs as its own account" test "$(within stat --format %U "/proc/$(shows MainPID)")" = samverkan
check "nobody else enters its folder" test "$(within stat --format '%U %a' /var/lib/samverkan)" = "samverkan 750"
check "systemd finds no fault with the unit" test -z "$(within systemd-analyze verify $instance.service 2>&1)"
check "it is exposed to 1.1 of 10" within systemd-analyze security --threshold=11 $instance >"$work/log"

# The main job with its searches and letters, behind the same bars.
mkdir "$root/etc/systemd/system/samverkan@8082.service.d"
printf '%s\n' '[Service]' Type=oneshot Restart=no EnvironmentFile= Environment= ExecStart= \
    'ExecStart=/usr/bin/samverkan-service demo --exit --port 8082 --dir /var/lib/samverkan/demo' \
    >"$root/etc/systemd/system/samverkan@8082.service.d/demo.conf"
within systemctl daemon-reload
check "nothing that the demonstration does is forbidden" within systemctl start samverkan@8082

within systemctl kill --signal=KILL $instance
sleep 1
check "killed, it is started anew" knows
within systemctl stop $instance
check "it stops by itself when told to" test "$(shows Result)" = success
halt
boot
check "booted anew, it is there by itself" knows

settings='set -a; . /etc/samverkan/samverkan.env; set +a; export SAMVERKAN_SECRET_KEY_FILE=/etc/samverkan/samverkan.key'
echo '# own' >>"$root/etc/samverkan/samverkan.env"
follow '2. **Kopiera'
check "a backup is made while it runs" test -s "$root/kopior/fore-uppgradering"
follow '4. **Installera' new.deb
check "upgraded, the new program runs" test "$(within readlink "/proc/$(shows MainPID)/exe")" = /usr/bin/samverkan-service
check "it knows what the old one knew" knows
check "own settings are left alone" grep --quiet '^# own' "$root/etc/samverkan/samverkan.env"

for word in remove purge; do
    within apt-get $word samverkan >"$work/log" 2>&1
    check "after $word it is stopped" test "$(shows ActiveState)" = inactive
done
check "data and key stay" test -s "$root/var/lib/samverkan/samverkan.db" -a -s "$root/etc/samverkan/samverkan.key"
check "and no unit" test -z "$(find "$root/etc/systemd" "$root/usr/lib/systemd" -name 'samverkan@*.service')"
say "all is well"
