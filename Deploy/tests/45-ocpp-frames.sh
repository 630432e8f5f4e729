#!/usr/bin/env bash
# Frames that the package `ocpp` from PyPI builds and validates, for OCPP 1.6 (as arrays and as EMQX's objects) and 2.0.1,
# decode, each to what it says; the sessions of 1.6 have their times and energies.
#
#   KERBSIDE_OCPP=DIR   a Python environment that has the package; default .build/ocpp, made when it is missing

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test ocpp-frames

step="installing the package ocpp"
frames="${KERBSIDE_OCPP:-$root/.build/ocpp}"
if ! "$frames/bin/python" -c 'import ocpp' 2>/dev/null; then
    if ! { python3 -m venv "$frames" && "$frames/bin/pip" install --quiet 'ocpp==2.1.0'; } >"$work/ocpp.log" 2>&1; then
        skipped "frames of the package ocpp: it cannot be installed into $frames"
        exit 0
    fi
fi

step="building the frames"
"$frames/bin/python" "$tests/ocpp_frames.py" make "$work/feed.ndjson" "$work/registry" "$work/expected.json" \
    >"$work/make.txt" 2>&1 || not_ok "the package builds and validates the frames" "$work/make.txt"
ok "built and validated: $(cat "$work/make.txt")"
"$bin/kerbside" aggregate --registry "$work/registry" --out "$work/data" "$work/feed.ndjson" >"$work/aggregate.log" 2>&1 ||
    not_ok "aggregate reads the frames" "$work/aggregate.log"
python3 "$tests/ocpp_frames.py" check "$work/expected.json" "$work/data" "$work/aggregate.log" >"$work/check.txt" 2>&1 ||
    not_ok "every frame decodes to what it says" "$work/check.txt" "$work/aggregate.log"
ok "every frame decodes to what it says: $(cat "$work/check.txt")"

step="every call and reply of both versions"
"$frames/bin/python" "$tests/ocpp_frames.py" every "$work/every.ndjson" >"$work/every.txt" 2>&1 ||
    not_ok "the package validates an example of every schema" "$work/every.txt"
"$bin/kerbside" aggregate --registry "$work/registry" --out "$work/all" "$work/every.ndjson" >"$work/every.log" 2>&1 ||
    not_ok "aggregate reads them" "$work/every.log"
grep -Eq '^messages [1-9][0-9]* = .* quarantined 0 \+' "$work/every.log" || not_ok "none of them is refused" "$work/every.log"
ok "every call and reply, with every member and word that its schema allows, decodes or is context: $(cat "$work/every.txt")"
