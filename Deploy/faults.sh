#!/usr/bin/env bash
# The list of faults (docs/faults.md), by hand.
#
#   Deploy/faults.sh            the short form, as in Deploy/test.sh
#   Deploy/faults.sh --full     every system call, 60 power cuts, a million devices, 60 days, ten minutes of fuzzing a target,
#                               20,000 seeds of faults (Deploy/seeds.sh)
#   Deploy/faults.sh --list     the cases
#   Deploy/faults.sh [--full] NAME…    some cases
#
#   KERBSIDE_SEED=N             other random moments
#   KERBSIDE_MEMORY_CAP_MIB=N   for a million device names; default 300
#   KERBSIDE_FUZZ_SECONDS=N     for each target; default 5, with --full 600
#
# Builds a release first. Everything runs, whatever fails; exit 0 when all of it holds.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PATH:/usr/sbin:/sbin"

case " $* " in
*" --list "*) exec python3 -B Deploy/tests/faults/run.py --list ;;
esac
Deploy/install-packages.sh --tests
swift build -c release

full=false named=false failed=()
for word in "$@"; do
    case "$word" in
    --full) full=true ;;
    --*)
        echo "unknown option $word. Usage: Deploy/faults.sh [--full] [--list] [NAME…]" >&2
        exit 2
        ;;
    *) named=true ;;
    esac
done
python3 -B Deploy/tests/faults/run.py "$@" || failed+=("fault cases")
if ! $named; then
    for script in Deploy/tests/2*.sh Deploy/tests/30-*.sh Deploy/tests/40-*.sh; do
        echo "== $script"
        bash "$script" || failed+=("$script")
    done
    seconds=5
    if $full; then seconds=600; fi
    echo "== Fuzzing/run.sh"
    Fuzzing/run.sh --seconds "${KERBSIDE_FUZZ_SECONDS:-$seconds}" || failed+=("Fuzzing/run.sh")
    if $full; then
        echo "== Deploy/seeds.sh"
        Deploy/seeds.sh || failed+=("Deploy/seeds.sh")
    fi
fi
if [ ${#failed[@]} -gt 0 ]; then
    echo "NOT OK: ${failed[*]}"
    exit 1
fi
echo "ok every fault that was tried"
