#!/usr/bin/env bash
# The disk fills up while messages arrive. The service warns, then takes and acknowledges nothing and says so; publishers
# notice nothing, because the broker keeps what they send; when there is room again it goes on by itself and nothing is
# missing. Once with room left to others as the settings say, once with the journal's disk full to the last byte.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test full-disk
disk="$work/disk"
mkdir "$disk"
if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=24m tmpfs "$disk" 2>/dev/null; then
    skipped "a disk that fills up: only root may mount a small one"
    exit 0
fi
before_the_end() { umount -l "$disk" 2>/dev/null || true; }
make_feeds
choose_feeds simulated
start_broker

# Fills the small disk until so many KiB are left, or none: messages keep arriving meanwhile.
fill_leaving() { # KIB
    local free
    free="$(df --output=avail -k "$disk" | tail -n 1)"
    head -c $(((free - $1) * 1024)) /dev/zero 2>/dev/null >>"$disk/filling" || true
}

# --- Room is left to others -----------------------------------------------------------------------------------------

data="$disk/data" log="$work/run.log"
write_settings "$work/k.yaml" "$broker_url" "$registry" "$data"
printf 'disk:\n  warn_free_mib: 6\n  stop_free_mib: 4\n' >>"$work/k.yaml"
start_kerbside "$work/k.yaml" "$log"
wait_for_text 30 "$log" "Subscribed to"
start_replay "$work/replay.log" --rate 2000
python3 "$tests/journal.py" wait-count "$data/journal" 20 500 || not_ok "messages arrive before the disk is full" "$log"
fill_leaving 5120
wait_for_text 20 "$log" "fewer than disk.warn_free_mib (6)"
fill_leaving 2048
wait_for_text 20 "$log" "no message is taken or acknowledged"
for words in "disk.stop_free_mib is 4" "Free some space" "$data"; do
    grep -F "no message is taken" "$log" | grep -qF "$words" || not_ok "the error about a full disk says “$words”" "$log"
done
ok "a disk with little room: first a warning, then no message is taken, with path, free space and what to do"
finish_replay 60 "$work/replay.log"
if has_ended "$kerbside_pid"; then not_ok "the service outlives a full disk" "$log"; fi
count_journal "$data"
if [ "$journal_distinct" -ge "$lines" ]; then not_ok "the disk was full before everything had arrived" "$log"; fi
ok "publishers notice nothing: all $lines messages are acknowledged to them, $journal_messages of them are in the journal"
rm "$disk/filling"
wait_for_text 20 "$log" "messages are taken again"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
ok "with room again it goes on by itself: all $lines messages are in the journal"
same_summaries "after the full disk" "$expected" "$data/summaries" "$log"
rm -r "$data"

# --- Full to the last byte ------------------------------------------------------------------------------------------

data="$work/data" log="$work/last-byte.log"
mkdir -p "$data/journal"
mount --bind "$disk" "$data/journal"
before_the_end() {
    umount -l "$work/data/journal" 2>/dev/null || true
    umount -l "$disk" 2>/dev/null || true
}
write_settings "$work/last-byte.yaml" "$broker_url" "$registry" "$data"
printf 'disk:\n  warn_free_mib: 0\n  stop_free_mib: 0\n' >>"$work/last-byte.yaml"
start_kerbside "$work/last-byte.yaml" "$log"
wait_for_text 30 "$log" "Subscribed to"
start_replay "$work/last-byte-replay.log" --rate 2000
python3 "$tests/journal.py" wait-count "$data/journal" 20 500 || not_ok "messages arrive before the disk is full" "$log"
fill_leaving 64
wait_for_text 20 "$log" "the disk is full; free some space"
wait_for_text 20 "$log" "no message is taken or acknowledged"
finish_replay 60 "$work/last-byte-replay.log"
if has_ended "$kerbside_pid"; then not_ok "the service outlives a disk that is full to the last byte" "$log"; fi
count_journal "$data"
if [ "$journal_distinct" -ge "$lines" ]; then not_ok "the disk was full before everything had arrived" "$log"; fi
ok "a write that finds no room: told, the batch is taken back, the journal is sound"
rm "$disk/filling"
wait_for_text 20 "$log" "messages are taken again"
wait_for_feeds 60 "$data" "$log" "${feeds[@]}"
stop_kerbside "$log"
ok "with room again: all $lines messages are in the journal"
same_summaries "after the disk was full to the last byte" "$expected" "$data/summaries" "$log"
umount "$data/journal"
