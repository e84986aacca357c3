#!/bin/bash
# `make demo` as the README says it, and what a newcomer sees: the address, the accounts, pages that answer, the digits of
# an account that shows some; a port that is taken is said to be so; Ctrl-C ends it. Leaves nothing behind.
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
for word in "http://127.0.0.1:$port/" county committee street team delegate branch member village inspector auditor; do
    grep -q "$word" "$data/said" || stop "it does not print $word"
done

# What hangs in public, without an account; where the town of `committee` stands, signed in as its officer.
python3 - "$port" "$data/demo" <<'PY' || stop "the pages do not answer"
import json, pathlib, sqlite3, sys, urllib.parse, urllib.request
from http.cookiejar import CookieJar

address, folder = f"http://127.0.0.1:{sys.argv[1]}", pathlib.Path(sys.argv[2])
with urllib.request.urlopen(f"{address}/n/", timeout=20) as page:
    assert "党支部" in page.read().decode(), "no notice hangs"
[(track,)] = sqlite3.connect(folder / "jiceng.sqlite3").execute(
    "SELECT t.id FROM store_track t JOIN store_organisation o ON o.id = t.committee_id "
    "WHERE o.code = '360982100' AND t.step <> ''"
)
jar = CookieJar()
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
browser.open(f"{address}/sign-in/", timeout=20).close()
told = {
    "username": "committee",
    "password": json.loads((folder / "accounts.json").read_text())["committee"],
    "csrfmiddlewaretoken": next(one.value for one in jar if "csrf" in one.name),
}
browser.open(f"{address}/sign-in/", urllib.parse.urlencode(told).encode(), timeout=20).close()
with browser.open(f"{address}/tracks/{track}/", timeout=20) as page:
    text = page.read().decode()
    assert "/sign-in/" not in page.url and "组织考核" in text, page.url
PY
digits=$(.venv/bin/jiceng demo code delegate 2>>"$data/said") || stop "no digits for delegate"
[[ $digits =~ ^[0-9]{6}$ ]] || stop "these are no six digits: $digits"

if .venv/bin/jiceng demo --port "$port" >"$data/second" 2>&1; then stop "a second server took the same port"; fi
grep -q -- "--port" "$data/second" || stop "a taken port is not explained: $(cat "$data/second")"

kill -INT -- -$server
wait $server && code=0 || code=$?
((code == 0 || code == 2 || code == 130)) || stop "Ctrl-C ended it with $code"
if grep -q Traceback "$data/said"; then stop "it ends with a traceback"; fi
echo "try_demo: make demo works, from nothing to a page, in $SECONDS seconds"
