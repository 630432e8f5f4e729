"""A network between the service and the broker that fails on command."""

import random
import socket
import threading
import time


class WeakLink:
    """Passes connections on. `cut_after`: both ends get a reset after so many bytes, counted in one direction.
    `frozen`: everything is swallowed and nobody is told. `delay_s`, `bytes_per_s`, `stalls`: slow."""

    def __init__(self, broker_port):
        self.broker_port = broker_port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.cut_after = None
        self.direction = "up"
        self.cuts = 0
        self.frozen = False
        self.frozen_ends = set()
        self.delay_s = 0.0
        self.bytes_per_s = None
        self.stalls = 0.0
        self.connections = []  # when each began
        self.closed = False
        self.chance = random.Random(1)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.closed:
            try:
                client, _ = self.listener.accept()
                broker = socket.create_connection(("127.0.0.1", self.broker_port))
                for end in (client, broker):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError:
                continue
            self.connections.append(time.monotonic())
            pair = (client, broker)
            for source, target, name in ((client, broker, "up"), (broker, client, "down")):
                threading.Thread(target=self.carry, args=(source, target, name, pair), daemon=True).start()

    def carry(self, source, target, name, pair):
        carried = 0
        waiting = []
        try:
            while True:
                data = source.recv(4096 if self.bytes_per_s else 65_536)
                if not data:
                    break
                if self.frozen or pair in self.frozen_ends:
                    # Nobody is told: the ends stay open, and what is sent disappears.
                    self.frozen_ends.add(pair)
                    continue
                if self.cut_after is not None and name == self.direction and carried + len(data) >= self.cut_after:
                    target.sendall(data[: self.cut_after - carried])
                    self.cuts += 1
                    break
                carried += len(data)
                if self.bytes_per_s:
                    time.sleep(len(data) / self.bytes_per_s)
                if self.stalls and self.chance.random() < self.stalls:
                    # A lost segment comes again after the retransmission time.
                    time.sleep(self.chance.uniform(0.2, 1.0))
                if self.delay_s:
                    waiting.append((time.monotonic() + self.delay_s, data))
                    if len(waiting) == 1:
                        threading.Thread(target=self.release, args=(waiting, target), daemon=True).start()
                else:
                    target.sendall(data)
        except OSError:
            pass
        if pair not in self.frozen_ends:
            self.cut(pair)

    @staticmethod
    def release(waiting, target):
        while waiting:
            due, data = waiting[0]
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                target.sendall(data)
            except OSError:
                return
            waiting.pop(0)

    @staticmethod
    def cut(pair):
        for end in pair:
            try:
                # Lingering for no time sends a reset, as when a cable is pulled.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                end.shutdown(socket.SHUT_RDWR)
                end.close()
            except OSError:
                pass

    def close(self):
        self.closed = True
        self.listener.close()
