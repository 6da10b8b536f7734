#!/usr/bin/env bash
# The path of an nginx to compare with (`just bench feed`): the installed one, or the Debian package
# unpacked into a folder. Nothing is installed and no service is started.
#
#   nginx.sh DIR    print the path; unpack into DIR if need be
set -euo pipefail

readonly dir=${1:?where to unpack}

if installed=$(command -v nginx || command -v /usr/sbin/nginx); then
    echo "$installed"
    exit
fi
if [[ ! -x $dir/usr/sbin/nginx ]]; then
    mkdir -p "$dir"
    (cd "$dir" && apt-get download --quiet --quiet nginx >&2 && dpkg -x nginx_*.deb . && rm nginx_*.deb)
fi
echo "$(readlink -f "$dir")/usr/sbin/nginx"
