#!/usr/bin/env bash
# The same feeds out of order and partly twice, while the service is killed at 20 random moments and started again at
# once: not a message is lost, and the summaries are those of an undisturbed run. Every second kill waits until the journal
# grows next, and so falls between a write and its acknowledgements.
#
#   KERBSIDE_SEED=N   other moments and another order

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test kills
make_feeds
start_broker

kills=20
seconds=22 # that a replay takes, at least

for name in "${sets[@]}"; do
    choose_feeds "$name"
    data="$work/$name-data" log="$work/$name-run.log"
    write_settings "$work/$name.yaml" "$broker_url" "$registry" "$data"
    start_kerbside "$work/$name.yaml" "$log"
    wait_for_text 20 "$log" "Subscribed to"

    start_replay "$work/$name-replay.log" --rate $((lines * 11 / 10 / seconds)) --shuffle-within 3600 --shuffle-seed "$seed" --repeat-every 10
    began=$(now_ms)
    moments="$(python3 -c "
import random
random.seed($seed)
print(*sorted(random.randint(300, ($seconds - 2) * 1000) for _ in range($kills)))")"
    echo "$name: kills with seed $seed after so many milliseconds: $moments"
    step="killing the service"
    count=0 during=0
    for moment in $moments; do
        rest=$((began + moment - $(now_ms)))
        if [ $rest -gt 0 ]; then sleep "$(printf '%d.%03d' $((rest / 1000)) $((rest % 1000)))"; fi
        if has_ended "$kerbside_pid"; then not_ok "$name: the service runs until it is killed" "$log"; fi
        if [ $((count % 2)) -eq 0 ]; then
            kill_child "$kerbside_pid"
        else
            kill_child "$kerbside_pid" python3 "$tests/journal.py" kill-in-commit "$data/journal" 3 "$kerbside_pid"
        fi
        count=$((count + 1))
        if ! has_ended "$replay_pid"; then during=$((during + 1)); fi
        start_kerbside "$work/$name.yaml" "$log"
    done
    # On a busy machine the last restarts may take longer than the replay.
    if [ $during -lt $((kills / 2)) ]; then not_ok "$name: half of the kills come during the replay; $during did" "$work/$name-replay.log"; fi
    finish_replay 60 "$work/$name-replay.log"
    sent="$(sed -n 's/^Sent \([0-9]*\) messages.*/\1/p' "$work/$name-replay.log")"
    wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
    stop_kerbside "$log"
    count_journal "$data"
    if [ "$journal_messages" -le "$sent" ]; then not_ok "$name: a kill falls between a write and its acknowledgement" "$log"; fi
    ok "$name: $kills kills, $during of them during a replay of $sent messages; all $lines of the feeds are in the journal, and $((journal_messages - journal_distinct)) copies, $((journal_messages - sent)) of them because of kills ($journal_connections connections)"
    same_summaries "$name" "$expected" "$data/summaries" "$log"
done
