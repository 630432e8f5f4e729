"""Payloads and topics that nobody meant well with."""

import base64
import gzip
import random
import threading
import time

from faults.case import case, seed
from faults.scene import Failed, Journal, Message, wait_until

GOOD = b'{"device":"aq-0001","ts":"2026-03-02T00:00:00Z","readings":{"pm2_5":%s}}'

POISON = {
    "empty": b"",
    "one byte": b"{",
    "invalid UTF-8": b'{"device":"\xff\xfe"}',
    "lone surrogate": b'{"device":"\\ud800"}',
    "NUL in a string": b'{"device":"a\\u0000b"}',
    "NUL bytes": b"\0" * 100,
    "a list nested a million deep": b"[" * 1_000_000,
    "objects nested": b'{"a":' * 100_000,
    "a key twice": b'{"device":"aq-0001","device":"aq-0002"}',
    "trailing garbage": GOOD % b"1" + b"x",
    "an array": b"[1,2,3]",
    "a string": b'"text"',
    "readings of another type": b'{"device":"aq-0001","readings":[1]}',
    "a value of another type": b'{"device":"aq-0001","ts":"2026-03-02T00:00:00Z","readings":{"pm2_5":{"v":1}}}',
    "a stamp of another type": b'{"device":"aq-0001","ts":true,"readings":{"pm2_5":1}}',
    "the year 9999": b'{"device":"aq-0001","ts":"9999-12-31T23:59:60Z","readings":{"pm2_5":1}}',
    "a stamp that is no date": b'{"device":"aq-0001","ts":"2100-02-29T24:00:00Z","readings":{"pm2_5":1}}',
    "gzip": gzip.compress(GOOD % b"1"),
    "CBOR": base64.b64decode("omZkZXZpY2VnYXEtMDAwMWhyZWFkaW5nc6A="),
    "64 KiB of text": b'{"device":"' + b"x" * 65_536 + b'"}',
    "almost 1 MiB of text": b'{"device":"' + b"x" * 1_000_000 + b'"}',
    "10,000 readings": b'{"device":"aq-0001","readings":{' + b",".join(b'"q%d":1' % n for n in range(10_000)) + b"}}",
    "400 digits": GOOD % (b"9" * 400),
    "another device": b'{"device":"aq-0099","ts":"2026-03-02T00:00:00Z","readings":{"pm2_5":1}}',
}
NUMBERS = (b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-0", b"1e-400", b"01", b"+1", b"0x10", b"1.", b".5", b"- 1", b"1e")


@case(27, "every kind of broken payload is kept, acknowledged and costs no other message; nothing crashes")
def poison(scene, full):
    scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    publisher = scene.publisher()
    topic = Message(1).topic
    kinds = {**POISON, **{f"the number {number.decode()}": GOOD % number for number in NUMBERS}}
    # From an hour of their own, so that the honest readings' figures do not depend on what a kind is taken for.
    received = "2026-03-09T12:00:00.000000Z"
    for payload in kinds.values():
        publisher.send(None, topic.replace("aq-0001", "nobody"), payload, received)
        publisher.send(None, "westminster/ev/ocpp16/nobody", payload, received)
    publisher.finish()
    # More than the service lets the broker send (1 MiB): the broker keeps it from us, and the link holds.
    sizes = [2 << 20, 16 << 20] + ([64 << 20, 255 << 20] if full else [])
    for size in sizes:
        publisher.send(None, topic, b"x" * size, received)
        publisher.finish(120)
    scene.publish(range(1_000))
    scene.wait_for_messages(range(1_000))
    wait_until(20, lambda: scene.journal().messages >= 1_000 + 2 * len(kinds), "all of them are in the journal", scene.log)
    if service.poll() is not None or scene.log_count("Connected to") != 1:
        raise Failed("the service goes on, and the link holds", scene.log)
    scene.end(service)
    # They are quarantined, so the honest ones alone make the summaries.
    scene.same_summaries(range(1_000))
    if not scene.log_count("quarantined"):
        raise Failed("the service tells of quarantined messages", scene.log)
    return f"{2 * len(kinds)} messages of {len(kinds)} kinds, and payloads up to {sizes[-1] >> 20} MiB; 1,000 honest messages as if alone"


@case(27, "10,000 broken payloads in a row do not slow the other devices down", alone=True)
def poison_flood(scene, full):
    scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    quiet = latencies(scene, range(0, 1_000), None)
    count = 100_000 if full else 10_000
    flood = latencies(scene, range(1_000, 2_000), count)
    if service.poll() is not None:
        raise Failed("the service goes on", scene.log)
    scene.end(service, 60)
    scene.same_summaries(range(2_000))
    figures = (
        f"from sending to the journal, 99 of 100 honest messages within {quiet[0] * 1000:.0f} ms alone, "
        f"{flood[0] * 1000:.0f} ms during {count} broken payloads ({flood[1]:.0f} a second)"
    )
    # A flood at full speed fills the broker's queue before them; a second tells that from a stall.
    if flood[0] > quiet[0] + 1:
        raise Failed(f"at most 1 s more: {figures}", scene.log)
    return figures


def latencies(scene, numbers, poison_count):
    """Honest messages, 200 a second, with or without a flood beside them: the 99th percentile, and the flood's pace."""
    journal = Journal(str(scene.data / "journal"))
    journal.read()
    sent, seen = {}, {}
    done = threading.Event()

    def watch():
        while not done.is_set() or len(seen) < len(sent):
            journal.read()
            now = time.monotonic()
            for key in [key for key in list(sent) if key not in seen and key in journal.payloads]:
                seen[key] = now
            if done.is_set() and now - max(sent.values()) > 30:
                return
            time.sleep(0.005)

    pace = [0.0]

    def flood():
        publisher = scene.publisher(window=500, client="poison")
        chance = random.Random(seed)
        kinds = [payload for payload in POISON.values() if len(payload) < 2_000]
        began = time.monotonic()
        for _ in range(poison_count):
            publisher.send(None, "westminster/air/plain/poison", chance.choice(kinds), "2026-03-02T00:00:02.000000Z")
        publisher.finish()
        pace[0] = poison_count / (time.monotonic() - began)
        publisher.close()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    flooding = threading.Thread(target=flood, daemon=True)
    if poison_count:
        flooding.start()
    publisher = scene.publisher(window=200)
    for number in numbers:
        message = Message(number)
        sent[message.key] = time.monotonic()
        publisher.send(number, message.topic, message.payload, message.received)
        time.sleep(0.002)
    publisher.finish()
    publisher.close()
    if poison_count:
        flooding.join(120)
    done.set()
    watcher.join(60)
    if len(seen) < len(sent):
        raise Failed(f"all {len(sent)} honest messages arrive; {len(sent) - len(seen)} did not", scene.log)
    waits = sorted(seen[key] - sent[key] for key in sent)
    return waits[len(waits) * 99 // 100], pace[0]


HOSTILE = [
    "../../../../etc/x", "..", ".", "a/b", "CON", "NUL.csv", "=1+1", "+1", "-1", "@x", "\u202egnp", "e\u0301", "\u00e9", "a b",
    "a\tb", "a,b", 'a"b', "\u007f", "x" * 60_000, "aq-0001/../aq-0002", "%2e%2e%2f", "summaries", "*.tmp", "~", "$HOME", "`id`",
]


@case(29, "hostile device names and topics make no file and no path of their own")
def hostile_names(scene, full):
    scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    received = Message(0).received
    count, refused = 0, 0
    for name in HOSTILE:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
        payload = f'{{"device":"{quoted}","ts":"2026-03-02T00:00:00Z","readings":{{"pm2_5":1}}}}'.encode()
        topics = [f"{borough}/air/plain/{name}" for borough in ("westminster", "..", "a b")]
        topics += ["westminster/air/plain/aq-0001", f"westminster/air/{name}/aq-0001", f"{name}/air/plain/aq-0001"]
        for topic in topics:
            publisher = scene.publisher()
            try:
                publisher.send(None, topic, payload, received)
                publisher.finish()
                count += 1
            except OSError:
                # The broker itself refuses a topic with control characters (MQTT 5.0, section 1.5.4).
                refused += 1
            publisher.close()
    scene.publish(range(1_000))
    scene.wait_for_messages(range(1_000))
    if service.poll() is not None:
        raise Failed("the service goes on", scene.log)
    scene.end(service)
    scene.same_summaries(range(1_000))
    allowed = {"data", "registry", "kerbside.yaml", "service.log", "broker.log", "mosquitto.conf", "expected", "expected.ndjson"}
    strange = [path for path in scene.work.iterdir() if path.name not in allowed]
    files = [path for path in scene.data.rglob("*") if path.is_file() and not path.resolve().is_relative_to(scene.data.resolve())]
    if strange or files:
        raise Failed(f"no file is made outside of the data folder: {strange or files}", scene.log)
    plain = {character for path in scene.data.rglob("*") for character in path.name} - set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.")
    if plain:
        raise Failed(f"names of files are plain; these characters are in some: {sorted(plain)}", scene.log)
    return f"{count} messages, {refused} more refused by the broker; the 1,000 honest ones as if alone"


@case(31, "a publisher's topic, payload and registry must agree: what does not is quarantined")
def spoofing(scene, full):
    scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    publisher = scene.publisher()
    for number in range(1_000):
        message = Message(number)
        publisher.send(None, message.topic.replace("westminster", "camden"), message.payload, message.received)
        other = Message(number + 1).topic
        publisher.send(None, other, message.payload.replace(b"pm2_5\":", b"pm2_5\":9"), message.received)
    publisher.finish()
    scene.publish(range(1_000))
    scene.wait_for_messages(range(1_000))
    # journal.py knows topic and receive time, which the forged ones share: count them.
    wait_until(20, lambda: scene.journal().messages >= 3_000, "all are in the journal", scene.log)
    scene.end(service)
    scene.same_summaries(range(1_000))
    return "2,000 forged messages, none in a summary"
