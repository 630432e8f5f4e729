"""The US index of sites, worked out from published hours with fractions and nothing of Kerbside's: what exports.py compares
the exports us-aqi and us-aqi-day with. Bands: EPA-454/B-24-002 (May 2024), table 6; in whole steps of truncation."""

from datetime import datetime, timedelta
from fractions import Fraction

LEVELS = ((0, 50), (51, 100), (101, 150), (151, 200), (201, 300), (301, 500))
# Upper ends by steps; the index runs over each line between the end before (and one step) and its own.
PM2_5, PM10 = (90, 354, 554, 1254, 2254, 3254), (54, 154, 254, 354, 424, 604)
OZONE_8H, CO = (54, 70, 85, 105, 200), (44, 94, 124, 154, 304, 504)
SO2, NO2 = (35, 75, 185, 304), (53, 100, 360, 649, 1249, 2049)
# Units of a step in the published unit: 0.1 and 1 ug/m3, 1 ppb, 0.1 ppm, at Defra's factors of 20 degC.
STEP = {"pm2_5": Fraction(1, 10), "pm10": Fraction(1), "no2": Fraction("1.9125"), "o3": Fraction("1.9957"),
        "so2": Fraction("2.6609"), "co": Fraction("0.11642")}
IN_TABLE = {"pm2_5": Fraction(1, 10), "pm10": 1, "no2": 1, "o3": Fraction(1, 1000), "so2": 1, "co": Fraction(1, 10)}
ENDS = {"pm2_5": PM2_5, "pm10": PM10, "no2": NO2, "o3": OZONE_8H, "so2": SO2, "co": CO}
HOURS = {"pm2_5": 12, "pm10": 12, "o3": 8, "co": 8, "no2": 1, "so2": 1}
BANDS = ((50, "Good"), (100, "Moderate"), (150, "Unhealthy for Sensitive Groups"), (200, "Unhealthy"), (300, "Very Unhealthy"))


def steps(pollutant, value):
    """Truncated."""
    return int(value / STEP[pollutant])


def index(pollutant, found):
    low = 0
    for high, (first, last) in zip(ENDS[pollutant], LEVELS):
        if found < 0:
            return None
        if found <= high:
            return int(first + Fraction((last - first) * (found - low), high - low) + Fraction(1, 2))
        low = high + 1
    raise ValueError(f"{pollutant} {found}: above what this check knows")


def now_cast(hours, pollutant):
    """`hours`: the newest first."""
    if sum(value is not None for value in hours[:3]) < 2:
        return None
    values = [value for value in hours if value is not None]
    weight = min(values) / max(values) if max(values) > 0 else Fraction(1)
    weight = max(weight, Fraction(0) if pollutant == "o3" else Fraction(1, 2))
    pairs = [(weight**age, value) for age, value in enumerate(hours) if value is not None]
    return sum(factor * value for factor, value in pairs) / sum(factor for factor, _ in pairs)


def mean(hours, least):
    values = [value for value in hours if value is not None]
    return sum(values) / len(values) if len(values) >= least else None


class Device:
    def __init__(self):
        self.rows, self.valid, self.measured = {}, {}, {}

    def hours(self, pollutant, end, count):
        """Of the `count` hours that end with the one that begins at `end`, the newest first."""
        return [self.valid.get((pollutant, end - timedelta(hours=age))) for age in range(count)]

    def of_hour(self, pollutant, hour):
        if pollutant in ("pm2_5", "pm10", "o3"):
            return now_cast(self.hours(pollutant, hour, HOURS[pollutant]), pollutant)
        return mean(self.hours(pollutant, hour, HOURS[pollutant]), HOURS[pollutant] * 3 / 4)

    def of_day(self, pollutant, day):
        def greatest(ends, count, least):
            means = [mean(self.hours(pollutant, end, count), count * 3 / 4) for end in ends]
            means = [value for value in means if value is not None]
            return max(means) if len(means) >= least else None

        ends = [day + timedelta(hours=hour) for hour in range(31)]
        if pollutant in ("pm2_5", "pm10"):
            return mean(self.hours(pollutant, ends[23], 24), 18)
        if pollutant == "o3":
            return greatest(ends[14:31], 8, 13)
        return greatest(ends[:24], HOURS[pollutant], 18)


def rows(published, is_of_day):
    """{(window_start, site): {column: text}} of the published rows of air/hour."""
    sites = {}
    for row in published:
        device = sites.setdefault(row["site"], {}).setdefault((row["device"], row["class"]), Device())
        start = datetime.strptime(row["window_start"], "%Y-%m-%dT%H:%M:%SZ")
        device.rows[row["quantity"], start] = True
        if row["mean"]:
            device.measured[row["quantity"], start] = True
        if row["valid"] == "true":
            device.valid[row["quantity"], start] = Fraction(row["mean"])
    found = {}
    for site, devices in sites.items():
        starts = {start for device in devices.values() for _, start in device.rows}
        has_reference = any(kind != "indicative" for _, kind in devices)
        for start in {start.replace(hour=0) for start in starts} if is_of_day else starts:
            row = row_of(devices, start, has_reference, is_of_day)
            if row is not None:
                found[start.strftime("%Y-%m-%dT%H:%M:%SZ"), site] = row
    return found


def row_of(devices, start, has_reference, is_of_day):
    figures, is_measured = {}, False
    for (_, kind), device in devices.items():
        for pollutant in ENDS:
            span = 24 if is_of_day else HOURS[pollutant]
            newest = start + timedelta(hours=23) if is_of_day else start
            hours = [(pollutant, newest - timedelta(hours=age)) for age in range(span)]
            if not any(hour in device.measured for hour in hours) or not (is_of_day or hours[0] in device.rows):
                continue
            is_measured = True
            value = device.of_day(pollutant, start) if is_of_day else device.of_hour(pollutant, start)
            if value is None or has_reference and kind == "indicative":
                continue
            step = steps(pollutant, value)
            figures[pollutant] = max(figures.get(pollutant, (None, -1, "")), (index(pollutant, step), step, kind),
                                     key=lambda figure: figure[1])
    if not is_measured:
        return None
    cells = {f"{pollutant}_index": figure[0] for pollutant, figure in figures.items()}
    cells |= {f"{pollutant}_figure": figure[1] * IN_TABLE[pollutant] for pollutant, figure in figures.items()}
    known = [pollutant for pollutant in ENDS if figures.get(pollutant, (None,))[0] is not None]
    highest = max((figures[pollutant][0] for pollutant in known), default=None)
    driver = next((pollutant for pollutant in known if figures[pollutant][0] == highest), "")
    band = "" if highest is None else next((name for end, name in BANDS if highest <= end), "Hazardous")
    return cells | {"index": highest, "driver": driver, "pollutants": " ".join(known), "band": band,
                    "indicative": "" if highest is None else str(figures[driver][2] == "indicative").upper()}
