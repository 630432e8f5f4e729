"""Publishes to an MQTT broker with QoS 1: as much of MQTT 3.1.1 as that needs, and each message acknowledged before the
next."""

import os
import socket
import ssl
import struct


class Publisher:
    """Connects when it has something to say, and again when the connection was lost."""

    def __init__(self, host, port, user=None, password=None, ca_file=None):
        self.address = (host, port)
        self.user, self.password, self.ca_file = user, password, ca_file
        self.socket = None
        self.number = 0

    def publish(self, topic, payload):
        """Raises OSError unless the broker has acknowledged it."""
        # A connection that has been idle for long may be gone: one more try.
        for attempt in (1, 2):
            try:
                if self.socket is None:
                    self._connect()
                return self._send(topic, payload)
            except OSError:
                self._drop()
                if attempt == 2:
                    raise

    def close(self):
        if self.socket is not None:
            try:
                self.socket.sendall(b"\xe0\x00")
            except OSError:
                pass
            self._drop()

    def _connect(self):
        plain = socket.create_connection(self.address, timeout=30)
        if self.ca_file:
            context = ssl.create_default_context(cafile=self.ca_file)
            plain = context.wrap_socket(plain, server_hostname=self.address[0])
        self.socket = plain
        flags = 0x02 | (0x80 if self.user else 0) | (0x40 if self.user and self.password else 0)
        body = _text("MQTT") + bytes([4, flags]) + struct.pack(">H", 0) + _text("ocpi-bridge-" + os.urandom(4).hex())
        if self.user:
            body += _text(self.user)
            if self.password:
                body += _text(self.password)
        self._write(0x10, body)
        kind, answer = self._read()
        if kind != 0x20 or len(answer) != 2 or answer[1] != 0:
            raise OSError("the broker refuses the connection" + (f" ({answer[1]})" if len(answer) == 2 else ""))

    def _send(self, topic, payload):
        self.number = self.number % 65535 + 1
        self._write(0x32, _text(topic) + struct.pack(">H", self.number) + payload)
        kind, answer = self._read()
        if kind != 0x40 or answer != struct.pack(">H", self.number):
            raise OSError("the broker did not acknowledge a message")

    def _write(self, kind, body):
        length, rest = b"", len(body)
        while True:
            rest, digit = divmod(rest, 128)
            length += bytes([digit | (0x80 if rest else 0)])
            if not rest:
                break
        self.socket.sendall(bytes([kind]) + length + body)

    def _read(self):
        kind = self._exactly(1)[0]
        length = shift = 0
        while True:
            digit = self._exactly(1)[0]
            length |= (digit & 0x7F) << shift
            shift += 7
            if digit < 0x80 or shift > 21:
                break
        return kind & 0xF0, self._exactly(length)

    def _exactly(self, count):
        found = b""
        while len(found) < count:
            part = self.socket.recv(count - len(found))
            if not part:
                raise OSError("the broker closed the connection")
            found += part
        return found

    def _drop(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None


def _text(text):
    data = text.encode()
    return struct.pack(">H", len(data)) + data
