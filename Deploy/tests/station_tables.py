"""Writes the hours of a recorded station as the two kinds of table in which councils download such data.

    station_tables.py EXPECTED.csv DEVICE UK-AIR.csv OPENAIR.csv    EXPECTED: a row an hour, by the hour's start
"""

import csv
import sys
from datetime import datetime, timedelta

EXPECTED, DEVICE, UK_AIR, OPENAIR = sys.argv[1:]
COLUMNS = [
    ("no2_1h", "Nitrogen dioxide", "no2"), ("o3_1h", "Ozone", "o3"),
    ("pm10_1h", "PM<sub>10</sub> particulate matter (Hourly measured)", "pm10"),
    ("pm25_1h", "PM<sub>2.5</sub> particulate matter (Hourly measured)", "pm2.5"),
]

with open(EXPECTED, newline="") as file:
    rows = [(datetime.strptime(row["window_start"], "%Y-%m-%dT%H:%M:%SZ"), row) for row in csv.DictReader(file)]

with open(UK_AIR, "w") as file:
    print("Data supplied by UK-AIR on 1/4/2022\nAll Data GMT hour ending\n\n,,The station", file=file)
    print("Date,time" + "".join(f",{title},status,unit" for _, title, _ in COLUMNS), file=file)
    for start, row in rows:
        # The hour's end; midnight is the 24:00 of the day before.
        end = start + timedelta(hours=1)
        day, hour = (end, end.hour) if end.hour else (start, 24)
        cells = (f",{row[name]},R,ugm-3" if row[name] else ",No data,," for name, _, _ in COLUMNS)
        print(f"{day:%d-%m-%Y},{hour:02}:00" + "".join(cells), file=file)

with open(OPENAIR, "w") as file:
    print(",".join(f'"{name}"' for name in ["site", "code", "date"] + [name for _, _, name in COLUMNS] + ["ws"]), file=file)
    for start, row in rows:
        # R leaves the time out at midnight.
        date = f"{start:%Y-%m-%d %H:%M:%S}" if start.hour else f"{start:%Y-%m-%d}"
        print(f'"The station","{DEVICE}",{date},' + ",".join(row[name] or "NA" for name, _, _ in COLUMNS) + ",2.5", file=file)
