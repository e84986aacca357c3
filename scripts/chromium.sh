#!/bin/sh
# Print the path of a Chromium for the browser tests: JICENG_CHROMIUM if set, else the system's.
set -eu

for candidate in "${JICENG_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && command -v "$candidate"; then exit 0; fi
done
echo "browser tests: no Chromium here. Run: apt install chromium fonts-noto-cjk   (or set JICENG_CHROMIUM to its path)" >&2
exit 2
