"""The broker dies, restarts, is not there; the network cuts, stalls, crawls; somebody else has our name."""

import time

from faults import mqtt
from faults.case import case
from faults.scene import Failed, Message, free_port, memory_kib, wait_until
from faults.weak_link import WeakLink


@case(17, "the broker killed again and again while publishing: what it delivered is kept, a lost session is reported")
def broker_killed(scene, full):
    turns, each = (50, 300) if full else (5, 300)
    broker = scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    lost, kept = 0, set()
    for turn in range(turns):
        numbers = range(turn * each, (turn + 1) * each)
        if full:
            # A link that held for 10 s begins its waits anew; without this, fifty kills would take an hour.
            time.sleep(10.2)
        publisher = scene.publisher(window=20)
        try:
            for number in numbers:
                message = Message(number)
                publisher.send(number, message.topic, message.payload, message.received)
                if number == numbers[each * 2 // 3]:
                    scene.kill(broker)
        except (OSError, ConnectionError, TimeoutError):
            pass
        publisher.close()
        held = set(scene.journal().payloads)
        if not kept <= held:
            raise Failed("what the journal held is still there", scene.log)
        kept = held
        broker = scene.start_broker()
        scene.wait_for_log("Subscribed to", turn + 2, 150)
        if scene.log_count("may be lost") < turn + 1:
            raise Failed(f"each of {turn + 1} lost sessions is reported", scene.log)
        lost += len([number for number in publisher.acknowledged if Message(number).key not in held])
    if service.poll() is not None:
        raise Failed("the service outlives its broker", scene.log)
    # A broker that is killed may lose what it acknowledged; sending again repairs it and counts nothing twice.
    scene.publish(range(turns * each))
    scene.wait_for_messages(range(turns * each))
    scene.end(service)
    scene.same_summaries(range(turns * each))
    return f"{turns} kills, each reported; {lost} messages were lost by the killed brokers, 0 by the service; sent again: equal to aggregate's"


@case(19, "the broker down, refusing, and a wrong port: attempts with growing waits, the service never ends")
def broker_down(scene, full):
    settings = scene.write_settings("wrong.yaml", port=free_port())
    service = scene.start_service(settings=settings)
    seconds = 40 if full else 8
    scene.wait_for_log("Next attempt in", 1, 10)
    time.sleep(seconds)
    attempts = scene.log_count("Next attempt in")
    # 1, 2, 4, 8 … s, each shortened by up to a half.
    most = {8: 5, 40: 7}[seconds]
    if service.poll() is not None or not 2 <= attempts <= most:
        raise Failed(f"2 to {most} attempts in {seconds} s; there were {attempts}, and the service ended with {service.poll()}", scene.log)
    scene.end(service)
    return f"{attempts} attempts in {seconds} s"


@case(20, "the link cut at each byte of the handshake and of the first messages, in both directions: nothing is lost")
def cut_at_each_byte(scene, full):
    scene.start_broker()
    scene.register_session()
    link = WeakLink(scene.broker_port)
    settings = scene.write_settings("cut.yaml", port=link.port)
    total = 0
    # Up: CONNECT 36, SUBSCRIBE about 25, PUBACKs of 4. Down: CONNACK, SUBACK, messages of about 170.
    offsets = {"up": range(1, 110, 1 if full else 11), "down": range(1, 700, 1 if full else 58)}
    for direction, places in offsets.items():
        link.direction = direction
        for place in places:
            scene.publish(range(total, total + 10))
            total += 10
            cuts, link.cut_after = link.cuts, place
            log = scene.work / "cut.log"
            service = scene.start_service(settings=settings, log=log)
            wait_until(20, lambda: link.cuts > cuts or service.poll() is not None, f"the link is cut {direction} at {place}", log)
            if service.poll() is not None:
                raise Failed(f"cut {direction} at {place}: the service goes on; it ended with {service.returncode}", log)
            link.cut_after = None
            if place % 50 == 1 or not full:
                # By itself, not by a restart.
                wait_until(20, lambda: not scene.missing(range(max(0, total - 10), total)), "all arrives after the cut", log)
            scene.kill(service)
    scene.settle(range(total))
    found = scene.journal()
    return f"{link.cuts} cuts, {total} messages: 0 lost, {found.messages - total} delivered again"


@case(20, "half-open: everything is swallowed and nobody is told: found out within 1.5 keep-alives")
def half_open(scene, full):
    scene.start_broker()
    scene.register_session()
    link = WeakLink(scene.broker_port)
    keep_alive = 10  # the shortest that the settings take
    settings = scene.write_settings("half-open.yaml", port=link.port, more=(f"keep_alive_s: {keep_alive}",))
    service = scene.start_service(settings=settings)
    scene.wait_for_log("Subscribed to", 2)
    scene.publish(range(500))
    scene.wait_for_messages(range(500))
    link.frozen = True
    frozen_at = time.monotonic()
    scene.publish(range(500, 1_000))
    time.sleep(1)
    link.frozen = False  # for connections to come; the one that was caught stays caught
    # The half-second is the loop's own turn; the rest is a busy machine.
    scene.wait_for_log("Connected to", 3, keep_alive * 1.5 + 8)
    took = time.monotonic() - frozen_at
    down = scene.log_count("Next attempt in")
    scene.wait_for_messages(range(1_000))
    scene.end(service)
    scene.same_summaries(range(1_000))
    # From the last sign of life to the next attempt, the wait before it (at most 1 s) included.
    if took > keep_alive * 1.5 + 2.5:
        raise Failed(f"found out within {keep_alive * 1.5} s; connected again after {took:.1f} s", scene.log)
    return f"keep-alive {keep_alive} s: connected again after {took:.1f} s ({down} attempt), 1,000 messages: 0 lost"


@case(21, "latency 500 ms, 64 kbit/s, 5 % of the segments late: nothing lost, no reconnection")
def slow_network(scene, full):
    scene.start_broker()
    scene.register_session()
    link = WeakLink(scene.broker_port)
    settings = scene.write_settings("slow.yaml", port=link.port)
    link.delay_s, link.bytes_per_s, link.stalls = 0.5, 8_000, 0.05
    count = 2_000 if full else 400
    service = scene.start_service(settings=settings)
    scene.wait_for_log("Subscribed to", 2, 60)
    began = time.monotonic()
    scene.publish(range(count))
    scene.wait_for_messages(range(count), 300)
    took = time.monotonic() - began
    if len(link.connections) > 1 + took / 30:
        raise Failed(f"at most one connection in 30 s; there were {len(link.connections)} in {took:.0f} s", scene.log)
    scene.end(service, 60)
    scene.same_summaries(range(count))
    return f"{count} messages in {took:.0f} s over {len(link.connections)} connection: 0 lost"


@case(22, "a large backlog at the broker: memory stays within 64 MiB of the start's, 20,000 messages a second", alone=True)
def backlog(scene, full):
    scene.start_broker()
    scene.register_session()
    # The same thousand readings again and again: what grows is the service's doing, not the number of readings.
    count = 1_000_000 if full else 60_000
    publisher = scene.publisher(window=1_000)
    messages = [Message(number) for number in range(1_000)]
    for number in range(count):
        message = messages[number % 1_000]
        publisher.send(number, message.topic, message.payload, message.received)
    publisher.finish(120)
    publisher.close()
    before = scene.log_count("Connected to")
    service = scene.start_service()
    # The backlog comes before the answer to the subscription.
    scene.wait_for_log("Connected to", before + 1)
    base = memory_kib(service.pid, "VmRSS")
    began = time.monotonic()
    # A segment's header, and 40 bytes before each record (Sources/Journal/RecordLayout.swift).
    size = 32 + count // 1_000 * sum(40 + len(message.topic) + len(message.payload) for message in messages)
    journal = scene.data / "journal"
    wait_until(
        300, lambda: sum(path.stat().st_size for path in journal.glob("*.kbj")) >= size,
        "the backlog is in the journal", scene.log)
    took = time.monotonic() - began
    peak = memory_kib(service.pid)
    scene.end(service, 120)
    found = scene.journal()
    if found.messages < count:
        raise Failed(f"all {count} messages are in the journal; {found.messages} are", scene.log)
    scene.same_summaries(range(1_000))
    figures = f"{count} messages in {took:.1f} s ({count / took:.0f} a second), memory {base // 1024} MiB, then at most {peak // 1024} MiB"
    if peak > base + 64 * 1024:
        raise Failed(f"memory stays within 64 MiB of the start's: {figures}", scene.log)
    if full and count / took < 20_000:
        raise Failed(f"20,000 a second: {figures}", scene.log)
    return figures


@case(23, "two services with one client id: told, and after the first half-minute no take-over within 10 s of another", only_full=True)
def same_name_twice(scene, full):
    scene.start_broker()
    first = scene.start_service()
    scene.wait_for_log("Subscribed to")
    other = scene.write_settings("other.yaml", data=scene.work / "other-data")
    log = scene.work / "other.log"
    second = scene.start_service(settings=other, log=log)
    scene.wait_for_log("Subscribed to", log=log)
    began, takeovers, count = time.monotonic(), [], 0
    while time.monotonic() - began < 150:
        found = scene.log_count("Connected to") + scene.log_count("Connected to", log)
        takeovers += [time.monotonic() - began] * (found - count)
        count = found
        time.sleep(0.05)
    told = scene.log_count("client_id") + scene.log_count("client id", log)
    for service in (first, second):
        scene.end(service)
    # The waits begin with a second and double; from then on they are long.
    late = [moment for moment in takeovers if moment > 30]
    gaps = [after - before for before, after in zip(late, late[1:])]
    figures = f"{count - 2} take-overs in 150 s, at " + ", ".join(f"{moment:.0f}" for moment in takeovers[2:]) + " s"
    if not told:
        raise Failed("the one thrown out says what to look for", scene.log, log)
    if gaps and min(gaps) < 10:
        raise Failed(f"take-overs at least 10 s apart: {figures}", scene.log, log)
    return figures


@case(26, "retained messages at every reconnection and floods of copies marked DUP: nothing is counted twice")
def retained_and_copies(scene, full):
    scene.start_broker()
    publisher = scene.publisher()
    for number in range(100):
        message = Message(number)
        publisher.send(number, message.topic, message.payload, message.received, retain=True)
    publisher.finish()
    for turn in range(20 if full else 4):
        before = scene.log_count("Subscribed to")
        service = scene.start_service()
        scene.wait_for_log("Subscribed to", before + 1)
        scene.wait_for_messages(range(100))
        for copy in range(3):
            for number in range(100, 600):
                message = Message(number)
                publisher.socket.sendall(
                    mqtt.publish(message.topic, message.payload, number, message.received, duplicate=copy > 0))
                publisher.open[number] = number, time.monotonic()
                if number % 50 == 49:
                    publisher.finish()
            publisher.finish()
        scene.wait_for_messages(range(600))
        (scene.end if turn % 2 else scene.kill)(service)
    scene.settle(range(600))
    found = scene.journal()
    publisher.close()
    return f"{found.messages} messages of 600 readings: each counted once"
