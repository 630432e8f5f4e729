"""Feeds for 55-replay.sh, and whether two of them hold the same messages."""

import base64
import gzip
import json
import re
import sys


def write(path, messages, step_us):
    with open(path, "w", encoding="utf-8") as file:
        for index, (topic, payload) in enumerate(messages):
            time = index * step_us
            line = {
                "tst": "2026-03-02T08:%02d:%02d.%06dZ" % (time // 60_000_000, time // 1_000_000 % 60, time % 1_000_000),
                "topic": topic, "qos": 1, "retain": 0, "payloadlen": len(payload),
                "payload_base64": base64.b64encode(payload).decode(),
            }
            file.write(json.dumps(line) + "\n")


def make(folder, seconds):
    payloads = [
        b'{"no2": 1.50,  "pm2_5":9.8}', b'{"a":\r\n 1}', b"online", b'"online"', b"", b"null", b"  {} ", bytes(range(256)),
        b"\x00", b"\xa5" * 200_000, "{\"ü\":\"µg/m³\"}".encode(), gzip.compress(b"x" * 1000, mtime=0), b"[1,2", b"\xff\xfe{}",
    ]
    write(folder + "/payloads.ndjson", [("w/air/x/%d" % i, p) for i, p in enumerate(payloads)], 1000)
    readings = [
        ("w/air/plain/aq-%d" % (i % 100), b'{"ts":"2026-03-02T08:00:00Z","readings":{"no2":%d,"pm2_5":9.8}}' % i)
        for i in range(500 * int(seconds))
    ]
    write(folder + "/paced.ndjson", readings, 2000)


def messages(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        for line in file:
            message = json.loads(line)
            if "payload_base64" in message:
                payload = base64.b64decode(message["payload_base64"], validate=True)
            else:
                # The payload's own bytes: from its member to the end of the line.
                payload = line.rstrip(b"\n")[:-1].split(b'"payload":', 1)[1]
            assert len(payload) == message["payloadlen"], line[:200]
            yield message["topic"], payload


def same(expected, found):
    expected, found = list(messages(expected)), list(messages(found))
    assert len(expected) == len(found), (len(expected), len(found))
    # At QoS 1 a message may come twice; on loopback, over one link, none does, and the order is kept.
    assert expected == found, next((a, b) for a, b in zip(expected, found) if a != b)
    print("%d messages, %d bytes of payload, all the same" % (len(found), sum(len(p) for _, p in found)))


def schedule(words, seconds):
    """Exits with 0 when the time that was taken is within a thousandth of the feed's own: 2 ms before each message but the first."""
    planned, taken = (float(text) for text in re.findall(r"[0-9]+[.][0-9]+", words))
    own = (500 * int(seconds) - 1) * 0.002
    sys.exit(0 if abs(planned - own) < 0.0005 and abs(taken - planned) <= planned / 1000 else 1)


if __name__ == "__main__":
    {"make": make, "same": same, "schedule": schedule}[sys.argv[1]](*sys.argv[2:])
