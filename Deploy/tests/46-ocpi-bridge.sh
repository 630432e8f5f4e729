#!/usr/bin/env bash
# The OCPI bridge against a stub of an endpoint: it follows pages, lets no older object take back a newer one, publishes what
# changed and no card, keeps its token to itself; and Kerbside, with a registry made from the same Locations, makes a session
# of what it published.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test ocpi-bridge
# The bridge leaves no compiled files beside its sources.
export PYTHONDONTWRITEBYTECODE=1
bridge="$root/Deploy/bridges/ocpi/ocpi_bridge.py"
card=04A1B2C3D4E580
token="very-secret-$seed-token"
hidden="$(printf %s "$token" | base64)"

step="starting the stub"
start_broker "log_type all"
stub_port="$(free_port)"
(umask 077 && printf '%s\n' "$token" >"$work/token")
python3 "$tests/ocpi_stub.py" "$stub_port" "$work/token" "$work/requests" >"$work/stub.log" 2>&1 &
children+=("$!")
wait_until 10 accepts_connections "$stub_port" || not_ok "the stub listens" "$work/stub.log"
mosquitto_sub -h 127.0.0.1 -p "$broker_port" -t 'town/#' -q 1 -F %J >"$work/feed.ndjson" 2>"$work/sub.log" &
children+=("$!")
subscribed() { grep -q "Received SUBSCRIBE" "$work/broker.log"; }
wait_until 10 subscribed || not_ok "the broker has a subscriber" "$work/broker.log"
cat >"$work/bridge.conf" <<SETTINGS
[ocpi]
locations = http://127.0.0.1:$stub_port/ocpi/locations
sessions = http://127.0.0.1:$stub_port/ocpi/sessions
cdrs = http://127.0.0.1:$stub_port/ocpi/cdrs
token_file = $work/token
poll_s = 0.5
page = 1
[mqtt]
port = $broker_port
prefix = town/ev/ocpi
SETTINGS

lines() { [ "$(wc -l <"$work/feed.ndjson")" -ge "$1" ]; }
round() { [ "$(grep -c "^$1 cdrs " "$work/requests")" -ge "$2" ]; }

step="the first rounds"
echo 1 >"$work/requests.round"
python3 "$bridge" "$work/bridge.conf" >"$work/bridge.log" 2>&1 &
bridge_pid=$!
children+=("$bridge_pid")
wait_until 20 lines 3 || not_ok "two statuses and a session are published" "$work/bridge.log" "$work/stub.log"
wait_until 20 round 1 3 || not_ok "it asks again" "$work/bridge.log"
lines 4 && not_ok "nothing is published again that has not changed" "$work/feed.ndjson"
grep -q '^1 locations offset=1' "$work/requests" || not_ok "the second page is read" "$work/requests"
grep -q '^1 locations offset=0 date_from=2026-03-02T08:01:00Z' "$work/requests" ||
    not_ok "later rounds ask from the newest last_updated on" "$work/requests"
ok "pages are followed, and later rounds ask for what is new"

step="a change"
echo 2 >"$work/requests.round"
wait_until 20 lines 6 || not_ok "the new status, the session's end and its bill are published" "$work/bridge.log"
echo 3 >"$work/requests.round"
broken() { grep -q "status_code is 3000" "$work/bridge.log"; }
wait_until 20 broken || not_ok "an error of the endpoint is told" "$work/bridge.log"
echo 4 >"$work/requests.round"
redirected() { grep -q "redirects to another server" "$work/bridge.log"; }
wait_until 20 redirected || not_ok "the token is not taken to another server" "$work/bridge.log"
kill -TERM "$bridge_pid"
wait_for_end 10 "$bridge_pid" "the bridge after SIGTERM" "$work/bridge.log"
[ "$ended_with" -eq 0 ] || not_ok "the bridge ends with 0" "$work/bridge.log"
python3 - "$work/feed.ndjson" <<'CHECK' >"$work/check.txt" 2>&1 || not_ok "what is published is what the endpoint said last" "$work/check.txt" "$work/feed.ndjson"
import json, sys
told = []
for line in open(sys.argv[1]):
    message = json.loads(line)
    payload = message["payload"] if isinstance(message["payload"], dict) else json.loads(message["payload"])
    told.append((message["topic"], payload.get("status") or payload.get("total_energy")))
first, second = told[:3], told[3:]
assert sorted(first) == [
    ("town/ev/ocpi/EVSE1/session", "ACTIVE"), ("town/ev/ocpi/EVSE1/status", "CHARGING"),
    ("town/ev/ocpi/EVSE2/status", "WORKING")], first
assert sorted(second, key=str) == [
    ("town/ev/ocpi/EVSE1/cdr", 4.5), ("town/ev/ocpi/EVSE1/session", "COMPLETED"),
    ("town/ev/ocpi/EVSE1/status", "AVAILABLE")], second
CHECK
ok "changes are published once, and an older copy on a later page takes nothing back"

python3 - "$root/Deploy/bridges/ocpi" <<'CHECK' >"$work/check.txt" 2>&1 || not_ok "a status that has not changed for 28 days is of its receipt" "$work/check.txt"
import sys
sys.path.insert(0, sys.argv[1])
from datetime import datetime, timedelta, timezone
from ocpi_bridge import Bridge
for days, is_stamped in ((0, True), (27.9, True), (28.1, False), (400, False)):
    updated = (datetime.now(timezone.utc) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    evse = {"uid": "E1", "status": "AVAILABLE", "last_updated": updated}
    (topic, body, repeats), = Bridge.messages("locations", {"evses": [evse]})
    assert (topic, body["status"], repeats) == ("E1/status", "AVAILABLE", True), (topic, body, repeats)
    assert ("last_updated" in body) == is_stamped, (days, body)
    assert evse["last_updated"] == updated
CHECK
ok "a status that is asked for now holds now, however long ago it changed"

step="secrets"
if grep -rqF -e "$card" -e "GB-EXA-C00000421-7" "$work/feed.ndjson" "$work/bridge.log"; then
    not_ok "no card and no contract is published" "$work/feed.ndjson"
fi
if grep -rlF -e "$token" -e "$hidden" "$work" | grep -qvx "$work/token"; then not_ok "the token stands in no other file"; fi
chmod 644 "$work/token"
if python3 "$bridge" "$work/bridge.conf" --once >"$work/open.log" 2>&1 || ! grep -q "chmod 600" "$work/open.log"; then
    not_ok "a token that others may read is refused" "$work/open.log"
fi
chmod 600 "$work/token"
sed "s|http://127.0.0.1:$stub_port|http://ocpi.example.org|" "$work/bridge.conf" >"$work/plain.conf"
if python3 "$bridge" "$work/plain.conf" --once >"$work/open.log" 2>&1 || ! grep -q "https only" "$work/open.log"; then
    not_ok "a token goes over https only" "$work/open.log"
fi
ok "no card is published, and the token goes nowhere but to the endpoint"

step="a registry from the same Locations"
python3 - "$tests" >"$work/locations.json" <<'LOCATIONS'
import json, sys
sys.path.insert(0, sys.argv[1])
import ocpi_stub
print(json.dumps({"data": [ocpi_stub.location(n, "AVAILABLE", "2026-03-01T00:00:00Z") for n in (1, 2)], "status_code": 1000}))
LOCATIONS
"$bin/kerbside" registry import ocpi "$work/locations.json" --borough town --out "$work/registry" >"$work/import.log" 2>&1 &&
    "$bin/kerbside" check --registry "$work/registry" >>"$work/import.log" 2>&1 ||
    not_ok "the registry has no mistake" "$work/import.log"
grep -q '^EVSE1,1,EVSE1,GB\*EXA\*E1,IEC_62196_T2,LOC1,5.06,ac,EXA$' "$work/registry/charge_points.csv" ||
    not_ok "230 V x 22 A are 5.06 kW" "$work/registry/charge_points.csv"
if "$bin/kerbside" registry import ocpi "$work/locations.json" --borough town --out "$work/registry" >"$work/again.log" 2>&1; then
    not_ok "tables that are there already are left alone" "$work/again.log"
fi
# As if it had been received when the stub's day was, a message a second: what is more than 35 days old is late.
awk '{ sub(/"tst":"[^"]*"/, sprintf("\"tst\":\"2026-03-02T09:05:%02dZ\"", NR)); print }' "$work/feed.ndjson" >"$work/then.ndjson"
"$bin/kerbside" aggregate --registry "$work/registry" --out "$work/data" "$work/then.ndjson" >"$work/aggregate.log" 2>&1 ||
    not_ok "aggregate reads what the bridge published" "$work/aggregate.log"
grep -q '^messages 6 = decoded 6 + context 0 + duplicate 0 + quarantined 0' "$work/aggregate.log" ||
    not_ok "every message of the bridge decodes" "$work/aggregate.log"
grep -q '^readings 6 = in windows and sessions 6' "$work/aggregate.log" ||
    not_ok "every status, session and bill finds its EVSE" "$work/aggregate.log"
ok "kerbside registry import ocpi makes the registry with which the bridge's messages are read"
