"""Reads a journal of Kerbside without Kerbside: an account of its own of what was received.

    journal.py count FOLDER                  prints messages, distinct messages and connections; fails when damaged
    journal.py wait FOLDER SECONDS FEED…     until every message of the feeds is there; else says what is missing, exit 1
    journal.py wait-count FOLDER SECONDS N   until so many messages are there
    journal.py kill-in-commit FOLDER SECONDS PID   kills a process when the journal grows next, or after so many seconds

The layout is told in Sources/Journal/RecordLayout.swift and SegmentHeader.swift.
"""

import json
import os
import signal
import struct
import sys
import time
from datetime import datetime, timezone

SEGMENT_HEADER = struct.Struct("<8sHHIQII")
RECORD_HEADER = struct.Struct("<IIIBBHIHHQq")
MESSAGE, CONNECTED = 1, 2
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


CRC_TABLE = crc_table()


def crc32c(data):
    """CRC-32C (Castagnoli), RFC 3720 appendix B.4."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


class Journal:
    """What was read so far; `read` goes on where sound records ended the last time."""

    def __init__(self, folder):
        self.folder = folder
        self.offsets = {}
        self.marks = {}
        self.messages = 0
        self.connections = 0
        self.payloads = {}  # (received in microseconds, topic) -> digests of payloads
        self.unsound = None

    def read(self):
        try:
            names = sorted(name for name in os.listdir(self.folder) if name.endswith(".kbj"))
        except FileNotFoundError:
            names = []
        self.unsound = None
        for name in names:
            self.read_segment(name)

    def read_segment(self, name):
        offset = self.offsets.get(name, 0)
        with open(os.path.join(self.folder, name), "rb") as file:
            file.seek(offset)
            data = file.read()
        at = 0
        if offset == 0:
            if len(data) < SEGMENT_HEADER.size:
                self.unsound = self.unsound or f"{name}: no whole header"
                return
            magic, version, length, mark, _, _, checksum = SEGMENT_HEADER.unpack_from(data)
            if magic != b"KERBJRNL" or version != 1 or checksum != crc32c(data[:28]):
                self.unsound = self.unsound or f"{name}: its header is damaged"
                return
            self.marks[name] = mark
            at = length
        while at < len(data):
            length = self.take(data, at, self.marks[name])
            if length == 0:
                self.unsound = self.unsound or f"{name}: no sound record at byte {offset + at}"
                break
            at += length
        self.offsets[name] = offset + at

    def take(self, data, at, mark):
        """Takes one record and returns its length, 0 when there is no sound one."""
        if at + RECORD_HEADER.size > len(data):
            return 0
        found, checksum, length, kind, _, _, _, topic_length, _, _, received = RECORD_HEADER.unpack_from(data, at)
        if found != mark or length < RECORD_HEADER.size + topic_length or at + length > len(data):
            return 0
        if crc32c(data[at + 8 : at + length]) != checksum:
            return 0
        if kind == CONNECTED:
            self.connections += 1
        elif kind == MESSAGE:
            self.messages += 1
            body = at + RECORD_HEADER.size
            topic = data[body : body + topic_length].decode()
            payload = data[body + topic_length : at + length]
            self.payloads.setdefault((received, topic), set()).add(hash(payload))
        return length

    @property
    def distinct(self):
        return sum(len(digests) for digests in self.payloads.values())


def microseconds(stamp):
    instant = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    delta = instant - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def expected(feeds):
    """Topic and receive time of every message of the feeds, with how many payloads have them."""
    payloads = {}
    for feed in feeds:
        with open(feed, encoding="utf-8") as file:
            for line in file:
                message = json.loads(line)
                payload = message.get("payload_base64", json.dumps(message.get("payload")))
                payloads.setdefault((microseconds(message["tst"]), message["topic"]), set()).add(payload)
    return {key: len(found) for key, found in payloads.items()}


def missing(journal, feeds):
    return [key for key, count in feeds.items() if len(journal.payloads.get(key, ())) < count]


def wait_count(folder, seconds, wanted):
    journal = Journal(folder)
    deadline = time.monotonic() + seconds
    journal.read()
    while journal.messages < wanted:
        if time.monotonic() > deadline:
            sys.exit(f"{folder}: {journal.messages} messages, expected {wanted}")
        time.sleep(0.1)
        journal.read()


def size(folder):
    try:
        return sum(entry.stat().st_size for entry in os.scandir(folder) if entry.name.endswith(".kbj"))
    except FileNotFoundError:
        return 0


def kill_in_commit(folder, seconds, process):
    """A write that nobody synced or acknowledged yet is what a crash finds at its worst."""
    before = size(folder)
    deadline = time.monotonic() + seconds
    while size(folder) == before and time.monotonic() < deadline:
        pass
    os.kill(process, signal.SIGKILL)


def count(folder):
    journal = Journal(folder)
    journal.read()
    if journal.unsound:
        sys.exit(f"{folder}: {journal.unsound}")
    print(journal.messages, journal.distinct, journal.connections)


def wait(folder, seconds, feeds):
    wanted = expected(feeds)
    journal = Journal(folder)
    deadline = time.monotonic() + seconds
    while True:
        journal.read()
        absent = missing(journal, wanted)
        if not absent:
            return
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    print(f"{len(absent)} of {len(wanted)} messages are not in the journal, which holds {journal.messages}:")
    for received, topic in absent[:10]:
        print(f"  received {received} us since 1970, {topic}")
    if journal.unsound:
        print(f"  {journal.unsound}")
    sys.exit(1)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "count":
        count(sys.argv[2])
    elif len(sys.argv) == 5 and sys.argv[1] == "wait-count":
        wait_count(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
    elif len(sys.argv) == 5 and sys.argv[1] == "kill-in-commit":
        kill_in_commit(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
    elif len(sys.argv) >= 5 and sys.argv[1] == "wait":
        wait(sys.argv[2], float(sys.argv[3]), sys.argv[4:])
    else:
        sys.exit(__doc__)
