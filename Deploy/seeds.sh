#!/usr/bin/env bash
# The long form of the tests that draw their cases from seeds.
#
#   Deploy/seeds.sh              20,000 runs in which broker, network, disk and clock fail; 10,000 in any order of records,
#                                2,000 of a service that forgets, restarts and makes days again
#
#   KERBSIDE_FAULT_SEEDS=N KERBSIDE_SEEDS=N KERBSIDE_LIVE_SEEDS=N      other numbers
#   KERBSIDE_SEEDS_BUILD=FOLDER  where the tests are built; default .build/testing
#
# Builds the tests in release, apart from other builds. Exit 0 when all of it holds; a seed that fails is named with what
# it shows.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

faults="${KERBSIDE_FAULT_SEEDS:-20000}" failed=()
build=(-c release -Xswiftc -enable-testing --scratch-path "${KERBSIDE_SEEDS_BUILD:-.build/testing}")
swift build --build-tests "${build[@]}"

tests() { swift test --skip-build "${build[@]}" --filter "$1"; }

# Each test run keeps one core busy at its end, so two share the machine.
half=$(((faults + 1) / 2))
KERBSIDE_FAULT_FIRST_SEED=0 KERBSIDE_FAULT_SEEDS=$half tests SeededFaultTests.SeededFaultTests &
first=$!
KERBSIDE_FAULT_FIRST_SEED=$half KERBSIDE_FAULT_SEEDS=$((faults - half)) tests SeededFaultTests.SeededFaultTests &
second=$!
wait $first || failed+=("seeds 0 to $((half - 1))")
wait $second || failed+=("seeds $half to $((faults - 1))")

KERBSIDE_SEEDS="${KERBSIDE_SEEDS:-10000}" tests PipelineTests.OrderTests || failed+=("OrderTests")
KERBSIDE_LIVE_SEEDS="${KERBSIDE_LIVE_SEEDS:-2000}" tests IntakeTests.LivePropertyTests || failed+=("LivePropertyTests")

if [ ${#failed[@]} -gt 0 ]; then
    echo "NOT OK: ${failed[*]}"
    exit 1
fi
echo "ok every seed"
