#!/usr/bin/env bash
# The broker is down, restarts, crashes, refuses us, and the network cuts the link.
#
# What is promised: the service never gives up and says what to do; what a broker that lives on has acknowledged arrives,
# once in the summaries. A broker that is killed may have acknowledged messages that it had neither delivered nor saved: no
# setting of Mosquitto 2.0 prevents that. They are lost until somebody sends them again, and sending everything again repairs
# the summaries without counting anything twice.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test broker-away
make_feeds
choose_feeds simulated

# --- Down at start, then a planned restart in the middle ------------------------------------------------------------

broker_port="$(free_port)"
broker_url="mqtt://127.0.0.1:$broker_port"
data="$work/restart-data" log="$work/restart.log"
write_settings "$work/restart.yaml" "$broker_url" "$registry" "$data"
start_kerbside "$work/restart.yaml" "$log"
wait_for_text 10 "$log" "No connection to the broker at $broker_url" 2
for words in "Connection refused" "Check that the broker runs and listens on that port" "Next attempt in"; do
    grep -qF "$words" "$log" || not_ok "the message about a broker that is down says “$words”" "$log"
done
if has_ended "$kerbside_pid"; then not_ok "the service keeps trying" "$log"; fi
ok "a broker that is down: named with its address and what to check; the service keeps trying"

mapfile -t survives < <(persistence 1800)
start_broker "${survives[@]}"
wait_for_text 20 "$log" "Subscribed to"
ok "the broker comes: connected and subscribed without a restart of the service"

start_replay "$work/restart-replay.log" --rate 2000
wait_until 10 test -s "$data/journal/0000000000000001.kbj" || not_ok "messages arrive before the restarts" "$log"
for round in 1 2; do
    sleep 1 # of traffic
    stop_broker
    start_broker "${survives[@]}"
    wait_for_text 20 "$log" "the session continues" "$round"
    wait_for_text 20 "$log" "Subscribed to" $((round + 1))
done
finish_replay 60 "$work/restart-replay.log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
count_journal "$data"
if [ "$journal_connections" -lt 2 ]; then not_ok "messages pass before and after a restart" "$log"; fi
ok "two planned restarts of the broker: all $lines messages arrived ($journal_connections connections, $((journal_messages - lines)) copies)"
same_summaries "planned restart" "$expected" "$data/summaries" "$log"

# --- The service away, the broker restarted meanwhile ---------------------------------------------------------------

data="$work/queue-data" log="$work/queue.log"
write_settings "$work/queue.yaml" "$broker_url" "$registry" "$data"
start_kerbside "$work/queue.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
stop_kerbside "$log"
start_replay "$work/queue-replay.log" --speed max
finish_replay 60 "$work/queue-replay.log"
stop_broker
start_broker "${survives[@]}"
start_kerbside "$work/queue.yaml" "$log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
ok "all $lines messages that the broker kept while the service was away arrived, over a restart of the broker too"
same_summaries "the service away" "$expected" "$data/summaries" "$log"
stop_broker

# --- The broker is killed -------------------------------------------------------------------------------------------

mapfile -t survives < <(persistence 1)
rm -f "$work/broker/mosquitto.db"
start_broker "${survives[@]}"
data="$work/crash-data" log="$work/crash.log"
write_settings "$work/crash.yaml" "$broker_url" "$registry" "$data"
start_kerbside "$work/crash.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
wait_until 10 test -s "$work/broker/mosquitto.db" || not_ok "the broker saves its sessions within 10 s" "$work/broker.log"
start_replay "$work/crash-replay.log" --rate 2000
wait_until 10 test -s "$data/journal/0000000000000001.kbj" || not_ok "messages arrive before the crash" "$log"
sleep 1 # of traffic
kill_child "$broker_pid"
start_broker "${survives[@]}"
wait_for_text 20 "$log" "Connected to" 2
finish_replay 60 "$work/crash-replay.log"
if python3 "$tests/journal.py" wait "$data/journal" 3 "${feeds[@]}" >"$work/lost.txt"; then
    ok "the broker killed in the middle: everything arrived all the same"
else
    ok "the broker killed in the middle: $(sed -n '1s/ are not in.*//p' "$work/lost.txt") were acknowledged by the killed broker and lost by it"
fi
if has_ended "$kerbside_pid"; then not_ok "the service outlives a crash of the broker" "$log"; fi
start_replay "$work/crash-replay.log" --speed max
finish_replay 60 "$work/crash-replay.log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
same_summaries "sent again after the crash" "$expected" "$data/summaries" "$log"
stop_broker

# --- A broker that forgot us ----------------------------------------------------------------------------------------

unset broker_port
start_broker
data="$work/forgotten-data" log="$work/forgotten.log"
write_settings "$work/forgotten.yaml" "$broker_url" "$registry" "$data"
start_kerbside "$work/forgotten.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
if grep -qF "may be lost" "$log"; then not_ok "the first connection of all is no reason to worry" "$log"; fi
stop_broker
start_broker
wait_for_text 20 "$log" "Subscribed to" 2
for words in "may be lost" "persistence true"; do
    grep -qF "$words" "$log" || not_ok "a broker that forgot our session is reported with “$words”" "$log"
done
ok "a broker that forgot our session: reported, with the setting that prevents it"
stop_kerbside "$log"
# A journal that another broker filled, under another name.
log="$work/renamed.log"
write_settings "$work/renamed.yaml" "$broker_url" "$registry" "$work/restart-data"
sed -i 's/client_id: kerbside$/client_id: kerbside-2/' "$work/renamed.yaml"
start_kerbside "$work/renamed.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
stop_kerbside "$log"
if grep -qF "may be lost" "$log"; then not_ok "another broker, or another client id, has forgotten nothing" "$log"; fi
ok "another broker and another client id: no alarm about a forgotten session"

# --- The network cuts the link --------------------------------------------------------------------------------------

proxy_port="$(free_port)"
python3 "$tests/proxy.py" "$proxy_port" "$broker_port" >"$work/proxy.log" 2>&1 &
proxy_pid=$!
children+=("$proxy_pid")
wait_until 10 accepts_connections "$proxy_port" || not_ok "the proxy listens" "$work/proxy.log"
data="$work/cut-data" log="$work/cut.log"
write_settings "$work/cut.yaml" "mqtt://127.0.0.1:$proxy_port" "$registry" "$data"
start_kerbside "$work/cut.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
start_replay "$work/cut-replay.log" --rate 2000
for round in 1 2 3; do
    sleep 0.5 # of traffic
    kill -USR1 "$proxy_pid"
    wait_for_text 20 "$log" "closed the link without giving a reason" "$round"
    wait_for_text 20 "$log" "Subscribed to" $((round + 1))
done
finish_replay 60 "$work/cut-replay.log"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
count_journal "$data"
if [ "$journal_connections" -lt 2 ]; then not_ok "messages pass before and after a cut" "$log"; fi
grep -qF "check the network" "$log" || not_ok "the message about a cut link says “check the network”" "$log"
ok "three cuts of the link: all $lines messages arrived ($journal_connections connections, $((journal_messages - lines)) copies)"
same_summaries "link cut" "$expected" "$data/summaries" "$log"
stop_broker

# --- The broker refuses us ------------------------------------------------------------------------------------------

secret="correct-horse-battery"
mosquitto_passwd -b -c "$work/passwords" kerbside "$secret" >"$work/passwd.log" 2>&1 || not_ok "a password file is made" "$work/passwd.log"
unset broker_port
start_broker "allow_anonymous false" "password_file $work/passwords"
log="$work/refused.log"

write_settings "$work/nobody.yaml" "$broker_url" "$registry" "$work/refused-data"
start_kerbside "$work/nobody.yaml" "$log"
wait_for_text 20 "$log" "refuses clients without a user name"
wait_for_text 5 "$log" "Write user name and password into a file and name it as broker.username_file"
if has_ended "$kerbside_pid"; then not_ok "the service keeps trying when it is refused" "$log"; fi
ok "no credentials: refused, and told what to write where"
stop_kerbside "$log"

(umask 077 && printf 'kerbside\nwrong-password\n' >"$work/credentials")
write_settings "$work/somebody.yaml" "$broker_url" "$registry" "$work/refused-data" "username_file: $work/credentials"
start_kerbside "$work/somebody.yaml" "$log"
wait_for_text 20 "$log" "refuses the user “kerbside” or its password"
wait_for_text 5 "$log" "Check broker.username_file against the broker's password file"
ok "a wrong password: refused, and told what to compare"
stop_kerbside "$log"

printf 'kerbside\n%s\n' "$secret" >"$work/credentials"
start_kerbside "$work/somebody.yaml" "$log"
wait_for_text 20 "$log" "Subscribed to"
stop_kerbside "$log"
if grep -qF -e "$secret" -e "wrong-password" "$log"; then not_ok "no password is in the log" "$log"; fi
ok "the right password: connected; neither password is in the log"

chmod 644 "$work/credentials"
code=0
"$bin/kerbside" run --config "$work/somebody.yaml" >"$work/mode.log" 2>&1 || code=$?
if [ "$code" -ne 2 ] || ! grep -qF "chmod 600 $work/credentials" "$work/mode.log"; then
    not_ok "credentials that others can read are refused with exit 2 and the command that helps; exit was $code" "$work/mode.log"
fi
ok "credentials that others can read: refused with exit 2 and the command that helps"
