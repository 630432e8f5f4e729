"""A publisher of MQTT 5 over a plain socket, and packets to make by hand. It knows what was acknowledged, and nothing else
of Kerbside: what it counts as acknowledged must not be lost.

The numbers are those of MQTT 5.0, OASIS Standard, sections 2.1 and 3.
"""

import select
import socket
import struct
import time


def variable_length(number):
    encoded = bytearray()
    while True:
        number, digit = divmod(number, 128)
        encoded.append(digit | (128 if number else 0))
        if not number:
            return bytes(encoded)


def text(words):
    data = words if isinstance(words, bytes) else words.encode()
    return struct.pack(">H", len(data)) + data


def packet(first, body):
    return bytes([first]) + variable_length(len(body)) + body


def connect(client, keep_alive=60, clean=True, expiry=0):
    properties = b"\x11" + struct.pack(">I", expiry)
    body = text("MQTT") + bytes([5, 2 if clean else 0]) + struct.pack(">H", keep_alive)
    return packet(0x10, body + variable_length(len(properties)) + properties + text(client))


def publish(topic, payload, identifier, received=None, retain=False, duplicate=False, qos=1):
    properties = b"" if received is None else b"\x26" + text("received") + text(received)
    body = text(topic) + (struct.pack(">H", identifier) if qos else b"")
    body += variable_length(len(properties)) + properties + payload
    return packet(0x30 | qos << 1 | (1 if retain else 0) | (8 if duplicate else 0), body)


class Publisher:
    """Sends messages of QoS 1 and waits for their PUBACKs, at most `window` of them open at a time."""

    def __init__(self, port, client="faults-publisher", window=100):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(connect(client, keep_alive=0))
        self.buffer = b""
        self.window = window
        self.open = {}  # packet identifier -> key of the message
        self.acknowledged = []  # keys, in the order of their PUBACKs
        self.refused = []  # (key, reason code)
        self.latencies = []
        self.next = 1
        while True:
            first, body = self.take(30)
            if first >> 4 == 2:
                break
        # The broker may take fewer than we would send: property 0x21, Receive Maximum.
        if body[1] != 0:
            raise ConnectionError(f"the broker refuses the publisher with {body[1]:#x}")

    def take(self, seconds):
        """The next packet that arrives: its first byte and its body."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.whole()
            if found:
                return found
            rest = deadline - time.monotonic()
            if rest <= 0 or not select.select([self.socket], [], [], rest)[0]:
                raise TimeoutError("the broker does not answer the publisher")
            data = self.socket.recv(1 << 16)
            if not data:
                raise ConnectionError("the broker closed the publisher's link")
            self.buffer += data

    def whole(self):
        length, shift, place = 0, 0, 1
        while place < len(self.buffer) and place < 5:
            byte = self.buffer[place]
            length |= (byte & 127) << shift
            shift += 7
            place += 1
            if byte < 128:
                if len(self.buffer) < place + length:
                    return None
                found = self.buffer[0], self.buffer[place : place + length]
                self.buffer = self.buffer[place + length :]
                return found
        return None

    def send(self, key, topic, payload, received=None, retain=False):
        while len(self.open) >= self.window:
            self.settle(60)
        while self.next in self.open:
            self.next = self.next % 65_535 + 1
        identifier, self.next = self.next, self.next % 65_535 + 1
        self.open[identifier] = key, time.monotonic()
        self.socket.sendall(publish(topic, payload, identifier, received, retain))

    def settle(self, seconds):
        """Takes one PUBACK."""
        first, body = self.take(seconds)
        if first >> 4 == 4:
            key, sent = self.open.pop(struct.unpack(">H", body[:2])[0])
            self.latencies.append(time.monotonic() - sent)
            if len(body) > 2 and body[2] >= 0x80:
                self.refused.append((key, body[2]))
            else:
                self.acknowledged.append(key)
        elif first >> 4 == 14:
            raise ConnectionError(f"the broker ends the publisher's link: {body.hex()}")

    def finish(self, seconds=60):
        """Waits for every PUBACK."""
        deadline = time.monotonic() + seconds
        while self.open:
            self.settle(max(0.1, deadline - time.monotonic()))

    def close(self):
        self.socket.close()
