#!/usr/bin/env bash
# The first sync that fails ends the service at once, with the reason; the batch was not acknowledged, so the broker sends
# it again, and after a restart nothing is missing. The failure is injected by strace at the sixth fdatasync.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test failing-disk
if ! command -v strace >/dev/null || ! strace -qq -e trace=none true 2>/dev/null; then
    skipped "a sync that fails: strace is missing or may not trace here"
    exit 0
fi
make_feeds
start_broker

choose_feeds simulated
data="$work/data" log="$work/run.log"
write_settings "$work/k.yaml" "$broker_url" "$registry" "$data"
strace -f -qq -o "$work/strace.txt" -e trace=fdatasync -e inject=fdatasync:error=EIO:when=6+ \
    "$bin/kerbside" run --config "$work/k.yaml" --virtual-time >>"$log" 2>&1 &
kerbside_pid=$!
children+=("$kerbside_pid")
wait_for_text 30 "$log" "Subscribed to"
start_replay "$work/replay.log" --speed max
wait_for_end 60 "$kerbside_pid" "the service whose disk fails" "$log"
code=0
wait "$kerbside_pid" || code=$?
forget "$kerbside_pid"
[ "$code" -eq 1 ] || not_ok "a sync that fails ends the service with exit 1; it was $code" "$log"
grep -q "look for disk errors in the system log" "$log" || not_ok "the reason is told, and what to do" "$log"
ok "a sync that fails ends the service with exit 1, the reason and what to do"
finish_replay 60 "$work/replay.log"

start_kerbside "$work/k.yaml" "$log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
ok "after a restart all $lines messages are in the journal"
same_summaries "after the failed sync" "$expected" "$data/summaries" "$log"
