"""SIGKILL and power cuts: at random times, at each system call, and during recovery."""

import os
import random
import signal
import threading
import time

from faults.case import case, seed
from faults.scene import Failed, Message, traced_child, wait_until
from faults.traces import DiskModel, broken_order, cut_power, strace


@case(1, "SIGKILL at random times, the journal cut back to its last synced length: 0 lost, 0 counted twice")
def power_cuts(scene, full):
    kills, messages = (60, 40_000) if full else (10, 8_000)
    chance = random.Random(seed)
    scene.start_broker()
    scene.register_session()
    allowed = [0]
    sent = []

    def publish():
        publisher = scene.publisher(window=50)
        for number in range(messages):
            while number >= allowed[0]:
                time.sleep(0.002)
            message = Message(number)
            publisher.send(number, message.topic, message.payload, message.received)
        publisher.finish(120)
        sent.extend(publisher.acknowledged)
        publisher.close()

    thread = threading.Thread(target=publish, daemon=True)
    thread.start()
    lost_bytes = cuts = with_traffic = 0
    journal = scene.data / "journal"
    for kill in range(kills):
        model = DiskModel(journal)
        trace = scene.work / "trace"
        service = scene.start_service(before=strace(trace))
        allowed[0] = (kill + 1) * messages // kills
        if kill % 2:
            # In the middle of a commit: as soon as the journal grows.
            before = journal_bytes(journal)
            deadline = time.monotonic() + 3
            while journal_bytes(journal) == before and time.monotonic() < deadline:
                pass
        else:
            time.sleep(chance.uniform(0.05, 0.8))
        with_traffic += journal_bytes(journal) > sum(model.synced.values())
        scene.kill_traced(service)
        lost = cut_power(journal, trace, model)
        lost_bytes += lost
        cuts += lost > 0
        scene.whole_files()
    thread.join(120)
    if len(sent) != messages:
        raise Failed(f"the broker acknowledges all {messages} messages to the publisher; it did {len(sent)}", scene.log)
    service = scene.start_service()
    journal = scene.wait_for_messages(range(messages), 120)
    scene.end(service)
    missing = scene.missing(range(messages))
    if missing:
        raise Failed(f"0 of {messages} acknowledged messages are lost; {len(missing)} are", scene.log)
    scene.same_summaries(range(messages))
    found = scene.journal()
    return (
        f"{kills} kills, {with_traffic} while messages came in; the power cut took {lost_bytes} unsynced bytes in {cuts} of them; "
        f"{messages} messages acknowledged to the publisher: 0 lost, {found.messages - messages} delivered again, 0 counted twice"
    )


def journal_bytes(folder):
    try:
        return sum(path.stat().st_size for path in folder.glob("*.kbj"))
    except FileNotFoundError:
        return 0


@case((1, 3), "no acknowledgement before its fdatasync, no rename before its file's sync or without its folder's")
def order_of_calls(scene, full):
    scene.start_broker()
    scene.register_session()
    messages = 20_000 if full else 8_000
    model, trace = DiskModel(scene.data / "journal"), scene.work / "trace"
    service = scene.start_service(before=strace(trace))
    scene.publish(range(messages))
    scene.wait_for_messages(range(messages))
    wait_until(30, lambda: list(scene.data.rglob("air-hour*.csv")), "summaries are published", scene.log)
    end_traced(scene, service)
    broken, seen = broken_order(scene.data / "journal", trace, model)
    if broken:
        raise Failed(f"{len(broken)} times: {broken[0]}", scene.log)
    if seen["acknowledgements"] < messages or seen["renames"] < 5:
        raise Failed(f"the trace shows acknowledgements and renames; it shows {seen}", trace)
    return f"{seen['acknowledgements']} packets to the broker, {seen['syncs']} syncs, {seen['renames']} renames in order"


def end_traced(scene, service):
    """SIGTERM to the service under strace, and its exit code."""
    child = wait_until(5, lambda: traced_child(service), "strace runs the service", scene.log)
    os.kill(child, signal.SIGTERM)
    return scene.wait_for_end(service, 30, 0)


KINDS = {
    "write": 400, "fdatasync": 60, "fsync": 200, "poll": 60, "openat": 400, "renameat": 60, "unlinkat": 60,
    "ftruncate": 20, "mkdirat": 120, "pread64": 200,
}


@case((2, 3), "SIGKILL at each system call of intake and publication: nothing acknowledged is lost, readers see whole files")
def each_call(scene, full):
    scene.start_broker()
    scene.register_session()
    total, points, reached = 0, 0, {}
    for kind, most in KINDS.items():
        index, harmless = 1, 0
        while index <= most:
            numbers = range(total, total + 20)
            scene.publish(numbers)
            total += 20
            killed = run_to_call(scene, kind, index, total)
            scene.whole_files()
            if killed:
                points += 1
                reached[kind] = index
                harmless = 0
                if full or kind == "write":
                    # What was not acknowledged would come again and again, and the list of calls would have no end.
                    drain(scene, range(max(0, total - 200), total))
            else:
                harmless += 1
                # Not every run takes the same way: two in a row that end unharmed are the end of the list.
                if harmless == 2:
                    break
            index += 1 if full else max(1, index // 3)
    scene.settle(range(total))
    if points < 60:
        raise Failed(f"the service is killed at 60 calls at least; it was at {points}", scene.log)
    return f"{points} kills (last index of each: {reached}), {total} messages: 0 lost, summaries equal aggregate's"


def drain(scene, numbers):
    """An undisturbed start that receives everything, and ends in order."""
    subscribed = scene.log_count("Subscribed to")
    service = scene.start_service()
    scene.wait_for_log("Subscribed to", subscribed + 1)
    scene.wait_for_messages(numbers)
    scene.end(service)


def run_to_call(scene, kind, index, total):
    """Runs until the call kills the service (True), or until all is received and it ended in order (False)."""
    trace = scene.work / "kill-trace"
    # Without --seccomp-bpf, with which strace 6.1 injects no signal.
    words = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={kind}"]
    subscribed = scene.log_count("Subscribed to")
    service = scene.start_service(before=[*words, "-e", f"inject={kind}:signal=SIGKILL:when={index}"])
    journal = scene.journal()
    wanted = {Message(number).key for number in range(max(0, total - 200), total)}

    def settled():
        journal.read()
        is_ready = scene.log_count("Subscribed to") > subscribed
        return service.poll() is not None or (is_ready and wanted <= journal.payloads.keys())

    wait_until(30, settled, f"the service is killed at {kind} {index}, or receives all", scene.log)
    if service.poll() is None:
        child = traced_child(service)
        if child:
            try:
                os.kill(child, signal.SIGTERM)
            except ProcessLookupError:
                pass
    code = scene.wait_for_end(service, 30)
    if code not in (0, -9, 137):
        raise Failed(f"at {kind} {index} the service is killed or ends with 0; it ended with {code}", scene.log)
    return code != 0


@case(4, "SIGKILL during recovery, five levels deep: the next start converges to the same bytes")
def recovery(scene, full):
    scene.start_broker()
    scene.register_session()
    scene.publish(range(2_000))
    service = scene.start_service()
    scene.wait_for_messages(range(2_000))
    scene.kill(service)
    chance = random.Random(seed)
    killed = in_recovery = 0
    for turn in range(40 if full else 5):
        segment = sorted((scene.data / "journal").glob("*.kbj"))[-1]
        data = segment.read_bytes()
        with open(segment, "ab") as file:
            # Half a record: what a crash leaves of a write.
            file.write(data[32 : 32 + chance.randint(1, 120)])
        for level in range(5):
            kind = chance.choice(["openat", "ftruncate", "fdatasync", "fsync", "pread64", "write", "mkdirat"])
            words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={kind}", "-e"]
            most = {"openat": 60, "pread64": 12, "write": 8}.get(kind, 3)
            words.append(f"inject={kind}:signal=SIGKILL:when={chance.randint(1, most)}")
            service = scene.start_service(before=words)
            before = scene.log_count("Subscribed to")
            wait_until(
                20, lambda: service.poll() is not None or scene.log_count("Subscribed to") > before,
                "the service is killed or subscribes", scene.log)
            if service.poll() is None:
                scene.kill_traced(service)
            else:
                in_recovery += 1
            killed += 1
            scene.whole_files()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to", scene.log_count("Subscribed to") + 1)
    scene.end(service)
    missing = scene.missing(range(2_000))
    if missing:
        raise Failed(f"nothing is lost by recovery; {len(missing)} messages are", scene.log)
    scene.same_summaries(range(2_000))
    if in_recovery < killed // 3:
        raise Failed(f"a third of {killed} kills comes before the subscription; {in_recovery} did", scene.log)
    return f"{killed} starts killed, {in_recovery} of them before the subscription, 2,000 messages: 0 lost, summaries equal aggregate's"


@case("SIGTERM", "SIGTERM while messages come in: ended within 5 s with 0, nothing acknowledged is lost")
def planned_restarts(scene, full):
    scene.start_broker()
    scene.register_session()
    slowest = 0.0
    turns, each = (20, 1_000) if full else (4, 1_000)
    for turn in range(turns):
        service = scene.start_service()
        scene.wait_for_log("Subscribed to", turn + 2)
        scene.publish(range(turn * each, (turn + 1) * each))
        began = time.monotonic()
        scene.end(service, 30)
        slowest = max(slowest, time.monotonic() - began)
    if slowest > 5:
        raise Failed(f"the service ends within 5 s of SIGTERM; it took {slowest:.1f} s", scene.log)
    scene.settle(range(turns * each))
    return f"{turns} restarts, the slowest end took {slowest:.2f} s, {turns * each} messages: 0 lost"
