#!/usr/bin/env bash
# Says which Swift is here, or what to do when it is missing or too old.

set -euo pipefail

needed_major=6
needed_minor=3
advice="Install Swift $needed_major.$needed_minor or later: https://www.swift.org/install/linux/ (then open a new terminal)."

if ! command -v swift >/dev/null; then
    printf 'kerbside: there is no swift in PATH. %s\n' "$advice" >&2
    exit 1
fi
said="$(swift --version 2>/dev/null || true)"
if ! [[ "$said" =~ Swift\ version\ ([0-9]+)\.([0-9]+)(\.[0-9]+)? ]]; then
    printf 'kerbside: swift --version says “%s”, which names no version. %s\n' "$said" "$advice" >&2
    exit 1
fi
major="${BASH_REMATCH[1]}"
minor="${BASH_REMATCH[2]}"
found="$major.$minor${BASH_REMATCH[3]}"
if [ "$major" -lt $needed_major ] || { [ "$major" -eq $needed_major ] && [ "$minor" -lt $needed_minor ]; }; then
    printf 'kerbside: this is Swift %s, too old. %s\n' "$found" "$advice" >&2
    exit 1
fi
printf 'kerbside: Swift %s\n' "$found" >&2
