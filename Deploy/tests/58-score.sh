#!/usr/bin/env bash
# A simulated city through a real broker into the service, and what came out beside the truth.
#
#   KERBSIDE_SCORE_HOURS=168   how many hours of two-boroughs; default 24
#   KERBSIDE_SEED=N            another city than that of the preset

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test score
hours="${KERBSIDE_SCORE_HOURS:-24}"
# The preset's own seed is that of the README's table.
city=(${KERBSIDE_SEED:+--seed "$KERBSIDE_SEED"})
start_broker

# How many messages the truth says that arrived.
arrived() { # TRUTH
    awk -F, 'NR > 1 { sum += $4 } END { print sum + 0 }' "$1/arrivals.csv"
}

member() { # NAME FILE
    python3 -c 'import json, sys; print(json.load(open(sys.argv[2]))[sys.argv[1]])' "$1" "$2"
}

for scenario in clean messy; do
    data="$work/$scenario-data" truth="$work/$scenario-truth" registry="$work/$scenario-registry"
    log="$work/$scenario-run.log" words="$work/$scenario-emit.log" score="$work/$scenario-score.json"
    step="$scenario: writing the registry"
    "$bin/sensorsim" emit --scenario "$scenario" --hours 1 --out /dev/null --registry "$registry" 2>"$words" \
        || not_ok "$scenario: the registry is written" "$words"
    write_settings "$work/$scenario.yaml" "$broker_url" "$registry" "$data"
    start_kerbside "$work/$scenario.yaml" "$log"
    wait_for_text 20 "$log" "Subscribed to"
    step="$scenario: sending $hours hours"
    "$bin/sensorsim" emit --scenario "$scenario" --hours "$hours" "${city[@]}" --broker "$broker_url" --speed max \
        --truth "$truth" 2>"$words" || not_ok "$scenario: every message is acknowledged" "$words" "$work/broker.log"
    step="$scenario: waiting for every message in the journal"
    messages="$(arrived "$truth")"
    if [ "$messages" -eq 0 ]; then not_ok "$scenario: messages arrived" "$words"; fi
    python3 "$tests/journal.py" wait-count "$data/journal" 300 "$messages" >"$work/missing.txt" 2>&1 \
        || not_ok "$scenario: all $messages messages are in the journal" "$work/missing.txt" "$log"
    stop_kerbside "$log" 120
    step="$scenario: the score"
    "$bin/sensorsim" score --truth "$truth" --data "$data" --json >"$score" 2>"$work/score.log" \
        || not_ok "$scenario: the score is worked out" "$work/score.log"
    "$bin/sensorsim" score --truth "$truth" --data "$data" >"$work/$scenario-score.txt"
    if [ "$(member unaccounted "$score")" -ne 0 ]; then
        not_ok "$scenario: every message is accounted for" "$work/$scenario-score.txt"
    fi
    if [ "$scenario" = clean ]; then
        "$bin/sensorsim" score --truth "$truth" --data "$data" --strict >/dev/null \
            || not_ok "clean: every window and session is what was emitted" "$work/$scenario-score.txt"
        for name in windows sessions; do
            if [ "$(member "$name" "$score")" -eq 0 ]; then not_ok "clean: there are $name to compare" "$score"; fi
        done
        ok "clean, $hours h: $(member windows "$score") hours and $(member sessions "$score") sessions equal what was emitted; 0 of $messages messages unaccounted for"
    else
        cat "$work/$scenario-score.txt"
        ok "messy, $hours h: 0 of $messages messages unaccounted for"
    fi
done
