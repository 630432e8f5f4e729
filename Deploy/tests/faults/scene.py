"""The scene of a fault: a folder, a broker on a free port of the loopback, the service, traffic with a known truth.

A scene ends only what it started. It waits for events with a deadline. Messages are numbered; from its number follow the
device, the stamp, the receive time and the value, so that any set of numbers is a feed, and `kerbside aggregate` over that feed
is the reference.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

tests = Path(__file__).resolve().parent.parent
root = tests.parent.parent
sys.path.insert(0, str(tests))
from journal import Journal  # noqa: E402
from faults import mqtt  # noqa: E402

binaries = Path(os.environ.get("KERBSIDE_BIN", root / ".build" / "release"))
os.environ["PATH"] += ":/usr/sbin:/sbin"
for name in list(os.environ):
    # Settings come from the files that the tests write, and from nowhere else.
    if name.startswith("KERBSIDE_BROKER_") or name in ("KERBSIDE_REGISTRY", "KERBSIDE_DATA", "KERBSIDE_WINDOWS"):
        del os.environ[name]

START = datetime(2026, 3, 2, tzinfo=timezone.utc)
DEVICES = 100


class Failed(Exception):
    """A criterion that does not hold: its text, and files that help."""

    def __init__(self, text, *evidence):
        super().__init__(text)
        self.evidence = evidence


def wait_until(seconds, condition, what, *evidence):
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failed(f"within {seconds} s: {what}", *evidence)
        time.sleep(0.02)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def stamp(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond:06d}Z"


class Message:
    """A reading by its number: a hundred devices take turns, each once a minute."""

    def __init__(self, number, devices=DEVICES):
        observed = START + timedelta(minutes=number // devices)
        self.number = number
        self.device = f"aq-{number % devices:04d}"
        self.topic = f"westminster/air/plain/{self.device}"
        self.received = stamp(observed + timedelta(seconds=2))
        value = number * 7919 % 5000
        self.payload = (
            f'{{"device":"{self.device}","ts":"{observed:%Y-%m-%dT%H:%M:%SZ}",'
            f'"readings":{{"pm2_5":{value // 100}.{value % 100:02d}}}}}'
        ).encode()

    @property
    def key(self):
        """As journal.py knows a message: receive time in microseconds, topic."""
        observed = START + timedelta(minutes=self.number // DEVICES, seconds=2)
        return round((observed - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()) * 1_000_000, self.topic

    def line(self):
        return f'{{"tst":"{self.received}","topic":"{self.topic}","qos":1,"retain":0,"payload":{self.payload.decode()}}}\n'


class Scene:
    def __init__(self, name):
        self.work = Path(tempfile.mkdtemp(prefix=f"kerbside-fault-{name}."))
        self.children = []
        self.broker = None
        self.broker_port = free_port()
        self.data = self.work / "data"
        self.log = self.work / "service.log"
        self.registry = self.work / "registry"
        self.write_registry(DEVICES)
        self.settings = self.write_settings()

    # --- Files ------------------------------------------------------------------------------------------------------

    def write_registry(self, devices):
        self.registry.mkdir(exist_ok=True)
        (self.registry / "boroughs.csv").write_text(
            "borough,name,timezone,gss,licence,simulated\nwestminster,City of Westminster,Europe/London,E09000033,OGL-UK-3.0,true\n"
        )
        (self.registry / "sites.csv").write_text(
            "site,name,kind,borough,urn,latitude,longitude,environment\nschool,A school,school,westminster,,51.5,-0.15,roadside\n"
        )
        rows = "".join(f"aq-{device:04d},school,plain,60,start,,indicative,pm2_5,trust\n" for device in range(devices))
        (self.registry / "air_sensors.csv").write_text(
            "device,site,dialect,period_s,stamp,model,class,quantities,clock\n" + rows
        )

    def write_settings(self, name="kerbside.yaml", port=None, host="127.0.0.1", data=None, client="kerbside", more=(), scheme="mqtt"):
        file = self.work / name
        lines = ["broker:", f"  url: {scheme}://{host}:{port or self.broker_port}", f"  client_id: {client}"]
        lines += [f"  {line}" for line in more]
        lines += [f"registry: {self.registry}", f"data: {data or self.data}", "windows: hour day month year school-day"]
        file.write_text("\n".join(lines) + "\n")
        return file

    # --- Broker -----------------------------------------------------------------------------------------------------

    def start_broker(self, *settings):
        file = self.work / "mosquitto.conf"
        lines = ["per_listener_settings false", f"listener {self.broker_port} 127.0.0.1"]
        lines += ["allow_anonymous true", "max_queued_messages 0"]
        lines += ["max_inflight_messages 1000", "max_packet_size 268435455"]
        if os.getuid() == 0:
            lines.append("user root")
        file.write_text("\n".join([*lines, *settings]) + "\n")
        with open(self.work / "broker.log", "ab") as log:
            self.broker = self.start(["mosquitto", "-c", str(file)], log)
        wait_until(10, self.broker_listens, "the broker listens", self.work / "broker.log")
        return self.broker

    def broker_listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.broker_port), timeout=1).close()
            return self.broker.poll() is None
        except OSError:
            return False

    # --- Processes --------------------------------------------------------------------------------------------------

    def start(self, command, log, **options):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options)
        self.children.append(process)
        return process

    def start_service(self, *words, settings=None, before=(), log=None, **options):
        """`before`: a program and its options that runs the service, as strace or prlimit do."""
        command = [*before, str(binaries / "kerbside"), "run", "--config", str(settings or self.settings)]
        if "--config" in words:
            command = [*before, str(binaries / "kerbside"), "run"]
        with open(log or self.log, "ab") as file:
            return self.start([*command, *(words or ("--virtual-time",))], file, **options)

    def settle(self, numbers, seconds=60):
        """A last, undisturbed start: every one of the messages is in the journal, and the summaries are aggregate's."""
        subscribed = self.log_count("Subscribed to")
        service = self.start_service()
        self.wait_for_log("Subscribed to", subscribed + 1)
        self.wait_for_messages(numbers, seconds)
        self.end(service)
        self.same_summaries(numbers)

    def log_count(self, words, log=None):
        try:
            return (log or self.log).read_text(errors="replace").count(words)
        except FileNotFoundError:
            return 0

    def wait_for_log(self, words, times=1, seconds=30, log=None):
        wait_until(seconds, lambda: self.log_count(words, log) >= times, f"{times} times “{words}”", log or self.log)

    def end(self, process, seconds=30, code=0):
        """SIGTERM, and the exit code that must follow."""
        process.send_signal(signal.SIGTERM)
        self.wait_for_end(process, seconds, code)

    def wait_for_end(self, process, seconds, code=None):
        try:
            found = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"the process ends within {seconds} s", self.log) from None
        if code is not None and found != code:
            raise Failed(f"the process ends with {code}; it ended with {found}", self.log)
        return found

    def kill(self, process):
        process.kill()
        process.wait()

    def kill_traced(self, strace):
        """Kills the program that strace runs; strace writes what it has seen and ends too."""
        child = wait_until(5, lambda: traced_child(strace) or strace.poll() is not None, "strace runs the service", self.log)
        if strace.poll() is None:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        strace.wait(20)

    def close(self, keep=False):
        for process in self.children:
            if process.poll() is None:
                child = traced_child(process)
                if child:
                    try:
                        os.kill(child, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
                process.kill()
                process.wait()
        if not keep:
            shutil.rmtree(self.work, ignore_errors=True)

    # --- Traffic ----------------------------------------------------------------------------------------------------

    def publisher(self, window=100, port=None, client="faults-publisher"):
        return mqtt.Publisher(port or self.broker_port, client, window)

    def publish(self, numbers, window=100):
        """Sends messages and waits for each PUBACK."""
        publisher = self.publisher(window)
        for number in numbers:
            message = Message(number)
            publisher.send(number, message.topic, message.payload, message.received)
        publisher.finish()
        publisher.close()

    def register_session(self):
        """Lets the broker know the service once, so that it keeps what is sent while the service is away."""
        service = self.start_service()
        self.wait_for_log("Subscribed to", self.log_count("Subscribed to") + 1)
        self.end(service)

    # --- What must hold -----------------------------------------------------------------------------------------------

    def journal(self, data=None):
        journal = Journal(str((data or self.data) / "journal"))
        journal.read()
        return journal

    def journal_messages(self):
        """How many messages the journal holds by now; reads on where it stopped."""
        if not hasattr(self, "followed"):
            self.followed = Journal(str(self.data / "journal"))
        self.followed.read()
        return self.followed.messages

    def missing(self, numbers, journal=None):
        journal = journal or self.journal()
        return [number for number in numbers if Message(number).key not in journal.payloads]

    def wait_for_messages(self, numbers, seconds=60):
        """Until each of the numbered messages is in the journal; the promise O."""
        journal = Journal(str(self.data / "journal"))
        left = {Message(number).key for number in numbers}

        def complete():
            journal.read()
            left.difference_update(journal.payloads)
            return not left

        wait_until(seconds, complete, f"all {len(numbers)} acknowledged messages are in the journal; some are missing", self.log)
        return journal

    def aggregate(self, numbers, name="expected", extra=()):
        """The reference: the summaries of `kerbside aggregate` over the same messages in order."""
        feed = self.work / f"{name}.ndjson"
        feed.write_text("".join([*(Message(number).line() for number in sorted(numbers)), *extra]))
        out = self.work / name
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run(
            [str(binaries / "kerbside"), "aggregate", "--registry", str(self.registry), "--out", str(out), str(feed)],
            capture_output=True, text=True, check=False,
        )
        if done.returncode:
            raise Failed(f"aggregate reads the messages: {done.stderr[-400:]}")
        return out / "summaries"

    def same_summaries(self, numbers, extra=()):
        expected = self.aggregate(numbers, extra=extra)
        compare_folders(expected, self.data / "summaries", self.log)
        left = [str(path) for path in self.data.rglob(".*.tmp")]
        if left:
            raise Failed(f"no temporary file is left: {left[:3]}", self.log)
        counted = sum_of_column(self.data / "summaries", "air/hour", "n")
        if counted != len(set(numbers)) and not extra:
            raise Failed(f"{len(set(numbers))} readings are counted once each; the sum of n is {counted}", self.log)

    def whole_files(self):
        """Every summary that a reader finds is whole: a header, and rows of as many fields."""
        for path in (self.data / "summaries").rglob("*.csv") if (self.data / "summaries").exists() else ():
            if path.name.startswith("."):
                continue
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            lines = data.split(b"\n")
            fields = lines[0].count(b",")
            if lines[-1] != b"" or fields < 3 or any(line.count(b",") != fields for line in lines[1:-1]):
                raise Failed(f"a reader finds whole files only; {path} is not", path)


def traced_child(process):
    """The service that strace runs; strace has other children for a moment, to find out what the kernel can do."""
    try:
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            if Path(f"/proc/{child}/comm").read_text().startswith("kerbside"):
                return int(child)
    except (FileNotFoundError, ProcessLookupError):
        pass
    return None


def compare_folders(expected, found, log):
    def files(folder):
        return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}

    left, right = files(expected), files(found)
    if not left:
        raise Failed(f"there are files to compare in {expected}", log)
    for name in sorted(set(left) | set(right)):
        if name not in right or name not in left:
            raise Failed(f"the same files as aggregate makes; {name} is only {'expected' if name in left else 'found'}", log)
        if left[name].read_bytes() != right[name].read_bytes():
            raise Failed(f"the same bytes as aggregate makes; {name} differs", left[name], right[name])


def sum_of_column(folder, dataset, column):
    total = 0
    for path in (folder / dataset).rglob("*.csv"):
        lines = path.read_text().splitlines()
        place = lines[0].split(",").index(column)
        total += sum(int(line.split(",")[place] or 0) for line in lines[1:])
    return total


def memory_kib(pid, name="VmHWM"):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0
