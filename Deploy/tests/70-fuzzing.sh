#!/usr/bin/env bash
# A few seconds of fuzzing for each reader of bytes from outside, beginning with what the corpora hold. The long form is
# Deploy/faults.sh --full.
#
#   KERBSIDE_FUZZ_SECONDS=N   for each target; default 5

set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/../../Fuzzing/run.sh" --seconds "${KERBSIDE_FUZZ_SECONDS:-5}"
