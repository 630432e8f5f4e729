#!/usr/bin/env bash
# A restart reads the whole journal again. Until it has, the files of the last run stay as they are: no reader ever sees
# fewer closed hours than before. The journal holds more records than one turn of the corridor takes.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test restart
start_broker

"$bin/sensorsim" emit --out "$work/day.ndjson" --hours 24 --registry "$work/city" 2>"$work/emit.log" ||
    not_ok "a day of the city is made" "$work/emit.log"
feeds=("$work/day.ndjson") data="$work/data" log="$work/run.log"
write_settings "$work/k.yaml" "$broker_url" "$work/city" "$data"
start_kerbside "$work/k.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
start_replay "$work/replay.log" --speed max
finish_replay 60 "$work/replay.log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"

file="$(find "$data/summaries/air/hour/area=westminster" -name '*_2026-03-02.csv')"
# The last hour was open when the service ended; its rows come again when it has ended.
last="$(grep -v '^window_start' "$file" | cut -d, -f1 | sort | tail -n 1)"
grep -v -e '^window_start' -e "^$last" "$file" | sort >"$work/closed.csv"
[ "$(wc -l <"$work/closed.csv")" -gt 1000 ] || not_ok "a day has more than 1000 closed rows" "$log"

# Without its checkpoint, so that it reads the journal from the beginning.
rm -f "$data/state/checkpoint"
looks=0
begun=$(grep -c "Subscribed to" "$log")
start_kerbside "$work/k.yaml" "$log"
# Until it has subscribed again, and for two seconds after: publication comes once a second.
until=$(($(now_ms) + 20000))
while [ "$(now_ms)" -lt "$until" ]; do
    missing="$(comm -23 "$work/closed.csv" <(sort "$file") | wc -l)"
    if [ "$missing" -ne 0 ]; then not_ok "while the journal is read again no closed row is missing; $missing were" "$log"; fi
    looks=$((looks + 1))
    if [ "$(grep -c "Subscribed to" "$log")" -gt "$begun" ] && [ "$until" -gt $(($(now_ms) + 4000)) ]; then
        until=$(($(now_ms) + 3000))
    fi
done
stop_kerbside "$log"
ok "while the journal was read again, $looks looks at a file found every one of $(wc -l <"$work/closed.csv") closed rows"
