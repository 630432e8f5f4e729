#!/usr/bin/env bash
# A city on this machine: a broker, simulated sensors and chargers, and Kerbside. Ctrl-C ends it all.
# Works from any folder, on Debian 12 or Ubuntu with Swift 6.3.
#
#   Deploy/demo.sh [options of kerbside demo]
#
# Installs what is missing: libmosquitto-dev, libzstd-dev, zlib1g-dev, mosquitto, pkg-config. The first build takes some
# minutes.

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Debian keeps the broker in /usr/sbin, which is not in everybody's PATH.
export PATH="$PATH:/usr/sbin:/sbin"

Deploy/check-swift.sh
Deploy/install-packages.sh
swift build -c release --product kerbside
swift build -c release --product sensorsim

exec .build/release/kerbside demo "$@"
