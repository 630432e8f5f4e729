"""Very many devices, and one whose clock is wrong."""

import os
import time
from datetime import timedelta

from faults.case import case
from faults.scene import START, Failed, memory_kib, stamp, wait_until

MEMORY_CAP_MIB = int(os.environ.get("KERBSIDE_MEMORY_CAP_MIB", "300"))


@case(30, f"distinct device names without end stay within {MEMORY_CAP_MIB} MiB, and cost the known devices nothing", alone=True)
def many_names(scene, full):
    scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    scene.publish(range(1_000))
    scene.wait_for_messages(range(1_000))
    base = memory_kib(service.pid)
    count = 1_000_000 if full else 50_000
    publisher = scene.publisher(window=1_000)
    began = time.monotonic()
    steps = []
    for number in range(count):
        name = f"x-{number:07d}"
        payload = f'{{"device":"{name}","ts":"2026-03-02T00:10:00Z","readings":{{"pm2_5":1}}}}'.encode()
        publisher.send(None, f"westminster/air/plain/{name}", payload, "2026-03-02T00:10:01.000000Z")
        if number % (count // 5) == count // 5 - 1:
            steps.append(memory_kib(service.pid, "VmRSS") // 1024)
    publisher.finish(120)
    publisher.close()
    wait_until(300, lambda: scene.journal_messages() >= 1_000 + count, "all are in the journal", scene.log)
    # Until the corridor has read them all, and published once more: another honest hour.
    scene.publish(range(1_000, 9_000))
    wait_until(300, lambda: list(scene.data.rglob("air-hour*.csv")), "an hour is published", scene.log)
    wait_until(60, lambda: scene.journal_messages() >= 9_000 + count, "the last hours are in the journal", scene.log)
    memory = memory_kib(service.pid)
    if service.poll() is not None:
        raise Failed("the service goes on", scene.log)
    scene.end(service, 120)
    scene.same_summaries(range(9_000))
    figures = (
        f"{count} names in {time.monotonic() - began:.0f} s: {base // 1024} MiB before, {steps} MiB on the way, at most {memory // 1024} MiB, "
        f"{(memory - base) * 1024 / count:.0f} bytes a name"
    )
    if memory > MEMORY_CAP_MIB * 1024:
        raise Failed(f"at most {MEMORY_CAP_MIB} MiB: {figures}", scene.log)
    if not full and base * 1024 + (memory - base) * 1024 * (1_000_000 / count) > MEMORY_CAP_MIB * 1024 * 1024:
        # A short run must not hide what the full one would find.
        raise Failed(f"a million names, reckoned from this many, would need more than {MEMORY_CAP_MIB} MiB: {figures}", scene.log)
    return figures


@case(35, "one device a day fast among 500 honest ones: no honest reading is late or missing")
def fast_clock(scene, full):
    scene.write_registry(501)
    scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    publisher = scene.publisher(window=500)
    minutes = 24 * 60 if full else 90
    honest = []
    for minute in range(minutes):
        received = stamp(START + timedelta(minutes=minute, seconds=2))
        for device in [500, *range(500)]:
            name = f"aq-{device:04d}"
            observed = START + timedelta(minutes=minute, days=1 if device == 500 else 0)
            payload = f'{{"device":"{name}","ts":"{observed:%Y-%m-%dT%H:%M:%SZ}","readings":{{"pm2_5":{device % 50}.5}}}}'
            topic = f"westminster/air/plain/{name}"
            publisher.send(None, topic, payload.encode(), received)
            if device != 500:
                honest.append(f'{{"tst":"{received}","topic":"{topic}","qos":1,"retain":0,"payload":{payload}}}\n')
    publisher.finish()
    publisher.close()
    wait_until(60, lambda: scene.journal_messages() >= 501 * minutes, "all are in the journal", scene.log)
    scene.end(service, 120)
    # The fast device is in the registry of both, and has rows of its own; the honest ones' are compared.
    expected = rows(scene.aggregate((), extra=honest))
    found = rows(scene.data / "summaries")
    if expected != found:
        different = sorted(set(expected) ^ set(found))[:3]
        raise Failed(f"the honest devices' rows are those without the fast one; they differ: {different}", scene.log)
    return f"{500 * minutes} honest readings, {minutes} of the fast device: {len(found)} rows of honest devices equal"


def rows(folder):
    found = []
    for dataset in ("hour", "day"):
        for path in (folder / "air" / dataset).rglob("*.csv"):
            found += [f"{dataset},{line}" for line in path.read_text().splitlines() if ",aq-0500," not in line]
    return sorted(found)


@case(16, "60 days in virtual time: from day 15 on, memory and open files stay within 5 %", only_full=True, alone=True)
def soak(scene, full):
    scene.start_broker()
    service = scene.start_service()
    scene.wait_for_log("Subscribed to")
    publisher = scene.publisher(window=1_000)
    sent, memory, files = 0, [], []
    for day in range(60):
        for slot in range(144):
            observed = START + timedelta(days=day, minutes=10 * slot)
            received = stamp(observed + timedelta(seconds=2))
            for device in range(0, 100, 5):
                name = f"aq-{device:04d}"
                payload = f'{{"device":"{name}","ts":"{observed:%Y-%m-%dT%H:%M:%SZ}","readings":{{"pm2_5":{slot % 50}.5}}}}'
                publisher.send(None, f"westminster/air/plain/{name}", payload.encode(), received)
                sent += 1
        publisher.finish()
        wait_until(60, lambda: scene.journal_messages() >= sent, "the day is in the journal", scene.log)
        if day >= 15:
            memory.append(memory_kib(service.pid, "VmRSS"))
            files.append(len(os.listdir(f"/proc/{service.pid}/fd")))
    publisher.close()
    scene.end(service, 120)
    figures = f"memory on day 16: {memory[0] // 1024} MiB, on day 60: {memory[-1] // 1024} MiB; open files {min(files)} to {max(files)}"
    if max(memory) > memory[0] * 1.05 or max(files) > files[0] + 3:
        raise Failed(f"within 5 %: {figures}", scene.log)
    return figures
