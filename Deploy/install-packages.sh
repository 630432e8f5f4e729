#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that Kerbside needs, and says which. Installs nothing that is there.
#
#   Deploy/install-packages.sh [--tests]      --tests: also what the tests use

set -euo pipefail

say() { printf 'kerbside: %s\n' "$*" >&2; }

# Debian keeps servers in /usr/sbin, which is not in everybody's PATH.
PATH="$PATH:/usr/sbin:/sbin"

with_tests=false
case "${1:-}" in
"") ;;
--tests) with_tests=true ;;
*)
    say "unknown option $1. Usage: Deploy/install-packages.sh [--tests]"
    exit 2
    ;;
esac

missing=()
command -v pkg-config >/dev/null || missing+=(pkg-config)
if ! command -v pkg-config >/dev/null || ! pkg-config --exists libmosquitto; then
    missing+=(libmosquitto-dev) # the MQTT library, to build against
fi
if ! command -v pkg-config >/dev/null || ! pkg-config --exists libzstd; then
    missing+=(libzstd-dev) # compresses old journal segments
fi
if ! command -v pkg-config >/dev/null || ! pkg-config --exists zlib; then
    missing+=(zlib1g-dev) # reads and writes feeds compressed with gzip
fi
brings_broker=false
if ! command -v mosquitto >/dev/null; then
    missing+=(mosquitto) # the broker of the demo and the tests
    brings_broker=true
fi
if $with_tests; then
    command -v python3 >/dev/null || missing+=(python3) # end-to-end checks, independent of Swift
    # Debian keeps what makes Python environments apart; the readers of exported files are installed into one.
    if ! command -v python3 >/dev/null || ! python3 -c 'import ensurepip' 2>/dev/null; then missing+=(python3-venv); fi
    command -v strace >/dev/null || missing+=(strace)   # stops the service at chosen system calls
fi

if [ ${#missing[@]} -eq 0 ]; then
    say "system packages: all there, nothing to install"
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    say "missing: ${missing[*]}. There is no apt-get here; these are the names in Debian and Ubuntu."
    say "Install the packages of your system that match them, then run this again."
    exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        say "missing: ${missing[*]}. You are not root and there is no sudo."
        say "Ask an administrator to run: apt-get install ${missing[*]}"
        exit 1
    fi
    as_root=(sudo)
fi

say "installing ${missing[*]} with apt-get"

# Debian starts a broker on port 1883 as soon as mosquitto is installed, and again at every boot. Kerbside starts brokers of its own
# and does not want that one: a policy keeps it from starting now, and it is switched off for later boots.
policy=/usr/sbin/policy-rc.d
made_policy=false
remove_policy() {
    if $made_policy; then "${as_root[@]}" rm -f "$policy"; fi
}
trap remove_policy EXIT
if $brings_broker && [ ! -e "$policy" ]; then
    made_policy=true
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
fi

"${as_root[@]}" apt-get update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"

if $brings_broker; then
    if command -v systemctl >/dev/null; then
        "${as_root[@]}" systemctl disable mosquitto.service >/dev/null 2>&1 || true
    elif command -v update-rc.d >/dev/null; then
        "${as_root[@]}" update-rc.d mosquitto disable >/dev/null 2>&1 || true
    fi
    if $made_policy; then
        say "mosquitto is installed; its system service is neither started nor enabled."
    else
        say "mosquitto is installed; its system service is not enabled, and $policy decided whether it started."
    fi
    say "To run it as this machine's broker: systemctl enable --now mosquitto (see Deploy/mosquitto/kerbside.conf)"
fi
