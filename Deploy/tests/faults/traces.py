"""What strace saw: which bytes of which file had reached the disk, and in which order the service worked.

A line of `strace -f -y -s 0 -o FILE` is one system call of one thread. strace holds the thread until it has noted the end of a
call, so what the trace does not say had not happened when the service was killed.
"""

import os
import re

TRACED = "write,pwrite64,writev,pwritev,sendto,sendmsg,fdatasync,fsync,openat,rename,renameat,renameat2,ftruncate"
LINE = re.compile(r"^(?:\[pid +)?(\d+)\]? +(.*)$")
CALL = re.compile(r"^(\w+)\((.*)$")
RESULT = re.compile(r"\) += (-?\d+)")


def strace(file, *more, calls=TRACED):
    """The words to put before a program."""
    return ["strace", "-f", "--seccomp-bpf", "-y", "-s", "0", "-o", str(file), "-e", f"trace={calls}", *more]


class Call:
    def __init__(self, name, arguments):
        self.name = name
        self.arguments = arguments
        found = re.match(r"-?\w+<([^>]*)>", arguments)
        self.path = found.group(1) if found else ""
        self.result = None

    @property
    def quoted(self):
        return re.findall(r'"((?:[^"\\]|\\.)*)"', self.arguments)


def events(file):
    """(“begin” or “end”, Call), in order. A call that the kill cut short only begins."""
    open_calls = {}
    with open(file, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            found = LINE.match(line.rstrip("\n"))
            if not found:
                continue
            thread, words = found.groups()
            if words.startswith("<... "):
                call = open_calls.pop(thread, None)
                if call:
                    close(call, words)
                    yield "end", call
                continue
            started = CALL.match(words)
            if not started:
                continue
            call = Call(*started.groups())
            yield "begin", call
            if "<unfinished ...>" in words:
                open_calls[thread] = call
            else:
                close(call, words)
                yield "end", call


def close(call, words):
    results = RESULT.findall(words)
    call.result = int(results[-1]) if results else None


class DiskModel:
    """How long each journal segment is, and how much of it a power cut leaves."""

    def __init__(self, folder):
        self.folder = os.path.realpath(folder)
        self.written = {}
        self.synced = {}
        self.asked = {}
        self.unnamed = set()  # made since the folder's last fsync: a power cut forgets their names
        if os.path.isdir(self.folder):
            for name in os.listdir(self.folder):
                if name.endswith(".kbj"):
                    path = os.path.join(self.folder, name)
                    self.written[path] = self.synced[path] = os.path.getsize(path)

    @property
    def is_safe(self):
        """Nothing was written that a power cut would take away."""
        return not self.unnamed and all(self.synced.get(path, 0) >= length for path, length in self.written.items())

    def take(self, moment, call):
        if call.name == "openat" and moment == "end" and (call.result or -1) >= 0 and "O_CREAT" in call.arguments:
            names = call.quoted
            path = os.path.join(call.path, names[0]) if names else ""
            if path.startswith(self.folder) and path.endswith(".kbj") and path not in self.written:
                self.written[path] = self.synced[path] = 0
                self.unnamed.add(path)
        elif call.name in ("fdatasync", "fsync"):
            if moment == "begin":
                self.asked[id(call)] = self.written.get(call.path)
            elif call.result == 0:
                if self.asked.get(id(call)) is not None:
                    self.synced[call.path] = max(self.synced.get(call.path, 0), self.asked[id(call)])
                if call.path == self.folder:
                    self.unnamed.clear()
        elif call.path in self.written and call.name in ("write", "writev", "pwrite64", "pwritev") and moment == "end":
            # Segments are only ever appended to.
            self.written[call.path] += max(0, call.result or 0)
        elif call.path in self.written and call.name == "ftruncate" and moment == "end" and call.result == 0:
            length = int(call.arguments.split(",")[1].split(")")[0])
            self.written[call.path] = length
            self.synced[call.path] = min(length, self.synced.get(call.path, 0))


def cut_power(folder, file, model):
    """Cuts the segments back to what had reached the disk. Returns how many bytes were lost."""
    for moment, call in events(file):
        model.take(moment, call)
    lost = 0
    for path in list(model.written):
        if not os.path.exists(path):
            continue
        length = os.path.getsize(path)
        if path in model.unnamed:
            os.remove(path)
            lost += length
            continue
        keep = min(length, model.synced[path])
        lost += length - keep
        os.truncate(path, keep)
    return lost


def broken_order(folder, file, model):
    """The places where the order of the calls breaks a promise: an acknowledgement before its sync, a rename before the
    sync of what is renamed, or a rename whose folder is never synced. Also how many of each were seen."""
    found = []
    seen = {"acknowledgements": 0, "renames": 0, "syncs": 0}
    synced, renamed = set(), {}
    for moment, call in events(file):
        if call.name in ("write", "writev", "sendto", "sendmsg") and "socket:" in call.path and moment == "begin":
            # libmosquitto wakes itself with single bytes; what it tells the broker is longer.
            if not call.arguments.rstrip().endswith(", 1") and ", 1)" not in call.arguments and ", 1 <" not in call.arguments:
                seen["acknowledgements"] += 1
                if not model.is_safe:
                    found.append("something is sent to the broker while a journal record is not synced")
        model.take(moment, call)
        if call.name in ("fdatasync", "fsync") and moment == "end" and call.result == 0:
            seen["syncs"] += 1
            synced.add(call.path)
            renamed = {name: where for name, where in renamed.items() if where != call.path}
        if call.name in ("write", "pwrite64", "writev") and moment == "begin":
            synced.discard(call.path)
        if call.name.startswith("rename") and moment == "end" and call.result == 0:
            places = re.findall(r"\d<([^>]*)>", call.arguments)
            names = call.quoted
            source = os.path.join(places[0], names[0]) if places else names[0]
            target = os.path.join(places[-1], names[1]) if places else names[1]
            if not source.startswith(os.path.dirname(model.folder)):
                continue
            seen["renames"] += 1
            if source not in synced:
                found.append(f"{target} took its name before its bytes were synced")
            renamed[target] = os.path.dirname(target)
    found += [f"the folder of {target} was not synced after the file took its name" for target in renamed]
    return found, seen
