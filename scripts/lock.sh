#!/bin/sh
# Write requirements/*.txt: every package pinned and hashed, and no address of any registry inside,
# so that the same lock installs from whichever registry or mirror a county has.
#
#   scripts/lock.sh              keep the pins that still fit
#   scripts/lock.sh --upgrade    take the newest that fit
set -eu
cd "$(dirname "$0")/.."

if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    [ -x .venv/bin/python ] || { echo "lock: there is no .venv yet. Run: make dev" >&2; exit 2; }
    [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv
    uv=.venv/bin/uv
fi

compile() {
    output=$1
    shift
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        --output-file "requirements/$output" "$@"
    echo "lock: requirements/$output names $(grep -c '^[a-z0-9]' "requirements/$output") packages"
}

compile default.txt pyproject.toml "$@"
compile build.txt --group pyproject.toml:build "$@"
# The developer's set holds the same versions as the default one: what is tested is what is installed.
compile dev.txt pyproject.toml --extra dev --constraints requirements/default.txt --constraints requirements/build.txt "$@"
