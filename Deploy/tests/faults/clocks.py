"""The host's clock steps. A library put before the C library's moves the wall clock and no other, for this process alone."""

import os
import time
from datetime import datetime, timezone

from faults.case import case
from faults.disk import shim
from faults.scene import Failed, sum_of_column, wait_until


@case(33, "the host's clock steps by an hour, back and forth: nothing is lost, receiving and publishing go on")
def clock_steps(scene, full):
    offset, service = service_with_clock(scene, "minute hour day")
    publisher = scene.publisher()
    sent, figures = 0, []
    for step in (0, -3_600, 3_600, 0) if full else (0, -3_600):
        offset.write_text(str(step))
        sent += arrivals(scene, publisher, 100, sent)
        minute = datetime.fromtimestamp(time.time() + step, timezone.utc).replace(second=0, microsecond=0)
        name = f"{minute:%Y-%m-%dT%H:%M:00Z}"
        began = time.monotonic()
        # The minute is published once a message of a later minute has come.
        while not published(scene, name):
            if time.monotonic() - began > 100:
                raise Failed(f"step {step} s: the minute {name} is published within 100 s", scene.log)
            sent += arrivals(scene, publisher, 1, sent)
            time.sleep(1)
        figures.append(f"{step:+d} s: published after {time.monotonic() - began:.0f} s")
        going_on(scene, service, step)
    publisher.close()
    scene.end(service)
    all_counted(scene, sent, "minute")
    return f"{sent} messages; " + "; ".join(figures)


@case(33, "the host's clock steps by ten years: nothing is lost, and the service still ends within 30 s", only_full=True)
def ten_years(scene, full):
    offset, service = service_with_clock(scene, "hour day")
    publisher = scene.publisher()
    sent = 0
    for step in (0, -10 * 365 * 86_400, 0):
        offset.write_text(str(step))
        sent += arrivals(scene, publisher, 20, sent, devices=1)
        going_on(scene, service, step)
    publisher.close()
    began = time.monotonic()
    scene.end(service, 300)
    took = time.monotonic() - began
    all_counted(scene, sent, "hour")
    files = list((scene.data / "summaries").rglob("*.csv"))
    if took > 30:
        raise Failed(f"one sensor: the service ends within 30 s of SIGTERM; it took {took:.0f} s for {len(files)} files", scene.log)
    return f"{sent} messages, ended within {took:.1f} s, {len(files)} files of {sum(path.stat().st_size for path in files) >> 10} KiB"


def service_with_clock(scene, windows):
    library = shim(scene)
    # Devices without a clock: their readings belong where they arrive, whatever time it is said to be.
    sensors = scene.registry / "air_sensors.csv"
    sensors.write_text(sensors.read_text().replace(",trust", ",arrival"))
    offset = scene.work / "offset"
    offset.write_text("0")
    scene.start_broker()
    settings = scene.write_settings()
    settings.write_text(settings.read_text().replace("windows: hour day month year school-day", f"windows: {windows}\npublish:\n  grace_s: 1"))
    environment = {**os.environ, "LD_PRELOAD": str(library), "FAULT_CLOCK": str(offset)}
    service = scene.start_service("--config", str(settings), env=environment)
    scene.wait_for_log("Subscribed to")
    return offset, service


def arrivals(scene, publisher, count, before, devices=100):
    for number in range(before, before + count):
        # One at a time: two readings of a device without a clock that arrive in one instant would contradict each other.
        device = f"aq-{number % devices:04d}"
        payload = f'{{"device":"{device}","readings":{{"pm2_5":{number % 1000}}}}}'
        publisher.send(None, f"westminster/air/plain/{device}", payload.encode())
        publisher.finish()
        wait_until(10, lambda: scene.journal_messages() > number, "messages are received", scene.log)
    wait_until(10, lambda: scene.journal_messages() >= before + count, "messages are received", scene.log)
    return count


def going_on(scene, service, step):
    if service.poll() is not None or scene.log_count("Connected to") != 1:
        raise Failed(f"step {step} s: the service goes on, and the link holds", scene.log)


def all_counted(scene, sent, dataset):
    if scene.journal().messages != sent:
        raise Failed(f"all {sent} messages are in the journal once; it holds {scene.journal().messages}", scene.log)
    counted = sum_of_column(scene.data / "summaries", f"air/{dataset}", "n")
    if counted != sent:
        raise Failed(f"each of {sent} readings counts once; {counted} do", scene.log)


def published(scene, minute):
    folder = scene.data / "summaries" / "air" / "minute"
    return any(minute in path.read_text() for path in folder.rglob("*.csv") if not path.name.startswith("."))
