#!/usr/bin/env bash
# Draws the pictures of README.md and docs/ anew:
#
#   tests/tools/pictures.sh       (or `just pictures`)
#
# Those of docs/schema-och-kalendrar.md come from a demonstration of their own: the week is drawn by
# the command line, the pages are photographed by Chromium. Those of the site are what the browser's
# tests left in target/browser, made smaller by ImageMagick (Debian: chromium, imagemagick, poppler-utils).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly pictures=docs/bilder
binaries=${CARGO_TARGET_DIR:-target}/debug
folder=$(mktemp -d)
service=

clean_up() {
    [[ -z $service ]] || kill "$service" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "pictures.sh: no Chromium; on Debian: apt-get install --no-install-recommends chromium" >&2
    exit 1
}
cargo build --locked --workspace --bins --tests
mkdir -p "$pictures"

env -u SAMVERKAN_DATABASE_URL "$binaries/samverkan-service" demo --port 0 --lang sv --dir "$folder/demo" >"$folder/said" &
service=$!
until grep -q 'Ctrl-C' "$folder/said"; do
    kill -0 "$service" || {
        cat "$folder/said"
        exit 1
    }
    sleep 0.2
done

# address WORDS: what the demonstration says after these words.
address() { sed -n "s/^  $1  *\(http.*\)/\1/p" "$folder/said"; }

# photograph NAME URL HEIGHT: as tall as the page needs.
photograph() {
    local name=$1 url=$2 height=$3
    "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --lang=sv \
        --accept-lang=sv --user-data-dir="$folder/browser" --window-size="880,$height" \
        --screenshot="$folder/$name.png" "$url" 2>"$folder/browser.log" || {
        cat "$folder/browser.log" >&2
        exit 1
    }
    mv "$folder/$name.png" "$pictures/$name.png"
}

export SAMVERKAN_URL SAMVERKAN_TOKEN
SAMVERKAN_URL=$(address startsida)
SAMVERKAN_TOKEN=$(<"$folder/demo/administrator.token")
"$binaries/samverkan" --lang sv schedule find-time SA123A-V9001V27 \
    --weeks 5,7,10,12,14,16,18,20 --meetings 6 --minutes 165 --svg "$pictures/motestider.svg" >/dev/null

"$binaries/samverkan" --lang sv export name-signs SA123A-V9001V27 --folder "$folder/papper" >/dev/null
pdftoppm -png -r 80 -singlefile "$folder/papper/SA123A-V9001V27-name-signs.pdf" "$folder/skyltar"
convert "$folder/skyltar.png" -crop 662x480+0+0 +repage +dither -colors 16 -strip \
    "PNG8:$pictures/namnskyltar.png"

offering=$(address kurstillfällets)
photograph schema-att-skriva-ut "${offering%.ics}.html" 1080
cohort=$(address 'en grupps kalender')
photograph prenumerera "${cohort%.ics}" 1000

# shrink NAME TEST-PICTURE CROP: the top of what a test photographed, half as large.
shrink() {
    convert "target/browser/$2.png" -crop "$3+0+0" +repage -resize 50% +dither -colors 128 -strip \
        "PNG8:$pictures/$1.png"
}
shrink sida-start front-phone-sv 640x1360
shrink sida-tider enrol-times-phone-sv 640x1360
shrink sida-min my-page-called-phone-sv 640x1360
shrink sida-schema my-schedule-phone-sv 640x1360
shrink sida-sallskap my-company-phone-sv 640x2000
shrink sida-behov enrol-needs-phone-sv 640x1900
shrink tavla board-desktop-sv 1280x1900
shrink tavla-person board-person-desktop-sv 1280x1257
shrink tavla-byte board-swap-desktop-sv 1280x1257
shrink tavla-vikter board-weights-desktop-sv 1280x1257
shrink granskning audit-desktop-sv 1280x2000
ls -l "$pictures"
