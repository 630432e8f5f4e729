#!/usr/bin/env bash
# What reaches back changes what it must and nothing else: a registered device, a review, a correction, an admission from
# the late ledger, other settings. `verify` holds after each, and names the damage after one byte was changed. A service
# with a long journal receives within five seconds.
#
#   KERBSIDE_DAYS=N   days of journal; default 400, more than a year

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test rebuilds
start_broker

days="${KERBSIDE_DAYS:-400}"
feeds=("$work/year.ndjson") data="$work/data" log="$work/run.log" registry="$work/registry" settings="$work/k.yaml"
lines="$(python3 "$tests/year_feed.py" "${feeds[0]}" "$registry" "$days")"
write_settings "$settings" "$broker_url" "$registry" "$data"
kerbside_settings() { write_settings "$settings" "$broker_url" "$registry" "$data"; }

holds() { # WHAT
    step="verify after $1"
    "$bin/kerbside" verify --data "$data" >"$work/verify.txt" 2>&1 || not_ok "verify holds after $1" "$work/verify.txt" "$log"
    ok "verify holds after $1: $(grep -c . "$work/verify.txt") checks, $(find "$data/summaries" -name '*.csv' | wc -l) summaries"
}

equals_aggregate() { # WHAT
    step="aggregate for $1"
    rm -rf "$work/expected"
    "$bin/kerbside" aggregate --registry "$registry" --out "$work/expected" "${feeds[@]}" >"$work/aggregate.log" 2>&1 ||
        not_ok "aggregate reads the feed" "$work/aggregate.log"
    same_summaries "$1" "$work/expected/summaries" "$data/summaries" "$log"
}

names_damage() { # FILE WORDS…: one byte in the middle of a file is changed, and verify says where
    local file="$1" word
    shift
    cp "$file" "$work/sound"
    python3 - "$file" <<'PY'
import sys
path = sys.argv[1]
data = bytearray(open(path, "rb").read())
data[len(data) // 2] ^= 1
open(path, "wb").write(data)
PY
    if "$bin/kerbside" verify --data "$data" >"$work/verify.txt" 2>&1; then
        not_ok "verify finds the byte that was changed in $file" "$work/verify.txt"
    fi
    for word in "$@"; do has_text "$work/verify.txt" "$word" 1 || not_ok "verify names $word" "$work/verify.txt"; done
    cat "$work/sound" >"$file"
    ok "verify names the damage of one byte in ${file#"$data"/}"
}

receives_within() { # SECONDS
    local begun from
    begun=$(grep -c "Subscribed to" "$log" || true)
    from=$(now_ms)
    start_kerbside "$settings" "$log"
    wait_for_text "$1" "$log" "Subscribed to" $((begun + 1))
    ok "with $days days of journal ($lines messages) it receives after $(($(now_ms) - from)) ms"
}

# --- A long journal ---------------------------------------------------------------------------------------------------
: >"$log"
start_kerbside "$settings" "$log"
wait_for_text 20 "$log" "Subscribed to"
start_replay "$work/replay.log" --speed max
finish_replay 120 "$work/replay.log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
# Four hundred days in a minute: most of their files are written at the end.
stop_kerbside "$log" 120
equals_aggregate "after $days days"
holds "$days days"

# --- Damage -----------------------------------------------------------------------------------------------------------
summary="$(find "$data/summaries/air/hour" -name '*.csv' | sort | sed -n 20p)"
names_damage "$summary" "$(basename "$summary")"
names_damage "$data/manifest.csv" manifest
names_damage "$(find "$data/journal" -name '*.kbj' | sort | sed -n 1p)" journal

# --- A restart with a year of journal ---------------------------------------------------------------------------------
receives_within 5
kill_child "$kerbside_pid"
rm "$data/state/checkpoint"
receives_within 5

# --- A device that becomes registered ---------------------------------------------------------------------------------
list="$(find "$data/quarantine" -name 'unknown-devices_*.csv' | sort | sed -n 1p)"
row="$(grep -o '"*aq-new,.*' "$list" | sed -n 1p | sed -e 's/^[^"]*"//' -e 's/"$//')"
has_text "$list" aq-new 1 || not_ok "the list of unknown devices has aq-new" "$list"
published() { has_text "$(find "$data/summaries/air/hour" -name '*_2026-01-06.csv')" aq-new 24; }
not_published() { ! grep -rq aq-new "$data/summaries"; }
echo "aq-new,sim-school,plain,1800,start,indicative,pm2_5 no2," >>"$registry/air_sensors.csv"
wait_until 180 published || not_ok "within 180 s, the newly registered device has its rows from its first day on" "$log"
stop_when_settled() { # WHAT
    step="settling after $1"
    "$bin/kerbside" rebuild --data "$data" --from 2026-01-05 --to 2026-01-05 >"$work/rebuild.log" 2>&1 ||
        not_ok "the service makes a day again when asked" "$work/rebuild.log" "$log"
    stop_kerbside "$log" 120
    equals_aggregate "$1"
    holds "$1"
}
stop_when_settled "a device was registered"

# --- A bad edit, other settings, a review and a correction -----------------------------------------------------------------
receives_within 5
cp "$registry/sites.csv" "$work/sites.csv"
echo "sim-nowhere,Nowhere,schol,sim-west" >>"$registry/sites.csv"
wait_for_text 20 "$log" "the old one stays in force"
cp "$work/sites.csv" "$registry/sites.csv"
cat >"$registry/reviews.csv" <<CSV
device,quantity,from,to,action,reason,by
aq-1,pm2_5,2026-02-03,2026-02-05,invalid,building works next door,a.analyst
CSV
cat >"$registry/corrections.csv" <<CSV
device,quantity,method,slope,offset,from,to,reference,by
aq-2,no2,linear,0.9,1.5,2026-01-20,2026-03-01,collocation,a.analyst
CSV
reviewed() { has_text "$data/summaries/air/hour/area=sim-west/day=2026-02-20/air-hour_sim-west_2026-02-20.csv" linear 24; }
wait_until 180 reviewed || not_ok "within 180 s, the corrected rows are published" "$log"
stop_when_settled "a review and a correction"
grep -q 'sim-school,aq-1,pm2_5.*' "$data/summaries/air/hour/area=sim-west/day=2026-02-02/"*.csv ||
    not_ok "the day before the review keeps its rows" "$log"

receives_within 5
echo "windows: quarter-hour hour day" >"$work/windows"
sed -i 's/^windows: .*/windows: quarter-hour hour dya/' "$settings"
wait_for_text 20 "$log" "the old settings stay in force"
sed -i "s/^windows: .*/windows: quarter-hour hour day month year school-day/" "$settings"
wait_for_text 20 "$log" "goes on with the new settings"
quarters() { [ "$(find "$data/summaries/air/quarter-hour" -name '*.csv' | wc -l)" -gt 1000 ]; }
wait_until 180 quarters || not_ok "within 180 s, the quarter-hours are published" "$log"

# --- The late ledger --------------------------------------------------------------------------------------------------
late='{"tst":"2026-03-20T12:00:00Z","topic":"sim-west/air/plain/aq-1","payload":"{\"ts\":\"2026-03-01T12:15:00Z\",\"readings\":{\"pm2_5\":99}}"}'
echo "$late" >"$work/late.ndjson"
(feeds=("$work/late.ndjson") && start_replay "$work/late.log" --speed max && finish_replay 20 "$work/late.log")
ledger() { has_text "$data/late/day=2026-03-20/late_2026-03-20.csv" "2026-03-01T12:15:00Z" 1; }
wait_until 60 ledger || not_ok "within 60 s, the late ledger lists the reading" "$log"
"$bin/kerbside" rebuild --data "$data" --from 2026-03-01 --to 2026-03-01 --admit-late --device aq-1 \
    --reason "read out by hand" >"$work/rebuild.log" 2>&1 || not_ok "late readings are admitted" "$work/rebuild.log" "$log"
hour="$data/summaries/air/hour/area=sim-west/day=2026-03-01/air-hour_sim-west_2026-03-01.csv"
has_text "$hour" admitted_late 1 || not_ok "the admitted reading is in its hour" "$hour" "$log"
stop_kerbside "$log" 120
holds "an admission from the late ledger"
