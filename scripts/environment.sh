#!/bin/sh
# Make .venv from a lock, every download checked against its hash, with the command .venv/bin/jiceng.
#
#   scripts/environment.sh default    what a county needs to run jiceng
#   scripts/environment.sh dev        that, and what testing and checking need
#
# Safe to run again: does nothing when the locks have not changed. An environment made for dev serves
# default too. Needs python3 (3.11 or newer) and a way to packages; nothing is installed on the system.
#
#   PYTHON=/path/to/python3.12 make dev    choose the interpreter
set -eu
cd "$(dirname "$0")/.."

wanted=${1:?"say which: default or dev"}
venv=.venv
stamps=$venv/.made-from

say() { echo "environment: $*"; }
stop() { echo "environment: $*" >&2; exit 2; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" || stop "PYTHON=$PYTHON is not a Python 3.11 or newer. Name another, or leave PYTHON unset."
        echo "$PYTHON"
        return
    fi
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if is_new_enough "$candidate"; then echo "$candidate"; return; fi
    done
    if command -v python3 >/dev/null 2>&1; then
        stop "jiceng needs Python 3.11 or newer; python3 here is $(python3 -V 2>&1 | cut -d' ' -f2). Install one (Debian 12 and Ubuntu 24.04 have it: apt install python3), or name another: PYTHON=/path/to/python3.12"
    fi
    stop "jiceng needs Python 3.11 or newer, and there is no python3 here. On Debian or Ubuntu run: apt install python3 python3-venv"
}

# Debian and Ubuntu keep pip out of python3: `python3 -m venv` then fails until python3-venv is installed.
# Without root, the same package of theirs can still be fetched (apt checks its signature) and read in place.
pip_from_debian() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || return 1
    fetched=$(mktemp -d)
    (
        cd "$fetched"
        mkdir -p lists/partial cache/archives/partial
        apt-get -qq download python3-pip-whl >/dev/null 2>&1 || {
            # No package lists yet, as on a new image: read them into a folder of our own.
            set -- -o Dir::State::lists="$fetched/lists" -o Dir::Cache="$fetched/cache" -o Debug::NoLocking=true
            apt-get -qq "$@" update >/dev/null 2>&1 && apt-get -qq "$@" download python3-pip-whl >/dev/null 2>&1
        } || exit 1
        dpkg-deb -x python3-pip-whl_*.deb unpacked
    ) && wheel=$(find "$fetched/unpacked" -name 'pip-*.whl' | head -n 1) && [ -n "$wheel" ] &&
        $venv/bin/python "$wheel/pip" install --quiet --no-index --disable-pip-version-check "$wheel"
    result=$?
    rm -rf "$fetched"
    return $result
}

make_venv() {
    say "making $venv with $("$python" -V 2>&1)"
    rm -rf $venv
    "$python" -m venv $venv >/dev/null 2>&1 && return
    rm -rf $venv
    if "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv --quiet $venv && return
    fi
    if "$python" -m venv --without-pip $venv >/dev/null 2>&1; then
        say "python3-venv is not installed; looking for pip elsewhere"
        if "$python" -m pip --version >/dev/null 2>&1; then
            "$python" -m pip --quiet --python $venv/bin/python install pip && return
        fi
        pip_from_debian && return
    fi
    rm -rf $venv
    stop "this python3 cannot make an environment: its venv module is missing. Run: apt install python3-venv   (then the same make command again)"
}

# The stamp file has one line per thing the environment was made from: a line that no longer holds is what to do again.
fingerprint() { cat "$@" | cksum | tr -d ' \t'; }
is_made() { [ -f "$stamps" ] && grep -qxF "$1" "$stamps"; }

case $wanted in
    default) locks="requirements/default.txt requirements/build.txt" ;;
    dev) locks="requirements/dev.txt requirements/build.txt" ;;
    *) stop "unknown environment '$wanted'. Use default or dev." ;;
esac
for lock in $locks; do
    [ -f "$lock" ] || stop "$lock is missing. Restore it with: git checkout -- $lock"
done

# shellcheck disable=SC2086  # the list of locks is meant to be split
packages="$wanted $(fingerprint $locks)"
dev_packages="dev $(fingerprint requirements/dev.txt requirements/build.txt)"
project="project $(fingerprint pyproject.toml)"
place="at $(pwd -P)"  # an environment holds absolute paths: a moved one is made anew

if is_made "$place" && [ -x $venv/bin/python ] && [ -x $venv/bin/jiceng ] && is_made "$project"; then
    if is_made "$packages" || is_made "$dev_packages"; then exit 0; fi
fi

if ! { is_made "$place" && [ -x $venv/bin/python ] && is_new_enough $venv/bin/python && $venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    python=$(find_python)
    make_venv
    echo "$place" >"$stamps"
fi

if ! is_made "$packages" && ! is_made "$dev_packages"; then
    say "installing the locked packages ($wanted); the first time takes a minute or two"
    echo "$place" >"$stamps"
    for lock in $locks; do
        $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$lock" ||
            stop "the packages of $lock could not be installed (see above). A mirror of your own is named with PIP_INDEX_URL"
    done
    printf '%s\n' "$place" "$packages" >"$stamps"
fi

if ! is_made "$project" || [ ! -x $venv/bin/jiceng ]; then
    say "installing jiceng itself, editable"
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --no-index --editable . ||
        stop "jiceng itself could not be installed (see above)."
    grep -v '^project ' "$stamps" >"$stamps.new" || true
    echo "$project" >>"$stamps.new"
    mv "$stamps.new" "$stamps"
fi
say "ready: $venv/bin/jiceng"
