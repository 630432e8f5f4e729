"""The list of cases. A case is a function of a scene; it returns the figures to print, and raises when a criterion fails."""

import os

cases = []
seed = int(os.environ.get("KERBSIDE_SEED", "1"))


class Skipped(Exception):
    """What cannot run on this machine, and why."""


def case(numbers, criterion, only_full=False, alone=False):
    """`numbers`: of docs/faults.md. `alone`: measures time or memory, and shares the machine with no other case."""

    def enter(function):
        numbered = numbers if isinstance(numbers, tuple) else (numbers,)
        cases.append((numbered, criterion, only_full, alone, function))
        return function

    return enter
