#!/usr/bin/env bash
# The short form of the fault list (docs/faults.md): kills at system calls, power cuts, failing disks, weak links, hostile
# payloads. The long form is Deploy/faults.sh --full.
#
#   KERBSIDE_SEED=N   other random moments

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec python3 -B faults/run.py "$@"
