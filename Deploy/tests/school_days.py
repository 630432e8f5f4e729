#!/usr/bin/env python3
"""Six weeks of a school and of a station in another borough, over the change of clocks of 29 March 2026, and the table of term
days beside holidays that must come of them.

    school_days.py make FEED REGISTRY    writes the feed and the registry
    school_days.py check TABLE           works the table out again, with fractions, from the same readings

The school's sensor has a reading each quarter of an hour, the station one an hour. Both have gaps.
"""
import csv
import json
import math
import os
import sys
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from statistics import variance
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2026, 3, 9), date(2026, 4, 19)
TERM = (date(2026, 3, 9), date(2026, 3, 27))
BANK_HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6)}
WINDOWS = {"drop-off": (time(8), time(9, 15)), "school-day": (time(9, 15), time(14, 45)), "pick-up": (time(14, 45), time(16))}
QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)


def readings(step, base, term_rush, is_there):
    """What an instrument measured, by the beginning of its interval; tenths of a unit. The rush is everybody's, but for what
    term adds."""
    found, moment, number = {}, datetime.combine(FIRST, time(0), timezone.utc), 0
    while moment < datetime.combine(LAST + timedelta(days=1), time(0), timezone.utc):
        local = moment.astimezone(LONDON)
        is_rush = local.hour in (8, 15)
        in_term = TERM[0] <= local.date() <= TERM[1] and local.weekday() < 5
        tenths = base + number * 37 % 91 + (80 if is_rush else 0) + (term_rush if is_rush and in_term else 0)
        if is_there(local):
            found[moment] = tenths
        moment += step
        number += 1
    return found


SCHOOL = readings(QUARTER, 210, 83, lambda at: not (at.date() in (date(2026, 3, 11), date(2026, 4, 8)) and at.hour == 8))
STATION = readings(HOUR, 150, 20, lambda at: not (at.date() == date(2026, 3, 17) and at.hour in (8, 15)))


def make(feed, registry):
    messages = []
    for found, step, topic in ((SCHOOL, QUARTER, "west/air/plain/aq-1"), (STATION, HOUR, "east/air/plain/st-1")):
        for moment, tenths in found.items():
            # The station names the end of its hour.
            stamp = moment + HOUR if step == HOUR else moment
            payload = json.dumps({"ts": f"{stamp:%Y-%m-%dT%H:%M:%SZ}", "readings": {"no2": tenths / 10}})
            messages.append((moment + step + timedelta(seconds=5), topic, payload))
    messages.sort()
    with open(feed, "w", encoding="utf-8") as lines:
        for received, topic, payload in messages:
            lines.write(json.dumps({"tst": f"{received:%Y-%m-%dT%H:%M:%SZ}", "topic": topic, "payload": payload}) + "\n")
    tables = {
        "boroughs": "borough,timezone\nwest,Europe/London\neast,Europe/London\n",
        "sites": "site,kind,borough,urn,environment,comparator\nschool,school,west,123456,,station\nstation,station,east,,background,\n",
        "air_sensors": "device,site,dialect,period_s,stamp,class,quantities\naq-1,school,plain,900,instant,indicative,no2\n"
                       "st-1,station,plain,3600,end,reference,no2\n",
        "school_terms": f"borough,from,to\nwest,{TERM[0]},{TERM[1]}\n",
    }
    os.makedirs(registry, exist_ok=True)
    for name, text in tables.items():
        with open(os.path.join(registry, name + ".csv"), "w", encoding="utf-8") as file:
            file.write(text)


def rounded(value, places):
    """Half away from zero; figures have a decimal always."""
    if value is None:
        return ""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    text = f"{whole // 10**places}.{whole % 10**places:0{places}}".rstrip("0")
    return ("-" if value < 0 and whole else "") + (text + "0" if text.endswith(".") else text)


def at_school(start, end):
    inside = [tenths for moment, tenths in SCHOOL.items() if start <= moment < end]
    return Fraction(len(inside), (end - start) // QUARTER), inside and Fraction(sum(inside), 10 * len(inside))


def at_station(start, end):
    weights = {moment: min(end, moment + HOUR) - max(start, moment) for moment in STATION if moment < end and moment + HOUR > start}
    covered = sum(weights.values(), timedelta())
    seconds = int(covered.total_seconds())
    total = sum(int(weight.total_seconds()) * STATION[moment] for moment, weight in weights.items())
    return Fraction(seconds, int((end - start).total_seconds())), seconds and Fraction(total, 10 * seconds)


def kind(day):
    if day.weekday() > 4:
        return "weekend"
    if day in BANK_HOLIDAYS:
        return "bank-holiday"
    return "term" if TERM[0] <= day <= TERM[1] else "holiday"


def expected():
    """The rows, by window and kind of day, without the cells that are the same in all of them."""
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    for window, (begin, end) in WINDOWS.items():
        sides = {}
        for day in days:
            span = [datetime.combine(day, at, LONDON).astimezone(timezone.utc) for at in (begin, end)]
            pair = []
            for capture, mean in (at_school(*span), at_station(*span)):
                # Each window's mean has six decimals, as files have it.
                is_valid = capture >= Fraction(3, 4)
                pair.append((capture, Fraction(rounded(mean, 6)) if is_valid else None))
            sides.setdefault(kind(day), []).append(pair)
        for other in ("holiday", "bank-holiday", "weekend"):
            row, differences, scatter = {"school_window": window, "other_type": other}, [], []
            for prefix, pairs in (("term", sides["term"]), ("other", sides[other])):
                row[f"{prefix}_days"] = str(len(pairs))
                for side, name in ((0, prefix), (1, f"comparator_{prefix}")):
                    valid = [pair[side][1] for pair in pairs if pair[side][1] is not None]
                    row[f"{name}_valid_days"] = str(len(valid))
                    row[f"{name}_capture_pct"] = rounded(100 * sum(pair[side][0] for pair in pairs) / len(pairs), 4)
                    row[f"{name}_mean"] = rounded(sum(valid) / len(valid), 6) if len(valid) >= 5 else ""
                both = [pair[0][1] - pair[1][1] for pair in pairs if None not in (pair[0][1], pair[1][1])]
                differences.append(sum(both) / len(both) if len(both) >= 10 else None)
                scatter.append(float(variance(both) / len(both)) if len(both) >= 10 else 0)
                row[f"{prefix}_pairs"] = str(len(both))
                row[f"{prefix}_difference"] = rounded(differences[-1], 6)
            row["matched_difference"] = rounded(differences[0] - differences[1], 6) if None not in differences else ""
            error = row["matched_difference"] and math.sqrt(sum(scatter))
            yield row, error


def check(table):
    with open(table, newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    wanted = list(expected())
    if len(found) != len(wanted):
        sys.exit(f"NOT OK {table}: {len(found)} rows of {len(wanted)}")
    for row, (expectation, error) in zip(found, wanted):
        for name, cell in expectation.items():
            if row[name] != cell:
                sys.exit(f"NOT OK {table}: {row['school_window']}, {row['other_type']}: {name} is {row[name]!r}, not {cell!r}")
        if bool(error) != bool(row["matched_standard_error"]) or error and abs(float(row["matched_standard_error"]) - error) > 2e-6:
            sys.exit(f"NOT OK {table}: a standard error of {row['matched_standard_error']!r}, not {error}")
        constant = [row[name] for name in ("class", "comparator", "comparator_class", "comparator_from")]
        if constant != ["indicative", "station", "reference", "hour"]:
            sys.exit(f"NOT OK {table}: {constant}")
    given = [row["matched_difference"] for row, _ in wanted if row["matched_difference"]]
    print(f"{len(wanted)} rows, {len(given)} with what is left when both are compared: {' '.join(given)}")


if sys.argv[1] == "make":
    make(*sys.argv[2:])
else:
    check(sys.argv[2])
