#!/bin/bash
# `make demo` as the README says it, and what a newcomer sees: the address, the accounts, a page that answers; a port that
# is taken is said to be so; Ctrl-C ends it. Leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/.."

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
data=$(mktemp -d)
export JICENG_DATA=$data
stop() { echo "try_demo: $*" >&2; cat "$data/said" >&2; exit 1; }

set -m
make demo PORT="$port" >"$data/said" 2>&1 &
server=$!
trap 'kill -INT -- -$server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$data"' EXIT

answer() { python3 - "$port" <<'PY'
import sys, urllib.request
try:
    with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/sign-in/", timeout=5) as page:
        print(page.status, "演示账号" in page.read().decode())
except OSError:
    print("nothing yet")
PY
}

for _ in $(seq 300); do
    [[ $(answer) == "200 True" ]] && break
    kill -0 $server 2>/dev/null || stop "make demo ended by itself"
    sleep 1
done
[[ $(answer) == "200 True" ]] || stop "no page after five minutes"
for word in "http://127.0.0.1:$port/" county town branch; do
    grep -q "$word" "$data/said" || stop "it does not print $word"
done

if .venv/bin/jiceng demo --port "$port" >"$data/second" 2>&1; then stop "a second server took the same port"; fi
grep -q -- "--port" "$data/second" || stop "a taken port is not explained: $(cat "$data/second")"

kill -INT -- -$server
wait $server && code=0 || code=$?
((code == 0 || code == 2 || code == 130)) || stop "Ctrl-C ended it with $code"
if grep -q Traceback "$data/said"; then stop "it ends with a traceback"; fi
echo "try_demo: make demo works, from nothing to a page, in $SECONDS seconds"
