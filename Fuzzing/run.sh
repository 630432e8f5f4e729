#!/usr/bin/env bash
# Fuzzes what reads bytes from outside, with libFuzzer, which comes with Swift's toolchain.
#
#   Fuzzing/run.sh [--seconds N] [--address] [--keep] [target…]
#
#   --seconds N   for each target; default 60
#   --address     with the address sanitizer: slower, and it looks into the rooms with unsafe memory too
#   --keep        adds what was found to be interesting to Corpus/, reduced to what reaches new code
#   target        default all; an unknown one prints the list
#
# What breaks a promise is kept as .build/fuzzing/TARGET/crash-…; run it again with
# .build/fuzzing/release/fuzz TARGET FILE. Such a file belongs into Corpus/TARGET/, once repaired.

set -euo pipefail

# Swift's own report of a crash would come before libFuzzer keeps the input.
export SWIFT_BACKTRACE=enable=no

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
out="$here/../.build/fuzzing"
seconds=60 keep=false build=()
while [ $# -gt 0 ]; do
    case "$1" in
    --seconds)
        seconds="${2:?--seconds needs a number}"
        shift 2
        ;;
    --address)
        build=(--sanitize address)
        out="$out-address"
        shift
        ;;
    --keep)
        keep=true
        shift
        ;;
    -*)
        echo "unknown option $1. Usage: Fuzzing/run.sh [--seconds N] [--address] [--keep] [target…]" >&2
        exit 2
        ;;
    *) break ;;
    esac
done

runtime="$(find "$(dirname "$(readlink -f "$(command -v swiftc)")")/../lib/clang" -name "libclang_rt.fuzzer_no_main-$(uname -m).a" 2>/dev/null | head -n 1)"
if [ -z "$runtime" ]; then
    # A toolchain behind a link farm or a version switcher is asked itself.
    folder="$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')"
    runtime="$(find "$folder/../clang" "$folder/clang" -name "libclang_rt.fuzzer_no_main-$(uname -m).a" 2>/dev/null | head -n 1 || true)"
fi
if [ -z "$runtime" ]; then
    echo "skipped fuzzing: this Swift toolchain has no libFuzzer (libclang_rt.fuzzer_no_main); the random payloads of swift test remain"
    exit 0
fi
began=$SECONDS
mkdir -p "$out"
if ! swift build -c release --package-path "$here" --scratch-path "$out" "${build[@]}" \
    -Xlinker "$runtime" -Xlinker -lstdc++ -Xlinker -lm >"$out/build.log" 2>&1; then
    tail -n 40 "$out/build.log"
    echo "NOT OK fuzzing: the fuzz targets do not build"
    exit 1
fi
fuzz="$(swift build -c release --package-path "$here" --scratch-path "$out" "${build[@]}" --show-bin-path)/fuzz"
echo "built in $((SECONDS - began)) s"

mapfile -t known < <("$fuzz" list)
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then targets=("${known[@]}"); fi

# What a promise that does not hold says, then libFuzzer's own words.
failed=()
for target in "${targets[@]}"; do
    if ! printf '%s\n' "${known[@]}" | grep -qxF -- "$target"; then
        echo "unknown target $target; there are: ${known[*]}" >&2
        exit 2
    fi
    corpus="$here/Corpus/$target" found="$out/found/$target" artefacts="$out/$target/" log="$out/$target.log"
    mkdir -p "$corpus" "$found" "$artefacts"
    options=(-max_len=4096 -timeout=10 -rss_limit_mb=2048 "-artifact_prefix=$artefacts" -verbosity=1)
    case "$target" in scanner | feed | dialect-*) options+=("-dict=$here/json.dict") ;; esac
    # The shell's own remark about a process that ended by a signal says less than the log.
    if { "$fuzz" "$target" "${options[@]}" "-max_total_time=$seconds" -print_final_stats=1 "$found" "$corpus" >"$log" 2>&1; } 2>/dev/null; then
        runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
        reached="$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)"
        echo "ok $target: $runs inputs in $seconds s, $reached places in the code reached, no promise broken"
    else
        echo "NOT OK $target: a promise was broken or the process ended"
        grep -m 3 -E 'broken promise|Fatal error|ERROR: |SUMMARY' "$log" | sed 's/^/   | /' || true
        sed -n 's/.*Test unit written to /   the input: /p' "$log"
        failed+=("$target")
    fi
    if $keep; then
        "$fuzz" "$target" "${options[@]}" -merge=1 "$corpus" "$found" >>"$log" 2>&1 || true
    fi
done
rm -rf /dev/shm/kerbside-fuzz-*
if [ ${#failed[@]} -gt 0 ]; then
    echo "NOT OK fuzzing: ${failed[*]}"
    exit 1
fi
