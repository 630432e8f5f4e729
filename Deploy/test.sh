#!/usr/bin/env bash
# Every check of the project, on Debian 12 or Ubuntu with Swift 6.3. Works from any folder.
#
#   Deploy/test.sh
#
# Installs what is missing: libmosquitto-dev, libzstd-dev, zlib1g-dev, mosquitto, pkg-config, python3, python3-venv, strace;
# and pandas, Polars and DuckDB from PyPI into .build/readers, ocpp into .build/ocpp. Then: format, build with honest
# imports, tests, and the end-to-end scripts of Deploy/tests with the release programs: among them the short form of the faults (docs/faults.md) and of
# fuzzing. Exit 0 when all of it holds.

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Debian keeps the broker in /usr/sbin, which is not in everybody's PATH.
export PATH="$PATH:/usr/sbin:/sbin"

SECONDS=0
step="start"
finish() {
    local code=$?
    if [ $code -eq 0 ]; then
        printf 'Kerbside: every check passed, in %d s\n' "$SECONDS"
    else
        printf 'Kerbside: FAILED at: %s (exit %d), after %d s\n' "$step" "$code" "$SECONDS"
    fi
}
trap finish EXIT

begin() {
    step="$1"
    printf '\n== %s (%d s)\n' "$step" "$SECONDS"
}

begin "Swift"
Deploy/check-swift.sh

begin "system packages"
Deploy/install-packages.sh --tests

begin "format"
formatted=(Package.swift)
for folder in Sources Tests SensorSim; do
    if [ -d "$folder" ]; then formatted+=("$folder"); fi
done
swift format lint --strict --recursive "${formatted[@]}"
echo "format: clean"

begin "build of the tests, with imports as declared"
# In release: the seeds take seconds there and many minutes in debug, and the code is what ships. Apart from other builds,
# as Deploy/seeds.sh has it.
tests=(-c release -Xswiftc -enable-testing --scratch-path .build/testing)
swift build --build-tests --explicit-target-dependency-import-check error "${tests[@]}"

begin "tests"
# A million random and mutated payloads through the decoders; 100 seeds of disorder through the corridor; 500 runs in
# which broker, network, disk and clock fail.
export KERBSIDE_FUZZ_COUNT="${KERBSIDE_FUZZ_COUNT:-1000000}" KERBSIDE_SEEDS="${KERBSIDE_SEEDS:-100}"
export KERBSIDE_FAULT_SEEDS="${KERBSIDE_FAULT_SEEDS:-500}"
swift test --skip-build "${tests[@]}"

shopt -s nullglob
scripts=(Deploy/tests/[0-9]*.sh)
if [ ${#scripts[@]} -gt 0 ]; then
    # The programs of the build above: those that ship but for what tests may see. Another build would take ten
    # minutes; Deploy/demo.sh and Deploy/faults.sh build what ships.
    export KERBSIDE_BIN="${KERBSIDE_BIN:-$PWD/.build/testing/release}"
    for script in "${scripts[@]}"; do
        begin "$script"
        bash "$script"
    done
fi
