#!/usr/bin/env python3
"""Writes a long, sparse feed of a small invented borough, and its registry: for tests of rebuilds and restarts.

    year_feed.py FEED REGISTRY DAYS [MINUTES BETWEEN READINGS]

Three air sensors (one of them in no registry), and a charge point with a session a day whose stop comes up to six days
late. The numbers follow from the day and hour, so that every run writes the same bytes.
"""
import json
import os
import sys
from datetime import datetime, timedelta, timezone

feed, registry, days = sys.argv[1], sys.argv[2], int(sys.argv[3])
step = timedelta(minutes=int(sys.argv[4]) if len(sys.argv) > 4 else 30)
start = datetime(2026, 1, 5, tzinfo=timezone.utc)


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def frame(*parts):
    return json.dumps(list(parts), separators=(",", ":"))


messages = []
moment = start
while moment < start + timedelta(days=days):
    hour = int((moment - start).total_seconds() // 60)
    for number, device in enumerate(["aq-1", "aq-2", "aq-new"]):
        # Each 50th reading comes two days late, and each 70th twice.
        late = timedelta(days=2) if (hour + number) % 50 == 0 else timedelta(seconds=2 + number)
        payload = json.dumps({"ts": stamp(moment), "readings": {"pm2_5": 5 + hour % 17 + number, "no2": 20 + hour % 11}})
        messages.append((moment + late, f"sim-west/air/plain/{device}", payload))
        if (hour + number) % 70 == 0:
            messages.append((moment + late + timedelta(hours=1), f"sim-west/air/plain/{device}", payload))
    moment += step
for day in range(days):
    begin = start + timedelta(days=day, hours=18)
    end = begin + timedelta(hours=3, minutes=day % 60)
    late = timedelta(days=day % 7)
    start_id, stop_id = f"s{day}", f"e{day}"
    messages += [
        (begin, "sim-west/ev/ocpp16/cp-1/up", frame(2, start_id, "StartTransaction", {
            "connectorId": 1, "idTag": "04A1B2C3", "meterStart": day * 10_000, "timestamp": stamp(begin)})),
        (begin + timedelta(seconds=1), "sim-west/ev/ocpp16/cp-1/down", frame(3, start_id, {
            "transactionId": 1000 + day, "idTagInfo": {"status": "Accepted"}})),
        (end + late, "sim-west/ev/ocpp16/cp-1/up", frame(2, stop_id, "StopTransaction", {
            "transactionId": 1000 + day, "meterStop": day * 10_000 + 9000, "timestamp": stamp(end)})),
    ]
    for hour in range(0, 24, 2):
        messages.append((start + timedelta(days=day, hours=hour), "sim-west/ev/ocpp16/cp-1/up",
                         frame(2, f"h{day}-{hour}", "Heartbeat", {})))
messages.sort(key=lambda message: message[0])
with open(feed, "w", encoding="utf-8") as lines:
    for received, topic, payload in messages:
        lines.write(json.dumps({"tst": stamp(received), "topic": topic, "payload": payload}) + "\n")

os.makedirs(registry, exist_ok=True)
tables = {
    "boroughs.csv": "borough,name,timezone,simulated\nsim-west,Simulated West,Europe/London,true\n",
    "sites.csv": "site,name,kind,borough\nsim-school,Simulated school,school,sim-west\nsim-hub,Simulated hub,hub,sim-west\n",
    "air_sensors.csv": "device,site,dialect,period_s,stamp,class,quantities,from\n"
    + "".join(f"{device},sim-school,plain,{int(step.total_seconds())},start,indicative,pm2_5 no2,\n"
              for device in ["aq-1", "aq-2"]),
    "charge_points.csv": "charge_point,connector,site,rated_kw,current,operator\ncp-1,1,sim-hub,7.4,ac,sim-operator\n",
}
for name, text in tables.items():
    with open(os.path.join(registry, name), "w", encoding="utf-8") as table:
        table.write(text)
print(len(messages))
