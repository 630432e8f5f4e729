import Readings

/// Stamps in London's local time without saying so: Tasmota's `Time`, and myenergi's `dat` and `tim`.
enum LondonWall {
    /// Whether the stamp is one of Tasmota's and has no zone.
    static func isMeant(_ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        guard start > 0, text[start - 1] == UInt8(ascii: "\""), end < text.count, text[end] == UInt8(ascii: "\"") else {
            return false
        }
        return key(text, before: start - 1, is: "Time") || key(text, before: start - 1, is: "TotalStartTime")
    }

    /// Whether the value that begins at a place has this name in its object.
    static func key(_ text: Span<UInt8>, before place: Int, is name: StaticString) -> Bool {
        var at = place - 1
        func skipBlanks() {
            while at >= 0, text[at] <= 0x20 { at -= 1 }
        }
        skipBlanks()
        guard at >= 0, text[at] == UInt8(ascii: ":") else { return false }
        at -= 1
        skipBlanks()
        let wanted = Array("\"\(name)\"".utf8)
        guard at + 1 >= wanted.count else { return false }
        for (offset, byte) in wanted.enumerated() where text[at + 1 - wanted.count + offset] != byte { return false }
        return true
    }

    /// A local time so many seconds later, summer time before and after included.
    static func shifted(_ wall: Instant, bySeconds seconds: Int64) -> Instant {
        let summer = wall.advanced(byMicroseconds: -Microseconds.hour)
        let instant = LondonClock.isSummerTime(at: summer) ? summer : wall
        let later = instant.advanced(byMicroseconds: seconds * Microseconds.second)
        return LondonClock.isSummerTime(at: later) ? later.advanced(byMicroseconds: Microseconds.hour) : later
    }
}
