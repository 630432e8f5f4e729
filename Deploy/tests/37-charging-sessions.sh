#!/usr/bin/env bash
# Four months of real charging sessions, dirty rows included, give the hours and local days that pandas gives.
#
#   KERBSIDE_READERS=DIR   a Python environment that has pandas; default .build/readers, made when it is missing

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test charging-sessions

sessions="$shared/data/ev/sessions/dundee_2018_jan_apr.csv"
if [ ! -f "$sessions" ]; then
    skipped "no recorded sessions at $sessions"
    exit 0
fi

install_readers
step="turning sessions into frames"
python="$readers/bin/python" script="$tests/charging_sessions.py"
"$python" "$script" make "$sessions" "$work/feed.ndjson" "$work/registry" >"$work/make.txt" 2>&1 ||
    not_ok "the sessions are turned into OCPP 1.6 frames" "$work/make.txt"
step="aggregate"
"$bin/kerbside" aggregate --registry "$work/registry" --out "$work/out" --windows hour,day "$work/feed.ndjson" \
    >"$work/aggregate.log" 2>&1 || not_ok "aggregate reads the frames" "$work/aggregate.log"
step="check by pandas"
"$python" "$script" check "$sessions" "$work/out/summaries" >"$work/check.txt" 2>&1 ||
    not_ok "the figures are those of pandas" "$work/check.txt" "$work/aggregate.log"
ok "$(cat "$work/check.txt")"
