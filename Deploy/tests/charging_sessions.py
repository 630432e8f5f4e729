"""Four months of recorded charging sessions as OCPP 1.6 frames, and what their hours and days are by pandas.

    charging_sessions.py make SESSIONS.csv FEED.ndjson REGISTRY
    charging_sessions.py check SESSIONS.csv SUMMARIES

The rules are those of data/ev/golden/README.md: a row counts with an unplug after its plug-in and energy of at least 0; seconds
are the union of a connector's plug-ins inside the bucket; energy is spread evenly; hours are UTC hours, days local ones.
"""

import json
import pathlib
import sys

import pandas

ZONE = "Europe/London"
HOUR = pandas.Timedelta(hours=1)
TOLERANCES = {"plugged_in_s": 1e-3, "charging_s": 1e-3, "kwh": 1e-6, "sessions_started": 0, "plugged_in_pct": 1e-4, "energy_pct": 1e-4}


def read(path):
    rows = pandas.read_csv(path)
    for column in ("plug_in", "unplug"):
        rows[column] = pandas.to_datetime(rows[f"{column}_utc"], utc=True)
    return rows


def frames(rows):
    """Each charge point counts up its register from session to session; a row without an unplug has no stop."""
    register = {}
    for number, row in rows.sort_values("plug_in", kind="stable").iterrows():
        charge_point, connector = row.connector_id.rsplit("-", 1)
        up, down = (f"dundee/ev/ocpp16/{charge_point}/{way}" for way in ("up", "down"))
        start = register.setdefault(row.connector_id, 5_000_000)
        told = row.plug_in + pandas.Timedelta(seconds=2)
        yield told, number, up, [2, f"s{number}", "StartTransaction", {
            "connectorId": int(connector), "idTag": "0", "meterStart": start, "timestamp": stamp(row.plug_in)}]
        yield told + pandas.Timedelta(milliseconds=300), number, down, [
            3, f"s{number}", {"idTagInfo": {"status": "Accepted"}, "transactionId": 100_000 + number}]
        if pandas.isna(row.unplug):
            continue
        stop = start + round(1000 * (0 if pandas.isna(row.kwh) else row.kwh))
        register[row.connector_id] = max(start, stop)
        told = max(row.plug_in, row.unplug) + pandas.Timedelta(seconds=4)
        yield told, number, up, [2, f"e{number}", "StopTransaction", {
            "transactionId": 100_000 + number, "meterStop": stop, "timestamp": stamp(row.unplug), "reason": "EVDisconnected"}]


def stamp(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def make(sessions, feed, registry):
    rows = read(sessions)
    with open(feed, "w", encoding="utf-8") as file:
        for told, _, topic, frame in sorted(frames(rows), key=lambda frame: frame[:2]):
            line = {"tst": stamp(told), "topic": topic, "qos": 1, "retain": 0, "payload": frame}
            file.write(json.dumps(line) + "\n")
    folder = pathlib.Path(registry)
    folder.mkdir(parents=True)
    (folder / "boroughs.csv").write_text(f"borough,name,timezone\ndundee,Dundee,{ZONE}\n")
    (folder / "sites.csv").write_text("site,name,kind,borough\ncity,City,hub,dundee\n")
    lines = ["charge_point,connector,site,rated_kw"]
    for connector, rating in sorted(rows.groupby("connector_id").rating_kw.last().items()):
        lines.append(",".join([*connector.rsplit("-", 1), "city", f"{rating:g}"]))
    (folder / "charge_points.csv").write_text("\n".join(lines) + "\n")
    print(f"{len(rows)} sessions")


def union(spans):
    total, reach = pandas.Timedelta(0), None
    for start, end in sorted(spans):
        if reach is None or start > reach:
            total += end - start
            reach = end
        elif end > reach:
            total += end - reach
            reach = end
    return total.total_seconds()


def expected(rows, edges):
    """The buckets of one length in which something happens: edges gives the end of the bucket that holds an instant."""
    parts = {}
    for row in rows.itertuples():
        length = row.unplug - row.plug_in
        at, is_first = row.plug_in, True
        while at < row.unplug:
            start, end = edges(at)
            until = min(row.unplug, end)
            spans, energy, starts = parts.get((row.connector_id, start), ([], 0.0, 0))
            parts[row.connector_id, start] = (spans + [(at, until)], energy + row.kwh * ((until - at) / length), starts + is_first)
            at, is_first = until, False
    ratings = rows.groupby("connector_id").rating_kw.last()
    figures = {}
    for (connector, start), (spans, energy, starts) in parts.items():
        hours = (edges(start)[1] - start) / HOUR
        seconds = union(spans)
        figures[connector, start] = {
            "plugged_in_s": seconds, "charging_s": seconds, "kwh": energy, "sessions_started": starts,
            "plugged_in_pct": seconds / hours / 36, "energy_pct": 100 * energy / (ratings[connector] * hours)}
    return figures


def hour_of(instant):
    start = instant.floor("h")
    return start, start + HOUR


days = {}


def day_of(instant):
    local = instant.tz_convert(ZONE).normalize()
    if local not in days:
        days[local] = (local.tz_convert("UTC"), (local + pandas.DateOffset(days=1)).tz_convert("UTC"))
    return days[local]


def check(sessions, summaries):
    rows = read(sessions)
    used = rows[rows.unplug.notna() & (rows.unplug > rows.plug_in) & (rows.kwh >= 0)]
    verdicts = []
    for name, edges in (("hour", hour_of), ("day", day_of)):
        figures = expected(used, edges)
        files = sorted(pathlib.Path(summaries, "charging", name).rglob("*.csv"))
        found = pandas.concat([pandas.read_csv(file) for file in files], ignore_index=True)
        found["key"] = list(zip(
            found.charge_point.astype(str) + "-" + found.connector.astype(str), pandas.to_datetime(found.window_start, utc=True)))
        if found.key.duplicated().any():
            sys.exit(f"charging/{name}: a window is written twice: {found.key[found.key.duplicated()].iloc[0]}")
        unseen = set(figures) - set(found.key)
        if unseen:
            sys.exit(f"charging/{name}: {len(unseen)} windows are missing, among them {sorted(unseen)[0]}")
        nothing = dict.fromkeys(TOLERANCES, 0)
        for column, tolerance in TOLERANCES.items():
            wanted = [figures.get(key, nothing)[column] for key in found.key]
            wrong = ~((found[column] - wanted).abs() <= tolerance + 1e-9)
            if wrong.any():
                first = found[wrong].iloc[0]
                sys.exit(
                    f"charging/{name}: {column} differs in {wrong.sum()} of {len(found)} rows, first in {first.charge_point}"
                    f" {first.connector} {first.window_start}: {first[column]}, not {wanted[wrong.to_numpy().argmax()]}")
        verdicts.append(f"{len(found)} rows of charging/{name}")
    print(f"{len(used)} sessions of {len(rows)} count; every figure of {' and '.join(verdicts)} is that of pandas")


{"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
