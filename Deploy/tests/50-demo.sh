#!/usr/bin/env bash
# `kerbside demo`: one command shows a simulated city, ends by itself, leaves files that can be read and no process behind.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test demo
cd "$work"

duration=12
speed=1800 # half an hour of the city a second, so that whole hours are over within the test

# Processes that write their words into the demo's folder: its broker and its simulator.
of_the_demo() { # FOLDER
    local process
    for process in /proc/[0-9]*; do
        case "$(readlink "$process/fd/2" 2>/dev/null)" in "$1"/*) echo "${process#/proc/}" ;; esac
    done
}

# A demo that a failed check kills cannot end its own children.
before_the_end() {
    local pid
    for pid in $(of_the_demo "$work/city"); do kill -KILL "$pid" 2>/dev/null || true; done
}

has_lines() { # COUNT COMMAND…
    local wanted="$1"
    shift
    [ "$("$@" | wc -l)" -eq "$wanted" ]
}

nothing_left() { # FOLDER
    [ -z "$(of_the_demo "$1")" ]
}

step="running the demo"
if ! nothing_left "$work/city"; then not_ok "nothing of a demo runs before it begins"; fi
began=$(now_ms)
"$bin/kerbside" demo --dir "$work/city" --speed $speed --duration $duration >demo.out 2>demo.log &
demo_pid=$!
children+=("$demo_pid")
wait_for_text 20 demo.log "Summaries  $work/city/data/summaries"
wait_until 20 has_lines 2 of_the_demo "$work/city" || not_ok "the demo runs a broker and a simulator" demo.log
wait_for_end $((duration + 30)) "$demo_pid" "the demo" demo.log
took=$(($(now_ms) - began))
if [ "$ended_with" -ne 0 ]; then not_ok "the demo ends with 0; it ended with $ended_with" demo.log; fi
if [ $took -lt $((duration * 1000)) ]; then not_ok "the demo lasts $duration s; it lasted $took ms" demo.log; fi
ok "the demo runs $duration s and ends by itself after $took ms with exit 0"

for words in "A simulated city" "Ctrl-C ends it" "simulated time 2026-03-02T" "connectors plugged in" "last hour, ug/m3"; do
    grep -qF "$words" demo.log || not_ok "the demo says “$words”" demo.log
done
grep -qE '^[1-9][0-9]* messages, [1-9][0-9]* files in .*/summaries \(simulated data\)$' demo.out \
    || not_ok "the demo's result is a line of counts" demo.out demo.log
if [ "$(wc -l <demo.out)" -ne 1 ]; then not_ok "only the result goes to standard output" demo.out; fi
if grep -q $'\033' demo.log demo.out; then not_ok "no colours and no cursor movements where there is no terminal" demo.log; fi
ok "what it says: $(cat demo.out)"

for borough in westminster kensington-and-chelsea; do
    hour="city/data/summaries/air/hour/area=$borough/day=2026-03-02/air-hour_${borough}_2026-03-02.csv"
    rows="$(wc -l <"$hour" 2>/dev/null || echo 0)"
    if [ "$rows" -lt 10 ]; then not_ok "$borough has hourly means in $hour; it has $rows lines" demo.log; fi
    find "city/data/summaries/charging" -name '*.csv' -path "*area=$borough*" | grep -q . || not_ok "$borough has charging files" demo.log
done
python3 - <<'PYTHON' >manifest.txt 2>&1 || not_ok "the manifest names every file with its SHA-256" manifest.txt demo.log
import csv, hashlib, pathlib
data = pathlib.Path("city/data")
with open(data / "manifest.csv", newline="") as file:
    entries = {row["file"]: row["sha256"] for row in csv.DictReader(file)}
found = {str(path.relative_to(data)): path for path in data.joinpath("summaries").rglob("*.csv")}
named = {name: digest for name, digest in entries.items() if name.startswith("summaries/")}
assert named.keys() == found.keys(), named.keys() ^ found.keys()
for name, path in found.items():
    assert hashlib.sha256(path.read_bytes()).hexdigest() == named[name], name
print(len(found))
PYTHON
ok "both boroughs have files of air and charging; the manifest names all $(cat manifest.txt) with their SHA-256"

count_journal city/data
if [ "$journal_messages" -lt 1000 ]; then not_ok "the journal holds the demo's traffic; it holds $journal_messages messages" demo.log; fi
ok "the journal is sound and holds $journal_messages messages"

"$bin/kerbside" verify --data city/data >verify.txt 2>&1 || not_ok "verify holds on what the demo left" verify.txt
ok "verify holds on what the demo left: $(grep -c ': holds' verify.txt) checks"

wait_until 5 nothing_left "$work/city" || {
    for pid in $(of_the_demo "$work/city"); do tr '\0' ' ' <"/proc/$pid/cmdline"; done >left.txt
    not_ok "no process of the demo is left" left.txt
}
ok "no process of the demo is left"

# --- Again, over a folder of somebody else, and ended with Ctrl-C ----------------------------------------------------

mkdir theirs && echo "years of work" >theirs/thesis.txt
code=0
"$bin/kerbside" demo --dir theirs --duration 5 >theirs.out 2>theirs.log || code=$?
if [ $code -ne 2 ] || ! grep -qF "Name another with --dir" theirs.log; then not_ok "a folder that is not a demo's is refused with exit 2; exit was $code" theirs.log; fi
if [ "$(ls -A theirs)" != thesis.txt ]; then not_ok "a folder that is not a demo's stays as it is" theirs.log; fi
ok "a folder with somebody's files is refused and stays as it is"

# A shell gives its background children no SIGINT; env(1) gives it back, as a terminal would.
env --default-signal=INT "$bin/kerbside" demo --dir "$work/city" --speed $speed >again.out 2>again.log &
demo_pid=$!
children+=("$demo_pid")
wait_for_text 20 again.log "Summaries  $work/city/data/summaries"
wait_until 20 test -s "$work/city/data/journal/0000000000000001.kbj" || not_ok "the second demo receives" again.log
kill -INT "$demo_pid"
wait_for_end 20 "$demo_pid" "the demo after Ctrl-C" again.log
if [ "$ended_with" -ne 0 ]; then not_ok "Ctrl-C ends the demo with 0; it ended with $ended_with" again.log; fi
wait_until 5 nothing_left "$work/city" || not_ok "no process of the demo is left after Ctrl-C" again.log
ok "a second demo takes the place of the first; Ctrl-C ends it with exit 0, and no process is left"

# A closing terminal sends SIGHUP: a newcomer who shuts the window leaves no broker behind.
"$bin/kerbside" demo --dir "$work/city" --speed $speed >hangup.out 2>hangup.log &
demo_pid=$!
children+=("$demo_pid")
wait_for_text 20 hangup.log "Summaries  $work/city/data/summaries"
wait_until 20 test -s "$work/city/data/journal/0000000000000001.kbj" || not_ok "the third demo receives" hangup.log
kill -HUP "$demo_pid"
wait_for_end 20 "$demo_pid" "the demo after its terminal was closed" hangup.log
wait_until 5 nothing_left "$work/city" || not_ok "no process of the demo is left when its terminal closes" hangup.log
ok "a terminal that closes ends the demo, and no process is left"
