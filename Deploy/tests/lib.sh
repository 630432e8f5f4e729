#!/usr/bin/env bash
# What the end-to-end scripts beside this one have in common; each of them reads it. Run alone it does nothing.
#
# A test has a folder of its own, a broker of its own on a free port of the loopback, and ends only what it started. It
# waits for events with a deadline. Every check is one line, `ok …` or `NOT OK …`; the first that fails ends the test with
# exit 1 and the files that help.
#
#   KERBSIDE_BIN=DIR      where `kerbside` and `sensorsim` are; default .build/release
#   KERBSIDE_SHARED=DIR   where the recorded feeds are; default ../shared beside the project
#   KERBSIDE_SEED=N       other random moments

set -euo pipefail

# Debian keeps the broker in /usr/sbin, which is not in everybody's PATH.
export PATH="$PATH:/usr/sbin:/sbin"
# Settings come from the files that the tests write, and from nowhere else.
for name in "${!KERBSIDE_BROKER_@}" KERBSIDE_REGISTRY KERBSIDE_DATA KERBSIDE_WINDOWS KERBSIDE_PUBLISH_GRACE_S; do unset "$name"; done

tests="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$tests/../.." && pwd)"
bin="${KERBSIDE_BIN:-$root/.build/release}"
shared="${KERBSIDE_SHARED:-$root/../shared}"
seed="${KERBSIDE_SEED:-1}"

children=() # processes that this test started and that may still run
evidence=() # files that help when a check fails
step="start"

# --- Beginning and end ----------------------------------------------------------------------------------------------

begin_test() { # NAME
    test_name="$1"
    SECONDS=0
    for program in kerbside sensorsim; do
        if [ ! -x "$bin/$program" ]; then
            echo "NOT OK $test_name: no program $bin/$program; build it with: swift build -c release"
            exit 1
        fi
    done
    work="$(mktemp -d "${TMPDIR:-/tmp}/kerbside-$test_name.XXXXXX")"
    # A step that fails may do so with its output redirected; the verdict is for whoever runs the test.
    exec 5>&1
    trap 'end_test $? >&5' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

end_test() {
    local code=$1 pid
    trap - EXIT
    for pid in "${children[@]}"; do kill_child "$pid"; done
    if declare -F before_the_end >/dev/null; then before_the_end; fi
    if [ $code -eq 0 ]; then
        rm -rf "$work"
        echo "$test_name: done in $SECONDS s"
        return
    fi
    if [ $code -ne 9 ]; then echo "NOT OK $test_name stopped (exit $code) at: $step"; fi
    echo "   after $SECONDS s; everything is kept in $work"
    local file
    for file in "${evidence[@]}"; do
        if [ -s "$file" ]; then
            echo "   --- last lines of $file"
            tail -n 15 "$file" | sed 's/^/   | /'
        fi
    done
    exit 1
}

ok() { echo "ok $*"; }

not_ok() { # TEXT [FILE…]: the files are shown
    echo "NOT OK $1" >&5
    shift
    evidence+=("$@")
    exit 9
}

skipped() { echo "skipped $*"; }

# Sets `readers` to a Python environment with pandas, Polars and DuckDB.
install_readers() {
    step="installing the readers"
    readers="${KERBSIDE_READERS:-$root/.build/readers}"
    "$readers/bin/python" -c 'import pandas, polars, duckdb' 2>/dev/null && return
    python3 -m venv "$readers" >"$work/readers.log" 2>&1 &&
        "$readers/bin/pip" install --quiet --requirement "$tests/readers.txt" >>"$work/readers.log" 2>&1 ||
        not_ok "pandas, Polars and DuckDB can be installed into $readers" "$work/readers.log"
}

# --- Waiting --------------------------------------------------------------------------------------------------------

now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

# Waits until a command succeeds, at most so many seconds.
wait_until() { # SECONDS COMMAND…
    local deadline=$(($(now_ms) + $1 * 1000))
    shift
    until "$@" >/dev/null 2>&1; do
        if [ "$(now_ms)" -gt "$deadline" ]; then return 1; fi
        sleep 0.05
    done
}

# Waits until a text has come so many times in a log.
wait_for_text() { # SECONDS FILE TEXT [TIMES]
    step="waiting for “$3” in $2"
    wait_until "$1" has_text "$2" "$3" "${4:-1}" || not_ok "within $1 s, ${4:-1} times “$3”" "$2"
}

has_text() { # FILE TEXT TIMES
    [ "$(grep -cF -- "$2" "$1" 2>/dev/null)" -ge "$3" ]
}

# Waits until a process has ended, at most so many seconds, and leaves its exit code in `ended_with`.
wait_for_end() { # SECONDS PID WHAT [LOG]
    step="waiting for the end of $3"
    wait_until "$1" has_ended "$2" || not_ok "$3 ends within $1 s" "${4:-/dev/null}"
    ended_with=0
    wait "$2" || ended_with=$?
    forget "$2"
}

has_ended() { # PID: also when nobody has asked for its exit code yet
    local state
    state="$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null)" || return 0
    [ -z "$state" ] || [ "${state%% *}" = Z ]
}

# Kills a process of ours, at once or with a command that does it at a better moment. Bash tells of children that a signal
# ended; here that is no news.
kill_child() { # PID [COMMAND…]
    local pid="$1"
    shift
    if [ $# -eq 0 ]; then set -- kill -KILL "$pid"; fi
    exec 4>&2 2>/dev/null
    "$@" || true
    wait "$pid" || true
    exec 2>&4 4>&-
    forget "$pid"
}

forget() { # PID
    local pid kept=()
    for pid in "${children[@]}"; do if [ "$pid" != "$1" ]; then kept+=("$pid"); fi; done
    children=("${kept[@]}")
}

# --- The broker -----------------------------------------------------------------------------------------------------

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Starts a broker, or starts it again with the database that it left. Sets broker_pid, broker_port, broker_url.
# Further lines of its settings are the arguments; `allow_anonymous` among them takes the place of ours.
start_broker() { # [SETTING…]
    step="starting the broker"
    broker_port="${broker_port:-$(free_port)}"
    broker_url="mqtt://127.0.0.1:$broker_port"
    mkdir -p "$work/broker"
    {
        echo "listener $broker_port 127.0.0.1"
        case "$*" in *allow_anonymous*) ;; *) echo "allow_anonymous true" ;; esac
        echo "max_queued_messages 0"
        echo "max_inflight_messages 1000"
        # A broker that is started by root would become the user `mosquitto`, who cannot write into our folder.
        if [ "$(id -u)" -eq 0 ]; then echo "user root"; fi
        printf '%s\n' "$@"
    } >"$work/broker/mosquitto.conf"
    mosquitto -c "$work/broker/mosquitto.conf" >>"$work/broker.log" 2>&1 &
    broker_pid=$!
    children+=("$broker_pid")
    wait_until 10 accepts_connections "$broker_port" || not_ok "the broker listens on port $broker_port" "$work/broker.log"
    if has_ended "$broker_pid"; then not_ok "our own broker listens, and no other one" "$work/broker.log"; fi
}

# Settings for a broker whose sessions survive.
persistence() { # SECONDS BETWEEN SAVES
    printf 'persistence true\npersistence_location %s/broker/\nautosave_interval %s\n' "$work" "$1"
}

accepts_connections() { # PORT
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# SIGTERM: a planned restart; a broker with persistence keeps everything. Twice, since mosquitto 2.0 forgets a signal that
# comes a moment before its loop begins.
stop_broker() {
    kill -TERM "$broker_pid"
    if ! wait_until 2 has_ended "$broker_pid"; then kill -TERM "$broker_pid" || true; fi
    wait_for_end 10 "$broker_pid" "the broker" "$work/broker.log"
}

# --- Kerbside -------------------------------------------------------------------------------------------------------

# Writes the smallest settings file.
write_settings() { # FILE URL REGISTRY DATA [LINE UNDER broker:…]
    local file="$1" url="$2" registry="$3" data="$4"
    shift 4
    {
        printf 'broker:\n  url: %s\n  client_id: kerbside\n' "$url"
        if [ $# -gt 0 ]; then printf '  %s\n' "$@"; fi
        printf 'registry: %s\ndata: %s\nwindows: hour day month year school-day\n' "$registry" "$data"
    } >"$file"
}

# Starts the service in virtual time, its words appended to a log. Sets kerbside_pid.
start_kerbside() { # SETTINGS LOG
    "$bin/kerbside" run --config "$1" --virtual-time >>"$2" 2>&1 &
    kerbside_pid=$!
    children+=("$kerbside_pid")
}

# SIGTERM: everything that was read is published, and it ends with 0.
stop_kerbside() { # LOG [SECONDS]
    step="stopping the service"
    kill -TERM "$kerbside_pid" 2>/dev/null || not_ok "the service still runs when it is to be stopped" "$1"
    wait_for_end "${2:-30}" "$kerbside_pid" "the service after SIGTERM" "$1"
    if [ "$ended_with" -ne 0 ]; then not_ok "the service ends with 0 after SIGTERM; it ended with $ended_with" "$1"; fi
}

# Counts of a journal: messages, distinct, connections. Fails for a damaged one.
count_journal() { # DATA
    step="reading the journal of $1"
    python3 "$tests/journal.py" count "$1/journal" >"$work/count.txt" 2>&1 || not_ok "the journal of $1 is sound" "$work/count.txt"
    read -r journal_messages journal_distinct journal_connections <"$work/count.txt"
}

# Waits until the journal holds every message of the feeds: what the service has not received, it cannot publish.
wait_for_feeds() { # SECONDS DATA LOG FEED…
    local seconds="$1" data="$2" log="$3"
    shift 3
    step="waiting for all messages in the journal of $data"
    python3 "$tests/journal.py" wait "$data/journal" "$seconds" "$@" >"$work/missing.txt" 2>&1 \
        || not_ok "within $seconds s, every message of the feeds is in the journal" "$work/missing.txt" "$log" "$work/broker.log"
}

# Compares two folders of summaries byte by byte.
same_summaries() { # WHAT EXPECTED FOUND LOG
    step="comparing summaries: $1"
    local files
    files="$(find "$2" -name '*.csv' | wc -l)"
    if [ "$files" -eq 0 ]; then not_ok "$1: there are summaries to compare in $2" "$4"; fi
    if [ -n "$(find "$(dirname "$3")" -name '.*.tmp')" ]; then not_ok "$1: no half-written file is left below $(dirname "$3")" "$4"; fi
    # A feed that has ended has no later message: aggregate writes charging's public months, which a service holds back
    # until nothing can change them any more. Those that both have are compared like all files.
    diff -r "$2" "$3" 2>&1 | grep -vE "^Only in $2[^:]*/charging(: |/)(site|band|borough)-month" >"$work/difference.txt" || true
    [ ! -s "$work/difference.txt" ] || not_ok "$1: summaries equal those of aggregate, byte for byte" "$work/difference.txt" "$4"
    ok "$1: $files files of summaries equal those of aggregate, byte for byte"
}

# --- Feeds ----------------------------------------------------------------------------------------------------------

# Makes the feeds of the tests. Sets `sets`: for each name NAME_feeds and NAME_registry, and their expected summaries in
# $work/NAME-expected/summaries. `simulated` is always there, `recorded` where the recorded feeds are.
make_feeds() {
    step="making feeds"
    sets=(simulated)
    simulated_registry="$work/simulated-registry"
    simulated_feeds=("$work/simulated.ndjson")
    "$bin/sensorsim" emit --out "${simulated_feeds[0]}" --hours 6 --start 2026-03-02T05:00:00Z --seed "$seed" \
        --registry "$simulated_registry" 2>"$work/emit.log" || not_ok "sensorsim emits six hours" "$work/emit.log"
    recorded_registry="$shared/feeds/registry"
    recorded_feeds=("$shared/feeds/dundee-2018-03-dst.ndjson" "$shared/feeds/marylebone-2022-03.ndjson")
    if [ -r "${recorded_feeds[0]}" ] && [ -r "${recorded_feeds[1]}" ]; then
        sets+=(recorded)
    else
        skipped "the recorded feeds: none in $shared/feeds (KERBSIDE_SHARED names another place)"
    fi
    local name
    for name in "${sets[@]}"; do
        choose_feeds "$name"
        "$bin/kerbside" aggregate --registry "$registry" --out "$work/$name-expected" "${feeds[@]}" \
            >"$work/$name-aggregate.log" 2>&1 || not_ok "aggregate reads the $name feeds" "$work/$name-aggregate.log"
    done
}

# Sets feeds, registry, expected and lines for one of the sets.
choose_feeds() { # NAME
    local -n chosen_feeds="$1_feeds" chosen_registry="$1_registry"
    feeds=("${chosen_feeds[@]}")
    registry="$chosen_registry"
    expected="$work/$1-expected/summaries"
    lines="$(cat "${feeds[@]}" | wc -l)"
}

# Starts sensorsim's replay of `feeds` to the broker. Sets replay_pid; its words are in the log.
start_replay() { # LOG OPTION…
    local log="$1"
    shift
    "$bin/sensorsim" replay --broker "$broker_url" "$@" "${feeds[@]}" >>"$log" 2>&1 &
    replay_pid=$!
    children+=("$replay_pid")
}

# Waits until every message was acknowledged to sensorsim.
finish_replay() { # SECONDS LOG
    wait_for_end "$1" "$replay_pid" "the replay" "$2"
    if [ "$ended_with" -ne 0 ]; then not_ok "sensorsim gets every message acknowledged" "$2" "$work/broker.log"; fi
}
