#!/usr/bin/env bash
# Feeds through a real broker give the same bytes as `kerbside aggregate` makes of the same files.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test feeds-through-broker
make_feeds
start_broker

for name in "${sets[@]}"; do
    choose_feeds "$name"
    data="$work/$name-data" log="$work/$name-run.log"
    write_settings "$work/$name.yaml" "$broker_url" "$registry" "$data"
    start_kerbside "$work/$name.yaml" "$log"
    wait_for_text 20 "$log" "Subscribed to"
    began=$(now_ms)
    start_replay "$work/$name-replay.log" --speed max
    finish_replay 60 "$work/$name-replay.log"
    wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
    took=$(($(now_ms) - began))
    stop_kerbside "$log"
    count_journal "$data"
    if [ "$journal_messages" -ne "$lines" ]; then
        not_ok "$name: the journal holds each of $lines messages once; it holds $journal_messages" "$log"
    fi
    ok "$name: $lines messages sent, acknowledged and in the journal in $took ms ($((lines * 1000 / (took + 1))) a second, with start and poll)"
    same_summaries "$name" "$expected" "$data/summaries" "$log"
done
