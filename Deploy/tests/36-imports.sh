#!/usr/bin/env bash
# A UK-AIR file and an openair file of a station give the hours that its live messages give: alone, and beside the live data
# of a running service, where they change nothing.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test imports
feeds=("$shared/feeds/marylebone-2022-03.ndjson") registry="$shared/feeds/registry"
hourly="$shared/feeds/expected/marylebone-2022-03-hourly.csv"
if [ ! -r "${feeds[0]}" ] || [ ! -r "$hourly" ]; then
    skipped "imports: no recorded feeds in $shared/feeds (KERBSIDE_SHARED names another place)"
    exit 0
fi
start_broker
data="$work/data" log="$work/run.log"
python3 "$tests/station_tables.py" "$hourly" MY1 "$work/uk-air.csv" "$work/openair.csv"
"$bin/kerbside" aggregate --registry "$registry" --out "$work/expected" "${feeds[@]}" >"$work/aggregate.log" 2>&1 ||
    not_ok "aggregate reads the feed" "$work/aggregate.log"

import_file() { # DATA DIALECT FILE [OPTION…]
    local data="$1" dialect="$2" file="$3"
    shift 3
    step="importing $file into $data"
    "$bin/kerbside" import --data "$data" --dialect "$dialect" "$@" "$file" >"$work/import.txt" 2>&1 ||
        not_ok "$dialect is imported" "$work/import.txt" "$log"
}

holds() { # WHAT DATA
    step="verify after $1"
    "$bin/kerbside" verify --data "$2" --registry "$registry" >"$work/verify.txt" 2>&1 || not_ok "verify holds after $1" "$work/verify.txt" "$log"
}

# The rows of the four quantities that the tables have.
hours() { find "$1/summaries/air/hour" -name '*.csv' -exec cat {} + | grep -E ',MY1,(no2|o3|pm10|pm2_5),' | sort; }
same_hours() { # WHAT DATA
    hours "$work/expected" >"$work/wanted.csv"
    hours "$2" >"$work/found.csv"
    diff "$work/wanted.csv" "$work/found.csv" >"$work/difference.txt" || not_ok "$1: the same hours as live" "$work/difference.txt"
    ok "$1: the same $(wc -l <"$work/found.csv") hours as live"
}

# --- Alone, without a service -----------------------------------------------------------------------------------------
import_file "$work/uk" uk-air "$work/uk-air.csv" --device MY1 --registry "$registry"
same_hours "a UK-AIR file alone" "$work/uk"
holds "a UK-AIR file alone" "$work/uk"
# What the portal calls ratified is so here once a person has pasted the rows.
cp -r "$registry" "$work/registry"
chmod -R u+w "$work/registry"
grep -A 99 '^device,quantity,from,to,action,reason,by$' "$work/import.txt" >"$work/registry/reviews.csv" ||
    not_ok "the import prints the rows for reviews.csv" "$work/import.txt"
"$bin/kerbside" rebuild --data "$work/uk" --from 2022-03-01 --to 2022-03-31 --registry "$work/registry" >"$work/rebuild.txt" 2>&1 ||
    not_ok "the registry takes the printed rows" "$work/registry/reviews.csv" "$work/rebuild.txt"
statuses=$(hours "$work/uk" | awk -F, '$8 > 0 { print $20 }' | sort -u)
[ "$statuses" = ratified ] || not_ok "with the printed rows all hours are ratified; their statuses are $statuses" "$work/import.txt"
ok "what UK-AIR calls ratified is ratified with the rows that the import prints"
import_file "$work/open" openair "$work/openair.csv" --registry "$registry"
same_hours "an openair file alone" "$work/open"
cp -r "$work/open/summaries" "$work/once"
import_file "$work/open" openair "$work/openair.csv" --registry "$registry"
has_text "$work/import.txt" "duplicate" 1 || not_ok "what is imported twice is counted as duplicates" "$work/import.txt"
same_summaries "an openair file twice" "$work/once" "$work/open/summaries" "$work/import.txt"
holds "an openair file twice" "$work/open"

# --- Beside a running service -----------------------------------------------------------------------------------------
write_settings "$work/k.yaml" "$broker_url" "$registry" "$data"
start_kerbside "$work/k.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
start_replay "$work/replay.log" --speed max
finish_replay 60 "$work/replay.log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
wait_until 30 test -r "$data/state/registry/boroughs.csv" || not_ok "within 30 s, the service keeps the registry that it accepted" "$log"
import_file "$data" uk-air "$work/uk-air.csv" --device MY1
import_file "$data" openair "$work/openair.csv"
[ -z "$(find "$data/state/imports" -mindepth 1 ! -name lock 2>/dev/null)" ] || not_ok "nothing of an import is left in state/imports" "$log"
stop_kerbside "$log" 60
count_journal "$data"
[ "$journal_messages" -eq $((3 * 744)) ] || not_ok "the journal holds live and imported messages; it holds $journal_messages" "$log"
same_summaries "both files beside live data" "$work/expected/summaries" "$data/summaries" "$log"
holds "both files beside live data" "$data"
ok "verify holds after every import"
