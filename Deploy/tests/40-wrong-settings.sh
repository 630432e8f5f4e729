#!/usr/bin/env bash
# What goes wrong in an office: mistakes in settings, tables and feeds are told with their place and a remedy, a second
# service is refused, and no card number reaches a file, whatever a charge point sends.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test wrong-settings
make_feeds
choose_feeds simulated
cd "$work"

# Runs a command that must fail with an exit code and say all of the texts.
refused() { # WHAT EXIT TEXT… -- COMMAND…
    local what="$1" exit="$2" texts=() code=0 text
    step="$what"
    shift 2
    while [ "$1" != -- ]; do
        texts+=("$1")
        shift
    done
    shift
    timeout 30 "$@" >"$work/refused.out" 2>"$work/refused.log" || code=$?
    if [ "$code" -ne "$exit" ]; then not_ok "$what: exit $exit expected, found $code" "$work/refused.log" "$work/refused.out"; fi
    for text in "${texts[@]}"; do
        grep -qF -- "$text" "$work/refused.log" || not_ok "$what: the message says “$text”" "$work/refused.log"
    done
    if [ -s "$work/refused.out" ]; then not_ok "$what: nothing goes to standard output" "$work/refused.out"; fi
    ok "$what: exit $exit, with place and remedy"
}

kerbside="$bin/kerbside"
nobody="mqtt://127.0.0.1:$(free_port)"

# --- Settings -------------------------------------------------------------------------------------------------------

write_settings good.yaml "$nobody" "$registry" "$work/unused-data"
"$kerbside" check --config good.yaml >check.out 2>&1 || not_ok "check accepts good settings" check.out
ok "good settings: check exits with 0"

sed '/client_id/d' good.yaml >missing.yaml
refused "a setting that is missing" 2 "missing.yaml" "no broker.client_id" 'for example `client_id: kerbside`' -- "$kerbside" run --config missing.yaml
sed 's/client_id/client_idd/' good.yaml >unknown.yaml
refused "an unknown setting" 2 "unknown.yaml:3" "broker.client_idd" "Did you mean broker.client_id?" -- "$kerbside" run --config unknown.yaml
sed 's/^windows:.*/windows: hour dya/' good.yaml >windows.yaml
refused "an unknown window" 2 "windows.yaml:6" '"dya"' "minute, quarter-hour, hour, day, month, year, school-day" -- "$kerbside" check --config windows.yaml
sed 's/mqtt:/http:/' good.yaml >scheme.yaml
refused "an address that is none of a broker" 2 "scheme.yaml:2" "http://" "mqtt://host:1883" -- "$kerbside" check --config scheme.yaml
printf 'broker:\n  url: %s\n\tclient_id: kerbside\n' "$nobody" >tab.yaml
refused "settings that are not YAML" 2 "tab.yaml:3" "expected YAML" "two spaces deeper" -- "$kerbside" check --config tab.yaml
if grep -qF "no broker" refused.log; then not_ok "settings that are not YAML: nothing is called missing that nobody could read" refused.log; fi
refused "settings that are not there" 2 "none.yaml" "Copy Deploy/kerbside.yaml there" -- "$kerbside" run --config none.yaml
refused "an unknown option" 2 "--virtual-tiem" "--virtual-time" -- "$kerbside" run --config good.yaml --virtual-tiem
refused "an unknown option of sensorsim" 2 "--spede" "--speed" -- "$bin/sensorsim" replay --broker "$nobody" --spede max "${feeds[0]}"

# --- Tables ---------------------------------------------------------------------------------------------------------

cp -r "$registry" tables
sed -i '2s/,[0-9]*,end,/,sometimes,end,/' tables/air_sensors.csv
sed -i '3s,Europe/London,Europe/Londn,' tables/boroughs.csv
for command in "run --config tables.yaml" "check --registry tables" "aggregate --registry tables --out tables-out ${feeds[0]}"; do
    write_settings tables.yaml "$nobody" tables "$work/unused-data"
    read -ra words <<<"$command"
    refused "mistakes in tables, ${words[0]}" 2 'tables/air_sensors.csv:2: column period_s: found "sometimes"' "seconds, more than 0" \
        "tables/boroughs.csv:3: column timezone" 'Write "Europe/London"' "has 2 mistakes" -- "$kerbside" "${words[@]}"
done
refused "no tables" 2 "no-tables: found no such folder" "Correct the path" -- "$kerbside" check --registry no-tables

# --- Feeds and their output -----------------------------------------------------------------------------------------

mkdir full && touch full/somebody.csv
refused "an output folder that is not empty" 2 "full: found files" "Name a new folder with --out" -- \
    "$kerbside" aggregate --registry "$registry" --out full "${feeds[0]}"
if [ "$(ls -A full)" != somebody.csv ]; then not_ok "an output folder that is not empty stays as it is"; fi
{
    head -n 5 "${feeds[0]}"
    sed -n 6p "${feeds[0]}" | cut -c 1-40
    sed -n 7,12p "${feeds[0]}"
} >broken.ndjson
refused "a feed with a broken line" 1 "broken.ndjson: line 6" "expected JSON, a message a line" "remove the line" -- \
    "$kerbside" aggregate --registry "$registry" --out broken-out broken.ndjson
if [ -e broken-out ]; then not_ok "a feed with a broken line leaves no half output"; fi
refused "a feed that is not there" 2 "none.ndjson" "no such file" "check the name" -- \
    "$kerbside" aggregate --registry "$registry" --out none-out none.ndjson
refused "a feed that is not there, sensorsim" 1 "none.ndjson" "no such file" "check the name" -- \
    "$bin/sensorsim" replay --broker "$nobody" none.ndjson

# --- Two services on one folder -------------------------------------------------------------------------------------

start_broker
data="$work/two-data" log="$work/first.log"
write_settings two.yaml "$broker_url" "$registry" "$data"
start_kerbside two.yaml "$log"
wait_for_text 20 "$log" "Subscribed to"
sed 's/client_id: kerbside/client_id: another/' two.yaml >second.yaml
refused "a second service on the same folder" 1 "two-data" "is locked" "process $kerbside_pid" "choose another folder" -- \
    "$kerbside" run --config second.yaml --virtual-time
start_replay "$work/two-replay.log" --speed max
finish_replay 60 "$work/two-replay.log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
same_summaries "the first service, undisturbed" "$expected" "$data/summaries" "$log"

if [ "$(id -u)" -eq 0 ]; then
    skipped "a data folder that cannot be written: root can write everywhere"
else
    mkdir sealed && chmod 555 sealed
    write_settings sealed.yaml "$broker_url" "$registry" "$work/sealed"
    refused "a data folder that cannot be written" 1 "sealed" "right" -- "$kerbside" run --config sealed.yaml --virtual-time
    write_settings sealed2.yaml "$broker_url" "$registry" "$work/sealed/deeper"
    refused "a data folder that cannot be made" 1 "sealed/deeper" -- "$kerbside" run --config sealed2.yaml --virtual-time
fi
touch occupied
write_settings occupied.yaml "$broker_url" "$registry" "$work/occupied"
refused "a data folder that is a file" 1 "occupied" -- "$kerbside" run --config occupied.yaml --virtual-time

# --- Card numbers ---------------------------------------------------------------------------------------------------

write_settings nokey.yaml "$nobody" "$registry" "$work/unused-data"
printf 'privacy:\n  personal_fields: hmac\n  key_file: key\n' >>nokey.yaml
refused "a key for card numbers that is not there" 2 "nokey.yaml:9" "privacy.key_file" "head -c 32 /dev/urandom" -- "$kerbside" check --config nokey.yaml
(umask 077 && head -c 32 /dev/urandom >key)
chmod 644 key
refused "a key for card numbers that others may read" 2 "nokey.yaml:9" "mode 0644" "chmod 600" -- "$kerbside" run --config nokey.yaml
chmod 600 key

# Sends the feeds with the broken frames among them, and searches every file that was written.
no_card_in_any_file() { # WHAT DATA LOG [LINE OF SETTINGS…]
    local what="$1" data="$2" log="$3"
    shift 3
    write_settings cards.yaml "$broker_url" "$registry" "$data"
    if [ $# -gt 0 ]; then printf '%s\n' "$@" >>cards.yaml; fi
    start_kerbside cards.yaml "$log"
    wait_for_text 20 "$log" "Subscribed to"
    start_replay "$work/cards-replay.log" --speed max
    finish_replay 60 "$work/cards-replay.log"
    step="waiting for $lines messages in the journal"
    python3 "$tests/journal.py" wait-count "$data/journal" 60 "$lines" || not_ok "$what: all $lines messages are in the journal" "$log"
    stop_kerbside "$log"
    # In any case of letters; `found.txt` says which file and which number.
    if grep -raoiF -f cards.txt "$data" "$log" >found.txt; then
        not_ok "$what: no card number is in a file or in the log" found.txt
    fi
    ok "$what: none of $(wc -l <cards.txt) card numbers is in $(find "$data" -type f | wc -l) files or in the log, after $lines messages, $(wc -l <hostile.ndjson) of them broken or strange"
}

# Within the feeds' own days: a charge point that spoke once in another year is reported for all the days between.
prefix="westminster/ev/ocpp16/wcc-cp-01" hour=2026-03-02T06
for name in "${sets[@]}"; do
    choose_feeds "$name"
    if [ "$name" = recorded ]; then prefix="dundee/ev/ocpp16/50692" hour=2018-03-24T00; fi
    python3 "$tests/card_frames.py" hostile.ndjson "$prefix" "$hour" cards.txt
    grep -oh '"idTag":"[^"]*"' "${feeds[@]}" | cut -d '"' -f 4 | sort -u >>cards.txt
    feeds+=("$work/hostile.ndjson")
    lines=$((lines + $(wc -l <hostile.ndjson)))
    no_card_in_any_file "$name" "$work/$name-cards" "$work/$name-cards.log"
    no_card_in_any_file "$name, with hashes" "$work/$name-hashes" "$work/$name-hashes.log" "privacy:" "  personal_fields: hmac" "  key_file: key"
    grep -raqF "\"idTag\":\"hmac-${hour%-*}-" "$work/$name-hashes/journal" || not_ok "$name: the journal has hashes in the place of card numbers" "$work/$name-hashes.log"
    same_summaries "$name, with hashes or without" "$work/$name-cards/summaries" "$work/$name-hashes/summaries" "$work/$name-hashes.log"
    # The other way to summaries: nothing is journalled, and what is told to people quotes no payload.
    step="aggregate over strange frames"
    "$kerbside" aggregate --registry "$registry" --out "$name-aggregated" "${feeds[@]}" >aggregated.log 2>&1 || not_ok "$name: aggregate reads strange frames" aggregated.log
    if grep -raoiF -f cards.txt "$name-aggregated/summaries" >found.txt; then not_ok "$name: no card number is in a file of aggregate" found.txt; fi
    ok "$name: none is in a file of aggregate"
done
