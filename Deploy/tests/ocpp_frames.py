"""Writes a feed of frames that the package `ocpp` (Mobility House, PyPI) built and validated, for 1.6 and 2.0.1, and what
Kerbside has to make of them; and checks what it made.

    ocpp_frames.py make FEED REGISTRY_FOLDER EXPECTED     the feed of one day, its registry, and a file for `check`
    ocpp_frames.py every FEED                             every call and reply of both versions, with all that it may have
    ocpp_frames.py check EXPECTED DATA LOG                against the published sessions and the log of `kerbside aggregate`
"""

import asyncio
import csv
import glob
import json
import os
import re
import sys
from dataclasses import asdict
from datetime import datetime, timedelta, timezone

BEGIN = datetime(2026, 3, 2, tzinfo=timezone.utc)


def at(minutes):
    return (BEGIN + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Feed:
    def __init__(self):
        self.lines = []
        self.messages = 0
        self.decoded = 0
        self.readings = 0
        self.number = 0

    def send(self, topic, body, minutes, readings):
        self.lines.append({
            "tst": at(minutes), "topic": topic, "qos": 1, "retain": 0, "payload": json.dumps(body, separators=(",", ":")),
        })
        self.messages += 1
        self.decoded += readings > 0
        self.readings += readings

    def frame(self, unit, dataclass, version, minutes, readings, reply_to=None):
        """One validated frame: of a call, or of a reply to the message with that identifier."""
        from ocpp.charge_point import remove_nones, snake_to_camel_case
        from ocpp.messages import Call, CallResult, validate_payload

        payload = snake_to_camel_case(remove_nones(asdict(dataclass)))
        action = type(dataclass).__name__
        self.number += 1
        if reply_to is None:
            message = Call(unique_id=f"f{self.number}", action=action, payload=payload)
        else:
            message = CallResult(unique_id=reply_to, action=action, payload=payload)
        asyncio.run(validate_payload(message, version))
        body = json.loads(message.to_json())
        way = "up" if reply_to is None else "down"
        if unit["dialect"] == "emqx-ocpp":
            body = (
                {"MessageTypeId": 2, "UniqueId": body[1], "Action": body[2], "Payload": body[3]} if reply_to is None
                else {"MessageTypeId": 3, "UniqueId": body[1], "Payload": body[2]}
            )
        self.send(f"town/ev/{unit['dialect']}/{unit['name']}/{way}", body, minutes, readings)
        return message.unique_id


def sampled16(value, measurand=None, unit=None, phase=None):
    from ocpp.v16.datatypes import SampledValue

    return SampledValue(value=str(value), measurand=measurand, unit=unit, phase=phase)


def frames16(feed, unit):
    from ocpp.v16 import call, call_result
    from ocpp.v16.datatypes import IdTagInfo, MeterValue
    from ocpp.v16.enums import (
        AuthorizationStatus, ChargePointErrorCode, ChargePointStatus, Measurand, Phase, Reason, RegistrationStatus,
        UnitOfMeasure,
    )

    def send(dataclass, minutes, readings, reply_to=None):
        return feed.frame(unit, dataclass, "1.6", minutes, readings, reply_to)

    boot = send(call.BootNotification("Column5", "ExampleWorks", meter_type="MID-1P"), 0, 1)
    send(call_result.BootNotification(at(0), 300, RegistrationStatus.accepted), 0, 1, boot)
    send(call.Heartbeat(), 1, 0)
    send(call.Authorize("04A1B2C3D4E580"), 2, 1)
    for number, status in enumerate(ChargePointStatus):
        send(call.StatusNotification(2, ChargePointErrorCode.no_error, status, at(3 + number)), 3 + number, 1)
    for number, code in enumerate(ChargePointErrorCode):
        send(call.StatusNotification(2, code, ChargePointStatus.faulted, at(20 + number), info="i", vendor_error_code="x"),
             20 + number, 1)
    meter = 1845210
    for number, reason in enumerate(Reason):
        start = 60 + 60 * number
        begun = send(call.StartTransaction(1, "04A1B2C3D4E580", meter, at(start)), start, 1)
        send(call_result.StartTransaction(7000 + number, IdTagInfo(AuthorizationStatus.accepted)), start, 1, begun)
        half = MeterValue(timestamp=at(start + 15), sampled_value=[
            sampled16(meter + 1000), sampled16("3.5", Measurand.power_active_import, UnitOfMeasure.kw),
            sampled16("230.4", Measurand.voltage, UnitOfMeasure.v, Phase.l1_n),
            sampled16("15.2", Measurand.current_import, UnitOfMeasure.a, Phase.l1),
        ])
        send(call.MeterValues(1, [asdict(half)], 7000 + number), start + 15, 2)
        meter += 2500
        send(call.StopTransaction(meter, at(start + 30), 7000 + number, reason, "04A1B2C3D4E580"), start + 30, 1)
        unit["sessions"].append([at(start), at(start + 30), 2.5])


def frames201(feed, unit):
    from ocpp.v201 import call, call_result
    from ocpp.v201.datatypes import (
        ChargingStationType, EVSEType, IdTokenType, MeterValueType, SampledValueType, TransactionType, UnitOfMeasureType,
    )
    from ocpp.v201.enums import (
        BootReasonEnumType, ChargingStateEnumType, ConnectorStatusEnumType, IdTokenEnumType, MeasurandEnumType,
        ReasonEnumType, RegistrationStatusEnumType, TransactionEventEnumType, TriggerReasonEnumType,
    )

    def send(dataclass, minutes, readings, reply_to=None):
        return feed.frame(unit, dataclass, "2.0.1", minutes, readings, reply_to)

    token = IdTokenType("04A1B2C3D4E580", IdTokenEnumType.iso14443)
    boot = send(call.BootNotification(ChargingStationType("ExampleWorks", "Column7"), BootReasonEnumType.power_up), 0, 1)
    send(call_result.BootNotification(at(0), 300, RegistrationStatusEnumType.accepted), 0, 1, boot)
    send(call.Heartbeat(), 1, 0)
    send(call.Authorize(token), 2, 1)
    for number, status in enumerate(ConnectorStatusEnumType):
        send(call.StatusNotification(at(3 + number), status, 2, 1), 3 + number, 1)

    def values(minutes, *sampled):
        return [MeterValueType(timestamp=at(minutes), sampled_value=list(sampled))]

    register = SampledValueType(
        value=1846.396, measurand=MeasurandEnumType.energy_active_import_register,
        unit_of_measure=UnitOfMeasureType(unit="kWh", multiplier=0))
    power = SampledValueType(
        value=50705, measurand=MeasurandEnumType.power_active_import,
        unit_of_measure=UnitOfMeasureType(unit="W", multiplier=-1))
    interval = SampledValueType(value=250, measurand=MeasurandEnumType.energy_active_import_interval)
    send(call.MeterValues(1, values(20, register, power, interval)), 20, 3)
    reasons = list(ReasonEnumType)
    states = list(ChargingStateEnumType)
    for number, reason in enumerate(reasons):
        start = 60 + 30 * number
        name = f"a5f0c1d2-6b7e-4d10-9f3a-{number:012d}"

        def event(kind, minutes, trigger, sequence, readings, stopped=None, meter=None, state=None):
            send(call.TransactionEvent(
                kind, at(minutes), trigger, sequence,
                TransactionType(name, charging_state=state, stopped_reason=stopped), meter_value=meter,
                offline=number % 2 == 0, evse=EVSEType(1, 1) if sequence == 0 else None,
                id_token=token if sequence == 0 else None), minutes, readings)

        event(TransactionEventEnumType.started, start, TriggerReasonEnumType.cable_plugged_in, 0, 1,
              state=ChargingStateEnumType.ev_connected)
        event(TransactionEventEnumType.updated, start + 10, TriggerReasonEnumType.meter_value_periodic, 1, 3,
              meter=values(start + 10, register, power), state=states[number % len(states)])
        event(TransactionEventEnumType.ended, start + 20, TriggerReasonEnumType.ev_departed, 2, 2, stopped=reason,
              meter=values(start + 20, register))


def example(schema, whole, turn, name="", above=""):
    """A value that the schema allows: with every member that it may have, each list of words taken in turn."""
    while "$ref" in schema:
        schema = whole["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    if "enum" in schema:
        return schema["enum"][turn % len(schema["enum"])]
    kind = schema.get("type")
    if kind == "object":
        return {member: example(rule, whole, turn, member, name) for member, rule in schema.get("properties", {}).items()}
    if kind == "array":
        return [example(schema["items"], whole, turn + place, name, above) for place in range(max(1, schema.get("minItems", 1)))]
    if kind == "string":
        if schema.get("format") == "date-time":
            return ["2026-03-02T08:15:30Z", "2026-03-02T08:15:30.123456Z", "2026-03-02T09:15:30+01:00"][turn % 3]
        if schema.get("format") == "uri":
            return "https://example.org/x"
        if name == "value" and above == "sampledValue":
            return ["1846396", "5070.5", "0"][turn % 3]
        return "Wh" if name == "unit" else "x" * min(schema.get("maxLength", 20), 36)
    if kind == "integer":
        return 0 if name == "multiplier" else max(schema.get("minimum", 0), turn % 3 + 1)
    if kind == "number":
        return [7.5, 0, 1845210][turn % 3] if "multipleOf" not in schema else 12.3
    return turn % 2 == 0 if kind == "boolean" else {}


def words(schema):
    """The length of the longest list of words in a schema."""
    if isinstance(schema, dict):
        return max([len(schema.get("enum", ()))] + [words(value) for value in schema.values()])
    return max(map(words, schema), default=0) if isinstance(schema, list) else 0


def every(feed_file):
    import ocpp
    from ocpp.messages import Call, CallResult, validate_payload

    feed = Feed()
    for dialect, version, folder in (("ocpp16", "1.6", "v16"), ("emqx-ocpp", "1.6", "v16"), ("ocpp201", "2.0.1", "v201")):
        unit = {"ocpp16": "array", "emqx-ocpp": "object", "ocpp201": "later"}[dialect]
        for path in sorted(glob.glob(os.path.join(os.path.dirname(ocpp.__file__), folder, "schemas", "*.json"))):
            with open(path, encoding="utf-8-sig") as file:
                whole = json.load(file)
            name = os.path.basename(path)[:-len(".json")]
            is_reply = name.endswith("Response")
            action = name.removesuffix("Response").removesuffix("Request")
            for turn in range(max(3, words(whole))):
                feed.number += 1
                kind = CallResult if is_reply else Call
                message = kind(unique_id=f"e{feed.number}", action=action, payload=example(whole, whole, turn))
                asyncio.run(validate_payload(message, version))
                body = json.loads(message.to_json())
                if dialect == "emqx-ocpp":
                    body = (
                        {"MessageTypeId": 3, "UniqueId": body[1], "Payload": body[2]} if is_reply
                        else {"MessageTypeId": 2, "UniqueId": body[1], "Action": body[2], "Payload": body[3]}
                    )
                feed.send(f"town/ev/{dialect}/{unit}/{'down' if is_reply else 'up'}", body, 500, 0)
    with open(feed_file, "w") as out:
        for line in feed.lines:
            out.write(json.dumps(line) + "\n")
    print(f"{feed.messages} frames")


def make(feed_file, registry, expected):
    units = [
        {"name": "array", "dialect": "ocpp16", "sessions": []}, {"name": "object", "dialect": "emqx-ocpp", "sessions": []},
        {"name": "later", "dialect": "ocpp201", "sessions": []},
    ]
    feed = Feed()
    for unit in units:
        (frames201 if unit["dialect"] == "ocpp201" else frames16)(feed, unit)
    feed.lines.sort(key=lambda line: line["tst"])
    with open(feed_file, "w") as out:
        for line in feed.lines:
            out.write(json.dumps(line) + "\n")
    os.makedirs(registry, exist_ok=True)
    tables = {
        "boroughs.csv": "borough,name,timezone\ntown,Town,Europe/London\n",
        "sites.csv": "site,name,kind,borough\nhub,The Hub,hub,town\n",
        "charge_points.csv": "charge_point,connector,site,rated_kw\n"
        + "".join(f"{unit['name']},{connector},hub,7.4\n" for unit in units for connector in (1, 2)),
    }
    for name, text in tables.items():
        with open(os.path.join(registry, name), "w") as out:
            out.write(text)
    with open(expected, "w") as out:
        json.dump({
            "messages": feed.messages, "decoded": feed.decoded, "readings": feed.readings,
            "sessions": {unit["name"]: unit["sessions"] for unit in units},
        }, out)
    print(f"{feed.messages} frames")


def check(expected, data, log):
    with open(expected) as file:
        wanted = json.load(file)
    with open(log) as file:
        text = file.read()
    # messages N = decoded N + context N + duplicate 0 + quarantined 0 + ignored 0
    balance = [int(number) for number in re.findall(r"\d+", next(l for l in text.splitlines() if l.startswith("messages ")))]
    assert balance[:3] == [wanted["messages"], wanted["decoded"], wanted["messages"] - wanted["decoded"]], balance
    assert balance[3:] == [0, 0, 0], balance
    readings = next(l for l in text.splitlines() if l.startswith("readings "))
    assert int(re.findall(r"\d+", readings)[0]) == wanted["readings"], (readings, wanted["readings"])
    assert "malformed" not in readings and "not_registered" not in readings, readings
    found = {}
    for path in glob.glob(os.path.join(data, "summaries/charging/session/**/*.csv"), recursive=True):
        with open(path) as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                found.setdefault(row["charge_point"], []).append(row)
    count = 0
    for name, sessions in wanted["sessions"].items():
        if not sessions:
            continue
        rows = sorted(found.get(name, []), key=lambda row: row["plug_in"])
        assert len(rows) == len(sessions), (name, len(rows), len(sessions))
        for row, (start, end, energy) in zip(rows, sessions):
            assert row["plug_in"] == start and row["unplug"] == end, (row, start, end)
            assert abs(float(row["kwh"]) - energy) < 1e-9, (row, energy)
            assert row["peak_kw"] == "3.5", row
        count += len(rows)
    print(f"{wanted['messages']} frames, {wanted['readings']} readings, {count} sessions")


if __name__ == "__main__":
    {"make": make, "every": every, "check": check}[sys.argv[1]](*sys.argv[2:])
