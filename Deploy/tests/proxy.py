"""A network that fails on command: passes connections on, and cuts all of them at SIGUSR1.

    proxy.py LISTEN_PORT BROKER_PORT
"""

import select
import signal
import socket
import struct
import sys


def main(listen_port, broker_port):
    listener = socket.create_server(("127.0.0.1", listen_port))
    peers = {}
    wake_read, wake_write = socket.socketpair()
    wake_write.setblocking(False)
    signal.set_wakeup_fd(wake_write.fileno())
    signal.signal(signal.SIGUSR1, lambda *_: None)

    def cut(end):
        for side in (end, peers.pop(end, end)):
            peers.pop(side, None)
            # Lingering for no time sends a reset: what was under way is lost, as when a cable is pulled.
            side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            side.close()

    while True:
        ready, _, _ = select.select([listener, wake_read, *peers], [], [])
        if wake_read in ready:
            wake_read.recv(64)
            for end in list(peers):
                if end in peers:
                    cut(end)
            continue
        for end in ready:
            if end is listener:
                client, _ = listener.accept()
                try:
                    broker = socket.create_connection(("127.0.0.1", broker_port))
                except OSError:
                    client.close()
                    continue
                peers[client], peers[broker] = broker, client
            elif end in peers:
                try:
                    data = end.recv(65536)
                    if data:
                        peers[end].sendall(data)
                    else:
                        cut(end)
                except OSError:
                    cut(end)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), int(sys.argv[2]))
