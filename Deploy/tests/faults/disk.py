"""Disks that fail, are slow, full or gone; folders that are not what they were; two services; planted links."""

import os
import re
import resource
import shutil
import subprocess
import time

from faults.case import Skipped, case
from faults.scene import Failed, binaries, memory_kib, traced_child, wait_until
from faults.traces import events


def shim(scene):
    """The library of faults, compiled with the compiler that comes with Swift, or with the system's."""
    library = scene.work / "shim.so"
    source = os.path.join(os.path.dirname(__file__), "shim.c")
    for compiler in ("cc", "clang"):
        if not shutil.which(compiler):
            continue
        done = subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"], capture_output=True, check=False)
        if done.returncode == 0:
            return library
    raise Skipped("there is no C compiler to make the library of faults with")


@case(10, "EIO from fdatasync ends the service at once, it is not tried again, and the batch comes again")
def failing_sync(scene, full):
    scene.start_broker()
    scene.register_session()
    total, failed_in_journal = 0, 0
    for index in range(1, 21) if full else (1, 2, 3, 5, 8):
        # About a thousand messages a sync.
        count = max(3_000, 1_200 * index)
        scene.publish(range(total, total + count))
        total += count
        trace = scene.work / "trace"
        service = scene.start_service(
            before=["strace", "-f", "-y", "-s", "0", "--seccomp-bpf", "-o", str(trace), "-e", "trace=fdatasync,write",
                    "-e", f"inject=fdatasync:error=EIO:when={index}"])
        code = None
        deadline = time.monotonic() + 15
        journal = scene.journal()
        while code is None and time.monotonic() < deadline:
            code = service.poll()
            journal.read()
            if code is None and len(journal.payloads) >= total and index > 3:
                break
            time.sleep(0.02)
        if code is None:
            # Fewer syncs than that were needed.
            scene.kill_traced(service)
            continue
        if code != 1:
            raise Failed(f"fdatasync {index} fails: the service ends with 1; it ended with {code}", scene.log)
        # After the failure no sync is tried again and nothing is acknowledged.
        failed = None
        for moment, call in events(trace):
            if call.name == "fdatasync" and moment == "end" and call.result == -1:
                failed = call.path
                failed_in_journal += failed.endswith(".kbj")
            elif failed and failed.endswith(".kbj"):
                if call.name == "fdatasync" and call.path == failed:
                    raise Failed(f"fdatasync {index} of the journal failed and was tried again", trace)
                # A PUBACK without a reason code has four bytes (MQTT 5.0, section 3.4.2.1).
                if call.name == "write" and "socket:" in call.path and re.search(r", 4\b", call.arguments):
                    raise Failed(f"after fdatasync {index} failed, a message was acknowledged", trace)
    if scene.log_count("look for disk errors in the system log") == 0:
        raise Failed("the reason is told, and what to do", scene.log)
    scene.settle(range(total))
    if not failed_in_journal:
        raise Failed("a sync of the journal fails at least once", scene.log)
    return f"{failed_in_journal} failed syncs of the journal, {total} messages: 0 lost after the restarts"


@case(11, "writes of one byte at a time, each third one interrupted; EIO from write ends the service")
def short_writes(scene, full):
    library = shim(scene)
    scene.start_broker()
    scene.register_session()
    total = 4_000 if full else 1_000
    scene.publish(range(total))
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    service = scene.start_service(env={**environment, "FAULT_WRITE": "1"})
    scene.wait_for_messages(range(total))
    scene.end(service, 60)
    scene.same_summaries(range(total))
    ended = 0
    each = 12_000 if full else 3_000
    for index in range(1, 13) if full else (1, 2, 3):
        scene.publish(range(total, total + each))
        total += each
        file = next((scene.data / "journal").glob("*.kbj"))
        service = scene.start_service(
            before=["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-P", str(file), "-e", "trace=write",
                    "-e", f"inject=write:error=EIO:when={index}"])
        wait_until(
            30, lambda: service.poll() is not None or (not scene.missing(range(total - each, total))),
            "the service ends or receives all", scene.log)
        if service.poll() is None:
            scene.kill_traced(service)
        else:
            ended += 1
            if service.returncode != 1:
                raise Failed(f"EIO from write {index}: ended with 1; it was {service.returncode}", scene.log)
    scene.settle(range(total))
    if not ended:
        raise Failed("at least one start is ended by EIO", scene.log)
    return f"{total} messages, every byte of the first ones written alone; {ended} starts ended by EIO; 0 lost"


@case(12, "fdatasync that takes 5, 20, 200, 3000 ms: nothing lost, no reconnection, memory within 64 MiB of a fast disk's", alone=True)
def slow_syncs(scene, full):
    scene.start_broker()
    scene.register_session()
    total, figures, base = 0, [], 0
    count = 20_000 if full else 5_000
    for delay in (0, 5, 20, 200, 3000):
        scene.publish(range(total, total + count))
        total += count
        connected = scene.log_count("Connected to")
        began = time.monotonic()
        service = scene.start_service(
            before=["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync",
                    "-e", f"inject=fdatasync:delay_exit={delay * 1000}"])
        scene.wait_for_messages(range(total - count, total), 120)
        took = time.monotonic() - began
        memory = memory_kib(traced_child(service))
        base = base or memory
        if scene.log_count("Connected to") - connected != 1:
            raise Failed(f"{delay} ms a sync: the link holds", scene.log)
        if memory > base + 64 * 1024:
            raise Failed(f"{delay} ms a sync: memory stays within 64 MiB of {base} KiB; it is {memory} KiB", scene.log)
        figures.append(f"{delay} ms: {took:.1f} s, {memory // 1024} MiB")
        scene.kill_traced(service)
    scene.settle(range(total))
    return "; ".join(figures)


@case(9, "a file size limit (EFBIG): no signal kills the service, nothing unsynced is acknowledged, all is there afterwards")
def file_size_limit(scene, full):
    scene.start_broker()
    scene.register_session()
    scene.publish(range(6_000))
    limit = 300_000

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    service = scene.start_service(preexec_fn=limited)
    wait_until(20, lambda: service.poll() is not None or scene.log_count("file size") or scene.log_count("size limit"),
               "the service says what is wrong", scene.log)
    if service.poll() is None:
        scene.kill(service)
        outcome = "waits"
    else:
        if service.returncode < 0:
            raise Failed(f"no signal ends the service; signal {-service.returncode} did", scene.log)
        if service.returncode != 1:
            raise Failed(f"the service ends with 1; it ended with {service.returncode}", scene.log)
        outcome = "ends with 1"
    if max(path.stat().st_size for path in (scene.data / "journal").glob("*.kbj")) < limit // 2:
        raise Failed("the journal grows to its limit", scene.log)
    scene.settle(range(6_000))
    return f"at the limit the service {outcome}; without it 6,000 messages are there"


@case(13, "the data folder read-only, without a right, a file, vanished, or replaced while running: said, exit 1, nothing acknowledged is lost")
def folder_gone(scene, full):
    scene.start_broker()
    scene.register_session()
    scene.publish(range(500))
    whole = scene.work / "whole"
    figures = []

    # A file in the folder's place, before the start.
    scene.data.rename(whole)
    scene.data.write_text("somebody's file")
    expect_end(scene, "a file in its place")
    if scene.data.read_text() != "somebody's file":
        raise Failed("somebody's file stays as it was", scene.log)
    scene.data.unlink()
    figures.append("a file in its place")

    # No right to write. Root may write everywhere, so the service runs as nobody.
    whole.rename(scene.data)
    try:
        if os.getuid() == 0:
            os.chmod(scene.work, 0o755)
            options = {"user": 65534, "group": 65534, "extra_groups": []}
            subprocess.run([str(binaries / "kerbside"), "--help"], check=True, capture_output=True, **options)
        else:
            options = {}
            for folder in (scene.data, scene.data / "journal"):
                os.chmod(folder, 0o555)
        expect_end(scene, "no right to write", **options)
        figures.append("no right")
    except (PermissionError, subprocess.CalledProcessError):
        figures.append("no right: SKIPPED, the user nobody cannot run the program here")
    finally:
        if os.getuid() != 0:
            for folder in (scene.data, scene.data / "journal"):
                os.chmod(folder, 0o755)

    # Replaced by a file while the service runs.
    for what in ("replaced by a file", "vanished"):
        service = scene.start_service()
        scene.wait_for_messages(range(500))
        shutil.rmtree(whole, ignore_errors=True)
        shutil.copytree(scene.data, whole)
        # The service may be writing a file just then.
        while scene.data.exists():
            shutil.rmtree(scene.data, ignore_errors=True)
        if what == "replaced by a file":
            scene.data.write_text("somebody's file")
        first = 500 if what == "replaced by a file" else 8_500
        # Hours close while these come in, so that something is to be published.
        scene.publish(range(first, first + 8_000))
        wait_until(30, lambda: service.poll() is not None, f"{what}: the service ends", scene.log)
        if service.returncode != 1:
            raise Failed(f"{what}: the service ends with 1; it was {service.returncode}", scene.log)
        if what == "replaced by a file":
            scene.data.unlink()
        # What was in the folder comes back from a backup; what came after that may not have been acknowledged.
        shutil.rmtree(scene.data, ignore_errors=True)
        shutil.copytree(whole, scene.data)
        service = scene.start_service()
        try:
            scene.wait_for_messages(range(first + 8_000), 15)
        except Failed:
            missing = scene.missing(range(first + 8_000))
            raise Failed(
                f"{what} while running: nothing is acknowledged after that; {len(missing)} of 8000 messages were, and are lost",
                scene.log) from None
        scene.end(service)
        figures.append(what)
    return ", ".join(figures)


def expect_end(scene, what, **options):
    size = scene.log.stat().st_size if scene.log.exists() else 0
    service = scene.start_service(**options)
    wait_until(15, lambda: service.poll() is not None, f"{what}: the service ends", scene.log)
    if service.returncode != 1:
        raise Failed(f"{what}: the service ends with 1; it was {service.returncode}", scene.log)
    words = scene.log.read_text(errors="replace")[size:]
    if str(scene.data) not in words:
        raise Failed(f"{what}: the message names the folder; it says: {words[-300:]}", scene.log)


@case(14, "a second service on the folder ends within 1 s with the holder's number; kill -9 frees the lock")
def two_instances(scene, full):
    scene.start_broker()
    first = scene.start_service()
    scene.wait_for_log("Subscribed to")
    other = scene.write_settings("other.yaml", client="another")
    log = scene.work / "other.log"
    began = time.monotonic()
    second = scene.start_service(settings=other, log=log)
    code = scene.wait_for_end(second, 10)
    took = time.monotonic() - began
    if code != 1 or f"process {first.pid}" not in log.read_text():
        raise Failed(f"the second one ends with 1 and names process {first.pid}; it ended with {code}", log)
    if took > 1:
        raise Failed(f"the second one ends within 1 s; it took {took:.2f} s", log)
    scene.publish(range(500))
    scene.wait_for_messages(range(500))
    scene.kill(first)
    again = scene.start_service()
    scene.wait_for_log("Subscribed to", 2)
    scene.end(again)
    scene.same_summaries(range(500))
    return f"refused after {took * 1000:.0f} ms; the first one undisturbed; started again after kill -9"


@case(15, "a symbolic link planted for the data folder, the lock, a segment, a temporary name, a summary or the manifest is not followed")
def planted_links(scene, full):
    scene.start_broker()
    scene.register_session()
    victim = scene.work / "victim"
    victim.mkdir()
    precious = victim / "precious"
    precious.write_text("precious")

    def unharmed(what):
        if precious.read_text() != "precious" or len(list(victim.iterdir())) != 1:
            raise Failed(f"{what}: what the link points to stays as it was", scene.log)

    # The folder itself.
    aside = scene.work / "aside"
    scene.data.rename(aside)
    scene.data.symlink_to(victim)
    expect_end(scene, "a link in the place of the data folder")
    unharmed("the data folder")
    scene.data.unlink()
    aside.rename(scene.data)

    for name in ("journal/lock", "journal/0000000000000001.kbj"):
        path = scene.data / name
        if path.exists():
            path.unlink()
        path.symlink_to(precious)
        expect_end(scene, f"a link in the place of {name}")
        unharmed(name)
        path.unlink()

    # The names that a publication will use: the run goes on, or ends; it never writes through.
    scene.publish(range(8_000))
    day = scene.data / "summaries/air/hour/area=westminster/day=2026-03-02"
    day.mkdir(parents=True)
    (day / ".air-hour_westminster_2026-03-02.csv.tmp").symlink_to(precious)
    service = scene.start_service()
    scene.wait_for_messages(range(8_000))
    wait_until(20, lambda: service.poll() is not None or list(day.glob("air-hour*.csv")), "it publishes or ends", scene.log)
    if service.poll() is None:
        scene.end(service)
    unharmed("a temporary name")
    for name in ("air-hour_westminster_2026-03-02.csv", "../../../../../manifest.csv"):
        path = day / name
        if path.exists():
            path.unlink()
        path.symlink_to(precious)
        service = scene.start_service()
        scene.wait_for_log("Subscribed to", scene.log_count("Subscribed to") + 0)
        time.sleep(0.5)
        if service.poll() is None:
            service.terminate()
        scene.wait_for_end(service, 30)
        unharmed(name)
        if path.is_symlink():
            path.unlink()
    scene.settle(range(8_000))
    return "six places; what the links point to is unharmed; without them all is published again"
