#!/usr/bin/env bash
# The image of service/package/Containerfile, built and run by the very commands of docs/uppgradera.md. Nothing is
# compiled or fetched from where images are: what it is built on are stand-ins, a Debian made here and, for the compiler,
# a `cargo` that hands out programs which are there already. As root, with debootstrap, podman, runc and slirp4netns; some minutes.
#
#   contained.sh BINARIES     the folder that cargo has built into
set -euo pipefail

source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly source_folder containerfile=$source_folder/service/package/Containerfile

say() { printf 'contained.sh: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
check() {
    "${@:2}" || { podman logs --tail 20 samverkan >&2; die "not so: $1"; }
    say "$1"
}

# What the file's stages are built on, by their names there.
make_images() {
    local mirror compiler debian
    # shellcheck disable=SC2016 # $(SITE) is apt's
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
    [[ -n $mirror ]] || die "apt on this machine knows nothing of Debian 12"
    compiler=$(sed -n 's/^FROM \(.*\) AS build$/\1/p' "$containerfile")
    debian=$(sed -n 's/^FROM \([^ ]*\)$/\1/p' "$containerfile")
    debootstrap --variant=minbase bookworm "$work/root" "$mirror" >"$work/log" ||
        die "debootstrap failed: $(tail -n 5 "$work/log")"
    tar --directory "$work/root" --create . | podman import --quiet - "$debian" >/dev/null
    rm -r "$work/root"

    mkdir -p "$work/compiler/given"
    strip -o "$work/compiler/given/samverkan" "$1/samverkan"
    strip -o "$work/compiler/given/samverkan-service" "$1/samverkan-service"
    printf '#!/bin/sh\nmkdir -p target/release && cp /given/* target/release/\n' >"$work/compiler/cargo"
    printf '#!/bin/sh\n' >"$work/compiler/strip"
    chmod 755 "$work"/compiler/{cargo,strip}
    podman build --quiet --tag "$compiler" --file - "$work/compiler" >/dev/null <<END
FROM $debian
COPY given /given
COPY cargo strip /usr/local/bin/
END
    rm -r "$work/compiler"
}

# follow [COMMAND]: what the page says about the image (from COMMAND on), on a port that is free here.
follow() {
    local commands
    commands=$(awk '/^## Behållaren/ { found = 1 } found && open && /^```$/ { exit } open { print }
        found && /^```sh$/ { open = 1 }' "$source_folder/docs/uppgradera.md" |
        sed -n "s/127\.0\.0\.1:8080/127.0.0.1:$port/; /^${1:-podman build}/,\$p")
    [[ -n $commands ]] || die "the page says nothing about the image"
    (cd "$source_folder" && eval "set -e; $commands") >"$work/log" 2>&1 || { cat "$work/log" >&2; die "the page is wrong"; }
}

knows() {
    curl --silent --fail --output /dev/null --retry 30 --retry-delay 1 --retry-all-errors \
        --header "Authorization: Bearer $token" "http://127.0.0.1:$port/api/v1/today"
}

leave() {
    podman rm --force --all >/dev/null 2>&1 || true
    rm -rf "$work"
}

[[ $# -eq 1 ]] || die "usage: contained.sh BINARIES"
[[ $EUID -eq 0 ]] || die "only root can make the Debian that it is built on"
for program in debootstrap podman runc slirp4netns; do
    command -v $program >/dev/null || die "on Debian: apt-get install debootstrap podman runc slirp4netns"
done
work=$(mktemp -d /tmp/samverkan-contained.XXXXXX)
readonly work port=$((20000 + RANDOM % 12000))
# Apart from the machine's own images and network; and without what a machine without systemd, which may itself be
# contained, cannot give.
cat >"$work/containers.conf" <<END
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
netns = "slirp4netns"
END
export CONTAINERS_CONF=$work/containers.conf BUILDAH_ISOLATION=chroot DISABLE_HC_SYSTEMD=true
podman() { command podman --root "$work/store" --runroot "$work/run" --storage-driver vfs --runtime runc "$@"; }
trap leave EXIT
trap 'say "line $LINENO: $BASH_COMMAND"' ERR
trap 'exit 130' INT
trap 'exit 143' TERM

make_images "$1"
follow
token=$(grep --max-count 1 '^samverkan_pat_' "$work/log") || die "no token was made"
check "built and run as the page says, it serves" knows
check "it is found healthy" podman healthcheck run samverkan
process=$(podman inspect --format '{{.State.Pid}}' samverkan)
check "it runs as nobody of this machine" test "$(stat --format %u "/proc/$process")" = 10001
check "it has no capability" grep --quiet '^CapBnd:[[:space:]]*0*$' "/proc/$process/status"
unwritable() { ! podman exec samverkan touch /usr/bin/x 2>/dev/null; }
check "only its volume can be written to" unwritable

SECONDS=0
podman stop samverkan >/dev/null
check "it stops by itself when told to ($SECONDS s)" test "$(podman inspect --format '{{.State.ExitCode}}' samverkan)" = 0
podman start samverkan >/dev/null
check "started again, it knows what it knew" knows
podman rm --force samverkan >/dev/null 2>&1
follow 'podman run'
check "so does another container with its volume" knows
say "all is well"
