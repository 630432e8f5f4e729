"""Runs the fault cases.

    run.py [--full] [--jobs N] [--list] [NAME…]

Each case is one line, `ok …`, `skipped …` or `NOT OK …`, with its figures. All cases run, whatever fails; the exit code is 1
when one failed.
"""

import shutil
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from faults import clocks, devices, disk, encryption, kills, link, payloads  # noqa: E402, F401
from faults.case import Skipped, cases, seed  # noqa: E402
from faults.scene import Failed, Scene, binaries  # noqa: E402


def run(numbers, criterion, function, full):
    name = function.__name__
    label = f"{name} [{', '.join(map(str, numbers))}]"
    began = time.monotonic()
    scene = Scene(name)
    keep = False
    try:
        figures = function(scene, full)
        verdict = f"ok {label} {criterion}: {figures} ({time.monotonic() - began:.0f} s)"
    except Skipped as reason:
        verdict = f"skipped {label} {criterion}: {reason}"
    except Failed as failure:
        keep = True
        verdict = f"NOT OK {label} {criterion}\n   {failure}\n   seed {seed}; everything is kept in {scene.work}"
        for file in failure.evidence:
            lines = Path(file).read_text(errors="replace").splitlines()[-8:] if Path(file).is_file() else []
            verdict += "".join(f"\n   | {line[:300]}" for line in lines)
    except Exception:  # a fault of the test is a failure too
        keep = True
        verdict = f"NOT OK {label} {criterion}\n   seed {seed}; everything is kept in {scene.work}\n" + traceback.format_exc()
    finally:
        scene.close(keep)
    print(verdict, flush=True)
    return not keep


def main(words):
    full = "--full" in words
    jobs = int(words[words.index("--jobs") + 1]) if "--jobs" in words else 3
    names = [word for word in words if not word.startswith("--") and not word.isdigit()]
    if "--list" in words:
        for numbers, criterion, only_full, _, function in cases:
            print(f"{function.__name__:24} {','.join(map(str, numbers)):8} {'full ' if only_full else '     '}{criterion}")
        return 0
    unknown = set(names) - {function.__name__ for *_, function in cases}
    if unknown:
        sys.exit(f"unknown cases {', '.join(sorted(unknown))}; run.py --list prints them")
    if not (binaries / "kerbside").is_file():
        sys.exit(f"NOT OK faults: no program {binaries}/kerbside; build it with: swift build -c release")
    if not shutil.which("strace") or subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], check=False).returncode:
        print("skipped every case that needs strace: it is missing, or may not trace here")
        return 0
    chosen = [entry for entry in cases if (not names and (full or not entry[2])) or entry[4].__name__ in names]
    for numbers, criterion, only_full, _, function in cases:
        if only_full and not full and not names:
            print(f"left to Deploy/faults.sh --full: {function.__name__} {list(numbers)} {criterion}")
    began = time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        together = [pool.submit(run, entry[0], entry[1], entry[4], full) for entry in chosen if not entry[3]]
        good = [job.result() for job in together]
    good += [run(entry[0], entry[1], entry[4], full) for entry in chosen if entry[3]]
    print(f"faults: {sum(good)} of {len(good)} cases hold, in {time.monotonic() - began:.0f} s")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
