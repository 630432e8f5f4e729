#!/usr/bin/env python3
"""Opens every example file in the programs that people use and compares what they show with what is written.

    python3 docs/examples/check.py

Needs: pip install duckdb pandas; apt-get install gnumeric (for ssconvert). Exit 1 on any difference.

For each table: the bytes follow the rules of README.md; the rows keep the rules between their columns; DuckDB sniffs the
right types and values; pandas does so with parse_dates; a spreadsheet (csv to xlsx to csv by ssconvert) shows the same
cells; and the file, cut into the partitions of the data folder, is read back whole with hive_partitioning. The files of
what was received on a day (balance, quarantine, unknown devices, late readings) are of one day, and agree with each other.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, ROUND_HALF_UP
from pathlib import Path

import duckdb
import pandas

HERE = Path(__file__).resolve().parent

# One letter a column: T stamp, D date, I whole number, N number, B true or false, S text.
AIR = (
    "window_start:T window_end:T borough:S site:S device:S quantity:S unit:S n:I capture_pct:N valid:B mean:N min:N max:N "
    "stdev:N p50:N p95:N raw_mean:N correction:S class:S status:S n_flagged:I flags:S"
)
INDEX = "window_start:T window_end:T borough:S site:S scale:S index:I band:S driver:S pollutants:S indicative:B"
CHARGING = (
    "window_start:T window_end:T borough:S site:S charge_point:S evse:S connector:I rated_kw:N plugged_in_s:N charging_s:N "
    "idle_s:N available_s:N reserved_s:N blocked_s:N out_of_service_s:N unknown_s:N kwh:N sessions_started:I "
    "plugged_in_pct:N charging_pct:N energy_pct:N capture_pct:N valid:B operator:S"
)
PUBLIC = (
    "devices:I evses:I connectors:I sessions:I kwh:N plugged_in_pct:N "
    "charging_pct:N energy_pct:N idle_pct:N unknown_pct:N sessions_per_day:N mean_session_s:N mean_session_kwh:N suppressed:B "
    "charging_connectors:I energy_connectors:I"
)
DATASETS = {
    "air-minute": (AIR, "in_hour"),
    "air-quarter-hour": (AIR, "in_hour"),
    "air-hour": (AIR, "day"),
    "air-day": (AIR, "day"),
    "air-month": (AIR, "in_month"),
    "air-year": (AIR, "in_year"),
    "air-running": (
        "window_start:T window_end:T borough:S site:S device:S quantity:S unit:S hours:I n_hours:I valid:B mean:N",
        "day",
    ),
    "air-index": (INDEX, "day"),
    "air-index-day": (INDEX, "day"),
    "air-school-day": (
        "date:D borough:S site:S urn:I school_window:S day_type:S window_start:T window_end:T device:S quantity:S unit:S "
        "n:I capture_pct:N valid:B mean:N max:N",
        "day",
    ),
    "air-exceedance": (
        "year:I as_of:T borough:S site:S device:S quantity:S unit:S rule:S averaging:S limit:N periods_over:I allowed:I "
        "equivalent_percentile:N capture_pct:N class:S status:S",
        "in_year",
    ),
    "charging-quarter-hour": (CHARGING, "in_hour"),
    "charging-hour": (CHARGING, "day"),
    "charging-day": (CHARGING, "day"),
    "charging-session": (
        "session:S borough:S site:S operator:S charge_point:S evse:S connector:I rated_kw:N plug_in:T charge_start:T "
        "charge_end:T unplug:T kwh:N meter_start:N meter_stop:N peak_kw:N charging_s:N idle_s:N state:S result:S "
        "end_reason:S evidence:S flags:S",
        "day",
    ),
    "charging-status": (
        "start:T end:T borough:S site:S charge_point:S evse:S connector:I status:S error_code:S evidence:S operator:S "
        "rated_kw:N flags:S",
        "day",
    ),
    "charging-outage": (
        "start:T end:T borough:S site:S operator:S evse:S cause:S excluded:S evidence:S band:S began_before:B",
        "in_month",
    ),
    "charging-reliability": (
        "period:D period_kind:S borough:S operator:S band:S evses:I available_s:N in_use_s:N reserved_s:N blocked_s:N "
        "unknown_s:N inoperative_s:N out_of_order_s:N excluded_s:N uk_reg7_pct:N uk_strict_pct:N nevi_pct:N scope:S "
        "devices:I connectors:I retired_s:N unknown_pct:N uk_reg7_basis:S nevi_period_s:N nevi_outage_s:N nevi_ports:I "
        "nevi_ports_met:I nevi_mean_pct:N nevi_rule_year_pct:N as_of:T",
        "in_year",
    ),
    "charging-utilisation": (
        "window_start:T window_end:T period:D level:S borough:S site:S operator:S band:S charge_point:S evse:S connector:I "
        "rated_kw:N devices:I evses:I connectors:I elapsed_s:N plugged_in_s:N charging_s:N idle_s:N overstay_s:N "
        "out_of_service_s:N unknown_s:N kwh:N sessions:I failed_attempts:I plugged_in_pct:N charging_pct:N energy_pct:N "
        "in_service_plugged_in_pct:N in_service_charging_pct:N in_service_energy_pct:N idle_pct:N overstay_pct:N "
        "unknown_pct:N sessions_per_day:N attempts:I first_time_success_pct:N mean_session_s:N mean_session_kwh:N "
        "average_kw:N peak_kw:N charging_connectors:I energy_connectors:I",
        "in_month",
    ),
    "charging-profile": (
        "period:D level:S borough:S site:S operator:S band:S weekday:I hour:I elapsed_s:N plugged_in_s:N charging_s:N "
        "unknown_s:N kwh:N sessions:I plugged_in_pct:N charging_pct:N energy_pct:N unknown_pct:N",
        "in_month",
    ),
    "charging-site-month": ("window_start:T window_end:T period:D borough:S site:S " + PUBLIC, "in_month"),
    "charging-band-month": ("window_start:T window_end:T period:D borough:S band:S " + PUBLIC, "in_month"),
    "charging-borough-month": ("window_start:T window_end:T period:D borough:S " + PUBLIC, "in_month"),
}
# Tables of what was received on a day: by folder, without a borough in the path.
RECEIVED = {"balance": "balance", "unknown-devices": "quarantine", "late": "late"}
RECEIVED_DAY = "2026-03-02"
DATASETS |= {
    "balance": (
        "borough:S source:S kind:S messages:I decoded:I context:I duplicate_messages:I quarantined:I ignored:I "
        "messages_difference:I readings:I in_windows:I duplicate_readings:I conflicts:I late:I rejected:I "
        "readings_difference:I reasons:S",
        "day",
    ),
    "unknown-devices": (
        "borough:S family:S device:S dialect:S first_seen:T last_seen:T messages:I quantities:S registry_row:S",
        "day",
    ),
    "late": (
        "received:T observed:T borough:S device:S quantity:S unit:S value:N admitted:B",
        "day",
    ),
}
DUCKDB_TYPES = {
    "T": {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE"},
    "D": {"DATE"},
    "I": {"BIGINT"},
    "N": {"BIGINT", "DOUBLE"},
    "B": {"BOOLEAN"},
    "S": {"VARCHAR"},
}
WRITTEN = {
    "T": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "D": re.compile(r"\d{4}-\d\d-\d\d"),
    "I": re.compile(r"-?(0|[1-9]\d*)"),
    "N": re.compile(r"-?(0|[1-9]\d*)(\.\d{0,5}[1-9])?"),
    "B": re.compile(r"true|false"),
    # No leading character that a spreadsheet takes for a formula. Commas: a row to paste.
    "S": re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:*/,;-]*|\*"),
}


def is_missing(value):
    return value is None or value == "" or value is pandas.NaT or value != value


def plain(value, kind):
    """The one form in which cells of all programs are compared; None for missing."""
    if is_missing(value):
        return None
    if kind == "T":
        if isinstance(value, str):
            # A spreadsheet shows the stamp as a date with a time and drops the Z.
            value = datetime.fromisoformat(value.replace("/", "-").replace("Z", "+00:00").strip())
        value = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    if kind == "D":
        if isinstance(value, str):
            value = date.fromisoformat(value.replace("/", "-"))
        return value.date() if isinstance(value, datetime) else value
    if kind in "IN":
        number = Decimal(repr(value) if isinstance(value, float) else str(value))
        return number.quantize(Decimal("0.000001")).normalize() + 0
    if kind == "B":
        return {"true": True, "false": False}[str(value).lower()]
    return str(value)


class Example:
    def __init__(self, name):
        columns, self.partition = DATASETS[name]
        self.name, self.path = name, HERE / f"{name}.csv"
        self.columns = [tuple(column.split(":")) for column in columns.split()]
        self.names = [column for column, _ in self.columns]
        self.bytes = self.path.read_bytes()
        self.header, *self.rows = list(csv.reader(self.bytes.decode("utf-8").splitlines()))
        self.problems = []
        self.cells = [[self.cell(text, *column) for text, column in zip(row, self.columns)] for row in self.rows]

    def cell(self, text, column, kind):
        try:
            return plain(text, kind)
        except (ValueError, KeyError, ArithmeticError):
            self.problems.append(f"{column}: {text!r} cannot be read")
            return None

    def expect(self, condition, problem):
        if not condition:
            self.problems.append(problem)

    def same(self, program, rows):
        """Compares a program's rows, as lists of cells, with the file's."""
        self.expect(len(rows) == len(self.cells), f"{program} shows {len(rows)} rows, the file has {len(self.cells)}")
        for number, (mine, theirs) in enumerate(zip(self.cells, rows), start=2):
            for (column, kind), cell, shown in zip(self.columns, mine, theirs):
                try:
                    read = plain(shown, kind)
                except (ValueError, KeyError, ArithmeticError, AttributeError):
                    read = f"unreadable {shown!r}"
                self.expect(read == cell, f"line {number}, {column}: {program} shows {shown!r}, written is {cell!r}")


def check_bytes(example):
    example.expect(b"\r" not in example.bytes, "holds a carriage return")
    example.expect(not example.bytes.startswith(b"\xef\xbb\xbf"), "begins with a byte order mark")
    example.expect(example.bytes.endswith(b"\n"), "does not end with a line feed")
    example.expect(example.header == example.names, f"header is {example.header}, expected {example.names}")
    example.expect(4 <= len(example.rows) <= 12, f"has {len(example.rows)} rows, expected 4 to 12")
    for number, row in enumerate(example.rows, start=2):
        example.expect(len(row) == len(example.names), f"line {number} has {len(row)} cells")
        for cell, (column, kind) in zip(row, example.columns):
            example.expect(cell == "" or WRITTEN[kind].fullmatch(cell), f"line {number}, {column}: {cell!r} is badly written")
            if column.endswith("_pct") and cell:
                example.expect(re.fullmatch(r"\d+(\.\d{0,3}[1-9])?", cell), f"line {number}, {column}: {cell!r} digits")
    keys = ["window_start", "start", "plug_in", "period", "as_of", "site", "device", "charge_point", "connector", "quantity"]
    if example.name == "air-exceedance":
        keys = ["year", "site", "device", "quantity"]
    elif example.name == "balance":
        keys = ["borough", "kind", "source"]
    elif example.name == "unknown-devices":
        keys = ["borough", "device", "dialect"]
    elif example.name == "late":
        keys = ["received", "device", "observed", "quantity"]
    elif example.name in ("charging-utilisation", "charging-profile"):
        keys = ["window_start", "period", "level", "site", "charge_point", "connector", "operator", "band", "weekday", "hour"]
    at = [example.names.index(key) for key in keys if key in example.names]
    order = [[place(example.names[column], row[column]) for column in at] for row in example.cells]
    example.expect(order == sorted(order), f"rows are not sorted by {keys}")


def percent(part, whole):
    return (Decimal(100) * part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0


def check_rules(example):
    """The sums and shares between columns, from README.md."""
    for number, cells in enumerate(example.cells, start=2):
        row = dict(zip(example.names, cells))

        def rule(condition, text):
            example.expect(condition, f"line {number}: {text}")

        if "messages_difference" in row:
            ends = ["decoded", "context", "duplicate_messages", "quarantined", "ignored"]
            rule(row["messages"] - sum(row[end] for end in ends) == row["messages_difference"] == 0, "messages do not add up")
            ends = ["in_windows", "duplicate_readings", "conflicts", "late", "rejected"]
            rule(row["readings"] - sum(row[end] for end in ends) == row["readings_difference"] == 0, "readings do not add up")
            reasons = [int(reason.split(":")[1]) for reason in (row["reasons"] or "").split()]
            rule(sum(reasons) == row["quarantined"] + row["late"] + row["rejected"], "reasons do not add up")
        elif "registry_row" in row:
            rule(row["first_seen"] <= row["last_seen"] and row["messages"] >= 1, "first_seen, last_seen, messages")
            rule(row["registry_row"].startswith(row["device"] + ","), "the row to paste is another device's")
        elif "admitted" in row:
            back = timedelta(days=35 if row["value"] is None else 7)
            rule(row["received"] - row["observed"] > back, "not late")
        elif "suppressed" in row:
            # Energy and means may be hidden of themselves.
            figures = ["sessions", "plugged_in_pct", "sessions_per_day"]
            rule(all((row[name] is None) == row["suppressed"] for name in figures), "a suppressed row shows nothing")
            rule(not row["suppressed"] or (row["kwh"] is None and row["mean_session_kwh"] is None), "nor its energy")
            rule(row["suppressed"] or row["sessions"] >= 5, "fewer than five sessions are suppressed")
        elif "elapsed_s" in row:
            rule(row["plugged_in_pct"] == percent(row["plugged_in_s"], row["elapsed_s"]), "plugged_in_pct")
            rule(row["charging_pct"] == percent(row["charging_s"], row["elapsed_s"]), "charging_pct")
            rule(row["unknown_pct"] == percent(row["unknown_s"], row["elapsed_s"]), "unknown_pct")
            if "idle_s" in row:
                rule(row["charging_s"] + row["idle_s"] == row["plugged_in_s"], "charging_s and idle_s split plugged_in_s")
                served = row["elapsed_s"] - row["out_of_service_s"]
                rule(row["in_service_plugged_in_pct"] == percent(row["plugged_in_s"], served), "in_service_plugged_in_pct")
                if row["rated_kw"] is not None:
                    energy = percent(row["kwh"] * 3600, row["rated_kw"] * row["elapsed_s"])
                    rule(row["energy_pct"] == energy, "energy_pct")
        elif "plugged_in_s" in row:
            check_charging(row, rule)
        elif "raw_mean" in row:
            is_long = example.name in ("air-day", "air-month", "air-year")
            rule(row["valid"] == (row["capture_pct"] >= 75), "valid is not capture_pct >= 75")
            rule((row["n"] == 0) == (row["min"] is None) == (row["max"] is None), "min and max are given exactly when n > 0")
            has_mean = row["n"] > 0 and (row["valid"] or not is_long)
            rule(has_mean == (row["mean"] is not None), "mean: given in hours with readings, and in valid longer windows")
            rule(row["n"] != 1 or row["stdev"] is None, "stdev of one reading is empty")
            if has_mean:
                rule(row["min"] <= row["mean"] <= row["max"] and row["p50"] <= row["p95"] <= row["max"], "min, mean, max, p95")
        elif "n_hours" in row:
            rule(row["valid"] == (row["n_hours"] >= {8: 6, 24: 18}[int(row["hours"])]), "valid: 6 of 8, 18 of 24")
            rule(row["valid"] == (row["mean"] is not None), "a running mean is given exactly when it is valid")
            rule(row["window_end"] - row["window_start"] == timedelta(hours=int(row["hours"])), "window is not `hours` long")
        elif "nevi_pct" in row:
            up = row["available_s"] + row["in_use_s"] + row["reserved_s"]
            down = row["inoperative_s"] + row["out_of_order_s"]
            total = up + down + row["blocked_s"] + row["unknown_s"]
            out = down + row["unknown_s"] - row["excluded_s"]
            rule(row["uk_reg7_pct"] == percent(total - down, total), "uk_reg7_pct")
            rule(row["uk_strict_pct"] == percent(up, up + down), "uk_strict_pct")
            rule(row["nevi_pct"] == percent(total - out, total), "nevi_pct")
            rule(row["unknown_pct"] == percent(row["unknown_s"], total), "unknown_pct")
            # None of these sites is ever closed.
            rule(row["nevi_period_s"] == total, "nevi_period_s")
            rule(row["nevi_outage_s"] == down + row["unknown_s"], "nevi_outage_s")
            is_group = row["scope"] != "operator-band"
            rapid = row["band"] in ("50-to-149kw", "150kw-up", "50kw-up")
            rule(is_group or row["uk_reg7_basis"] == ("law" if rapid else "contract"), "uk_reg7_basis")
        elif "error_code" in row:
            rule(row["start"] < row["end"] <= row["start"].replace(hour=0, minute=0, second=0) + timedelta(days=1), "one day")
            rule((row["evidence"] == "silence") <= (row["status"] == "Unknown"), "silence is Unknown")
        elif "meter_stop" in row and row["meter_stop"] is not None:
            rule(row["kwh"] == row["meter_stop"] - row["meter_start"], "kwh is meter_stop - meter_start")
            if row["unplug"] and row["idle_s"] is not None:
                plugged = Decimal((row["unplug"] - row["plug_in"]).total_seconds())
                rule(row["charging_s"] + row["idle_s"] == plugged, "charging_s and idle_s add up to the plugged-in time")


def check_charging(row, rule):
    length = Decimal((row["window_end"] - row["window_start"]).total_seconds())
    states = ["plugged_in_s", "available_s", "reserved_s", "blocked_s", "out_of_service_s", "unknown_s"]
    rule(sum(row[state] for state in states) == length, "the exclusive states do not add up to the window")
    rule((row["charging_s"] is None) == (row["idle_s"] is None), "charging_s and idle_s are given together")
    if row["charging_s"] is not None:
        rule(row["charging_s"] + row["idle_s"] == row["plugged_in_s"], "charging_s and idle_s split plugged_in_s")
        rule(row["charging_pct"] == percent(row["charging_s"], length), "charging_pct")
    rule(row["plugged_in_pct"] == percent(row["plugged_in_s"], length), "plugged_in_pct")
    if row["kwh"] is not None:
        rule(row["energy_pct"] == percent(row["kwh"] * 3600, row["rated_kw"] * length), "energy_pct")
    rule(row["capture_pct"] == percent(length - row["unknown_s"], length), "capture_pct")
    rule(row["valid"] == (row["capture_pct"] >= 75), "valid is not capture_pct >= 75")


LEVELS = ["connector", "site", "operator", "band", "borough"]


def place(column, cell):
    """What a cell is sorted by: names as text, hours and levels of groups in their own order."""
    if column in ("weekday", "hour"):
        return f"{cell:02}"
    return str(LEVELS.index(cell)) if column == "level" else str(cell or "")


def is_empty(example, column):
    at = example.names.index(column)
    return all(row[at] is None for row in example.cells)


def check_duckdb(example):
    table = duckdb.sql(f"FROM read_csv('{example.path}')")
    for (column, kind), name, kind_read in zip(example.columns, table.columns, table.types):
        example.expect(name == column, f"DuckDB names column {column} {name}")
        if not is_empty(example, column):
            example.expect(str(kind_read) in DUCKDB_TYPES[kind], f"DuckDB reads {column} as {kind_read}")
    # Handing over a stamp with a zone needs one more Python package; the same instant in UTC without a zone does not.
    shown = ", ".join(
        f"\"{column}\" AT TIME ZONE 'UTC'" if "ZONE" in str(kind_read) else f'"{column}"'
        for column, kind_read in zip(table.columns, table.types)
    )
    example.same("DuckDB", duckdb.sql(f"SELECT {shown} FROM read_csv('{example.path}')").fetchall())


def check_pandas(example):
    stamps = [column for column, kind in example.columns if kind in "TD"]
    table = pandas.read_csv(example.path, parse_dates=stamps)
    for column, kind in example.columns:
        if is_empty(example, column):
            continue
        found = table[column].dtype
        if kind in "TD":
            example.expect(pandas.api.types.is_datetime64_any_dtype(found), f"pandas reads {column} as {found}")
        elif kind in "IN":
            is_number = pandas.api.types.is_numeric_dtype(found) and not pandas.api.types.is_bool_dtype(found)
            example.expect(is_number, f"pandas reads {column} as {found}")
        elif kind == "B":
            example.expect(pandas.api.types.is_bool_dtype(found), f"pandas reads {column} as {found}")
        else:
            example.expect(not pandas.api.types.is_numeric_dtype(found), f"pandas reads {column} as {found}")
    example.same("pandas", table.values.tolist())


def convert(source, target):
    subprocess.run(["ssconvert", source, target], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check_spreadsheet(example, folder):
    book, back = folder / f"{example.name}.xlsx", folder / f"{example.name}-back.csv"
    convert(example.path, book)
    convert(book, back)
    with open(back, newline="", encoding="utf-8") as text:
        header, *rows = list(csv.reader(text))
    example.expect(header == example.names, f"the spreadsheet's header is {header}")
    example.same("the spreadsheet", rows)


def partition_folder(example, cells):
    """The folder of a row: the day of the last instant inside its window, in UTC."""
    row = dict(zip(example.names, cells))
    if example.name in RECEIVED:
        return f"day={RECEIVED_DAY}"
    if row.get("date"):
        last = datetime.combine(row["date"], datetime.min.time())
    elif row.get("period"):
        last = datetime.combine(row["period"], datetime.min.time())
    elif row.get("year"):
        last = datetime(int(row["year"]), 1, 1)
    elif row.get("window_end"):
        last = row["window_end"] - timedelta(microseconds=1)
    else:
        last = row.get("plug_in") or row.get("start")
    keys = {
        "day": f"day={last:%Y-%m-%d}",
        "in_hour": f"day={last:%Y-%m-%d}/in_hour={last:%H}",
        "in_month": f"in_month={last:%Y-%m}",
        "in_year": f"in_year={last:%Y}",
    }
    return f"area={row['borough']}/{keys[example.partition]}"


def check_partitions(example, folder):
    if example.name in RECEIVED:
        root = folder / RECEIVED[example.name]
    else:
        family, dataset = example.name.split("-", 1)
        root = folder / "summaries" / family / dataset
    pieces = {}
    for row, cells in zip(example.rows, example.cells):
        pieces.setdefault(partition_folder(example, cells), []).append(row)
    for place, rows in pieces.items():
        (root / place).mkdir(parents=True, exist_ok=True)
        stem = "_".join([example.name] + [key.split("=")[1] for key in place.split("/")])
        with open(root / place / f"{stem}.csv", "w", newline="", encoding="utf-8") as text:
            csv.writer(text, lineterminator="\n").writerows([example.names] + rows)
    read = f"read_csv('{root}/**/{example.name}_*.csv', hive_partitioning=true, union_by_name=true"
    table = duckdb.sql(f"FROM {read}, sample_size=-1, files_to_sniff=-1)")
    keys = {key.split("=")[0] for place in pieces for key in place.split("/")}
    example.expect(set(table.columns) == set(example.names) | keys, f"partitions read as columns {table.columns}")
    types = dict(zip(table.columns, table.types))
    if "day" in keys:
        example.expect(str(types["day"]) == "DATE", f"the key day is read as {types['day']}")
    selected = ", ".join(f'"{column}"' for column in example.names)
    text = duckdb.sql(f"SELECT {selected} FROM {read}, all_varchar=true)").fetchall()
    found = sorted([["" if cell is None else cell for cell in row] for row in text])
    example.expect(found == sorted(example.rows), "the partitions, read back, are not the file's rows")
    return len(pieces)


def check_received():
    """The files of what was received on one day agree with each other; returns the problems."""
    problems = []

    def expect(condition, problem):
        if not condition:
            problems.append(problem)

    def rows(name):
        example = Example(name)
        return [dict(zip(example.names, cells)) for cells in example.cells]

    balance, unknown, late = rows("balance"), rows("unknown-devices"), rows("late")
    lines = (HERE / "quarantine.ndjson").read_text(encoding="utf-8").splitlines()
    quarantined = [json.loads(line) for line in lines]
    for number, message in enumerate(quarantined, start=1):
        names = ["tst", "reason", "topic", "payload", "payload_bytes"]
        expect(list(message) == names, f"quarantine.ndjson, line {number}: {list(message)}")
        expect(len(message["payload"].encode()) == message["payload_bytes"], f"line {number}: payload_bytes")
        expect(message["tst"].startswith(RECEIVED_DAY), f"line {number}: another day")
    expect(sum(row["quarantined"] for row in balance) == len(quarantined), "quarantined: balance and quarantine differ")
    reasons = {}
    for row in balance:
        for reason in (row["reasons"] or "").split():
            name, count = reason.split(":")
            reasons[name] = reasons.get(name, 0) + int(count)
    for name in {message["reason"] for message in quarantined}:
        count = sum(message["reason"] == name for message in quarantined)
        expect(reasons.get(name) == count, f"{name}: {count} in quarantine, {reasons.get(name)} in the balance")
    expect(sum(row["messages"] for row in unknown) == reasons.get("unknown_device"), "unknown devices: messages")
    for row in balance:
        count = sum(reading["device"] == row["source"] for reading in late)
        expect(row["late"] == count, f"{row['source']}: {row['late']} late in the balance, {count} in the ledger")
    return problems


def main():
    failed = False
    strays = {path.stem for path in HERE.glob("*.csv")} - set(DATASETS)
    if strays:
        print(f"files that no dataset claims: {sorted(strays)}")
        failed = True
    if shutil.which("ssconvert") is None:
        sys.exit("ssconvert is missing: apt-get install gnumeric")
    print(f"DuckDB {duckdb.__version__}, pandas {pandas.__version__}, ssconvert of Gnumeric")
    duckdb.sql("SET TimeZone = 'UTC'")
    os.environ["TZ"] = "UTC"
    with tempfile.TemporaryDirectory() as folder:
        for name in DATASETS:
            example = Example(name)
            check_bytes(example)
            check_rules(example)
            check_duckdb(example)
            check_pandas(example)
            check_spreadsheet(example, Path(folder))
            pieces = 0 if example.problems else check_partitions(example, Path(folder))
            failed = failed or bool(example.problems)
            verdict = "same in all" if not example.problems else f"{len(example.problems)} differences"
            print(f"{name}: {len(example.rows)} rows, {len(example.names)} columns, {pieces} partitions: {verdict}")
            for problem in example.problems[:10]:
                print(f"    {problem}")
    problems = check_received()
    failed = failed or bool(problems)
    print("what was received on a day: " + ("agrees" if not problems else "; ".join(problems)))
    print("examples: differences found" if failed else "examples: every program shows what is written")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
