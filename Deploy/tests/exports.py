"""Opens an exported file in pandas, DuckDB and Polars without any option, and checks types and values against the
published files, which it reads with nothing but the csv module.

    exports.py long|openair|excel|schools|us-aqi|us-aqi-day FILE FOLDER LOG
        FOLDER: of the dataset's published files; LOG: what export said
"""

import csv
import sys
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

import us_index

LAYOUT, FILE, FOLDER, LOG = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]).read_text()
OPENAIR = {"pm2_5": "pm2.5", "wind_speed": "ws", "wind_direction": "wd", "temperature": "air_temp", "humidity": "RH",
           "pressure": "atmos_pres"}
# Polars takes a column's type from so many rows.
LOOKED_AT = 100


def published():
    """The dataset's rows in the order of their files."""
    for path in sorted(FOLDER.rglob("*.csv"), key=lambda path: (path.parts[-2], path.parts[-3], path.name)):
        with open(path, newline="") as file:
            yield from csv.DictReader(file)


def table():
    """The exported file as text, read with nothing but the csv module."""
    with open(FILE, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def check(holds, words):
    if not holds:
        sys.exit(f"NOT OK {FILE}: {words}")


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def check_readers(rows, numbers, times, counts=()):
    """`numbers` must be floats, `counts` whole, and `times` timestamps or ISO text, by each reader's own custom."""
    in_pandas, in_polars = pd.read_csv(FILE), pl.read_csv(FILE)
    in_duckdb = duckdb.sql(f"SELECT * FROM '{FILE}'")
    kinds = dict(zip(in_duckdb.columns, map(str, in_duckdb.types)))
    names = list(rows[0])
    for reader, columns in (("pandas", list(in_pandas.columns)), ("Polars", in_polars.columns), ("DuckDB", in_duckdb.columns)):
        check(columns == names, f"{reader} finds the columns {columns}")
    for reader, count in (("pandas", len(in_pandas)), ("Polars", in_polars.height), ("DuckDB", len(in_duckdb))):
        check(count == len(rows), f"{reader} finds {count} rows of {len(rows)}")
    # pandas has no truth value for "nobody knows": a column of those with empty cells is the one kind that it holds as objects.
    objects = [name for name in names if in_pandas[name].dtype == object and not {row[name] for row in rows} <= {"TRUE", "FALSE", ""}]
    check(not objects, f"pandas holds {objects} as objects")
    for name in times:
        check(kinds[name].startswith("TIMESTAMP"), f"DuckDB takes {name} for {kinds[name]}")
        check(pd.to_datetime(in_pandas[name]).notna().all(), f"pandas cannot turn {name} into times")
        format = "%Y-%m-%d %H:%M:%S" if LAYOUT == "openair" else "%Y-%m-%d %H:%M" if LAYOUT == "excel" else "%Y-%m-%dT%H:%M:%SZ"
        check(in_polars[name].str.to_datetime(format).null_count() == 0, f"Polars cannot turn {name} into times")
    late = []
    for name in numbers:
        cells = [row[name] for row in rows]
        filled = [index for index, cell in enumerate(cells) if cell]
        if not filled:
            continue
        check(all(is_number(cells[index]) and "." in cells[index] for index in filled), f"{name} has other than decimals")
        check(str(in_pandas[name].dtype) == "float64", f"pandas takes {name} for {in_pandas[name].dtype}")
        check(kinds[name] == "DOUBLE", f"DuckDB takes {name} for {kinds[name]}")
        if filled[0] >= LOOKED_AT:
            late.append(name)
        else:
            check(in_polars[name].dtype == pl.Float64, f"Polars takes {name} for {in_polars[name].dtype}")
        exact = [float(cell) if cell else None for cell in cells]
        found = [None if value is None else float(value) for value in in_polars[name].to_list()]
        check(found == exact, f"Polars reads other values of {name}")
        check([None if pd.isna(value) else value for value in in_pandas[name]] == exact, f"pandas reads other values of {name}")
        in_order = duckdb.sql(f'SELECT "{name}" FROM \'{FILE}\'').fetchall()
        check([row[0] for row in in_order] == exact, f"DuckDB reads other values of {name}")
    for name in counts:
        filled = [place for place, row in enumerate(rows) if row[name]]
        if not filled:
            continue
        check(kinds[name] == "BIGINT", f"DuckDB takes {name} for {kinds[name]}")
        # pandas has no whole number for "nobody knows".
        kind = "int64" if len(filled) == len(rows) else "float64"
        check(str(in_pandas[name].dtype) == kind, f"pandas takes {name} for {in_pandas[name].dtype}")
        if filled[0] >= LOOKED_AT:
            late.append(name)
        else:
            check(in_polars[name].dtype == pl.Int64, f"Polars takes {name} for {in_polars[name].dtype}")
    check(("infer_schema_length" in LOG) == bool(late), f"export tells of columns that begin late: {late}")
    return in_pandas, late


def check_long():
    rows, expected = table(), list(published())
    check(list(rows[0]) == list(expected[0]), "the columns are the dataset's")
    check(len(rows) == len(expected), f"{len(rows)} rows of {len(expected)}")
    for found, wanted in zip(rows, expected):
        for name, cell in wanted.items():
            is_truth = name in ("valid", "indicative", "excluded")
            same = found[name] == cell.upper() if is_truth else found[name] in (cell, cell + ".0")
            check(same, f"{wanted} became {found}")
    numbers = [name for name in rows[0] if name in ("mean", "min", "max", "stdev", "p50", "p95", "raw_mean", "capture_pct", "kwh")]
    times = [name for name in ("window_start", "window_end") if name in rows[0]]
    in_pandas, late = check_readers(rows, numbers, times)
    if "valid" in rows[0]:
        check(str(in_pandas["valid"].dtype) == "bool", "pandas takes valid for truth values")
    return len(rows), late


def check_wide():
    raw = Path(FILE).read_bytes()
    is_excel = LAYOUT == "excel"
    check(raw.startswith(b"\xef\xbb\xbf") == is_excel, "a byte order mark is for Excel only")
    check(raw.count(b"\r\n") == (raw.count(b"\n") if is_excel else 0), "CRLF is for Excel only")
    rows = table()
    time = "date_utc" if is_excel else "date"
    fixed = {time, "date_local", "utc_offset_h", "site", "code", "borough", "class", "status"}
    figures = {}
    for row in published():
        if row["valid"] == "true":
            name = row["quantity"] + "_" + row["unit"].replace("/", "") if is_excel else OPENAIR.get(row["quantity"], row["quantity"])
            start = row["window_start"].replace("T", " ").rstrip("Z")
            figures[start[:16] if is_excel else start, row["site"], row["device"], name] = (float(row["mean"]), row["class"], row["status"])
    found = {}
    hours = {}
    for row in rows:
        hours.setdefault((row["site"], row["code"]), []).append(datetime.fromisoformat(row[time]))
        for name, cell in row.items():
            if name not in fixed and cell:
                found[row[time], row["site"], row["code"], name] = (float(cell), row["class"], row["status"])
    check(found == figures, f"{len(found)} figures of {len(figures)} valid hours; first other: "
          f"{next(iter(set(found.items()) ^ set(figures.items())), None)}")
    for station, times in hours.items():
        steps = {later - earlier for earlier, later in zip(times, times[1:])}
        check(steps <= {timedelta(hours=1)}, f"{station} has steps of {steps}")
    numbers = [name for name in rows[0] if name not in fixed] + (["utc_offset_h"] if is_excel else [])
    _, late = check_readers(rows, numbers, [time] + (["date_local"] if is_excel else []))
    return len(rows), late


def check_schools():
    rows = table()
    numbers = [name for name in rows[0] if name.endswith(("_pct", "_mean", "_difference", "_error"))]
    in_pandas, late = check_readers(rows, numbers, [])
    counts = [name for name in rows[0] if name.endswith(("_days", "_pairs"))]
    check(all(str(in_pandas[name].dtype) == "int64" for name in counts), "pandas takes counts for whole numbers")
    return len(rows), late


def check_us_index():
    found = {(row["window_start"], row["site"]): row for row in table()}
    expected = us_index.rows(published(), LAYOUT == "us-aqi-day")
    check(found.keys() == expected.keys(), f"{len(found)} rows of {len(expected)}; first other: {min(found.keys() ^ expected.keys(), default=None)}")
    names = list(next(iter(found.values())))[10:]
    for key, row in found.items():
        wanted = expected[key]
        for name in ("index", "band", "driver", "pollutants", "indicative"):
            check(row[name] == str("" if wanted[name] is None else wanted[name]), f"{key}: {name} is {row[name]}, not {wanted[name]}")
        for name in names:
            pollutant = "pm2_5" if name.startswith("pm2_5") else name.split("_")[0]
            value = wanted.get(f"{pollutant}_{'index' if name.endswith('_index') else 'figure'}")
            check((Fraction(row[name]) if row[name] else None) == value, f"{key}: {name} is {row[name]}, not {value}")
    counts = ["index"] + [name for name in names if name.endswith("_index")]
    numbers = [name for name in names if name not in counts]
    _, late = check_readers(list(found.values()), numbers, ["window_start", "window_end"], counts)
    return len(found), late


CHECKS = {"long": check_long, "schools": check_schools, "us-aqi": check_us_index, "us-aqi-day": check_us_index}
count, late = CHECKS.get(LAYOUT, check_wide)()
print(f"{count} rows in pandas {pd.__version__}, Polars {pl.__version__} and DuckDB {duckdb.__version__}"
      + (f"; told of: {' '.join(late)}" if late else ""))
