package import Readings

/// Moves messages to another time: the receive time, and the times inside the payload, all by the same whole seconds.
///
/// A payload keeps every other byte. What is no stamp stays; so does what says that a clock was never set (before
/// 2000-01-02), and what means never (2100 and later). A stamp that is written without seconds moves by whole minutes, and a
/// table of hours (`uk-air`, `openair`) by whole hours, rounded down, so that hours stay hours. Signatures over a payload,
/// such as OCMF's of meter values, hold no longer.
package struct Restamp: Sendable {
    /// By how much later everything happens.
    package let seconds: Int64

    /// - Parameters:
    ///   - first: the receive time that moves to `now`, or by less than a second before it.
    package init(from first: Instant, to now: Instant) {
        let second = Microseconds.second
        seconds =
            Instant(microseconds: now.microseconds(since: first)).floored(toMicroseconds: second).microseconds / second
    }

    /// Moves everything by so many seconds; fewer than nought is earlier.
    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// The message at its other time: when it was received, and every stamp in its payload.
    package func shifted(_ message: SimulatedMessage) -> SimulatedMessage {
        var message = message
        message.received = message.received.advanced(byMicroseconds: seconds * Microseconds.second)
        message.payload = payload(message.payload, topic: message.topic)
        return message
    }

    /// The payload with its stamps moved. `topic` tells whether a bare number is a time; without it none is.
    package func payload(_ bytes: [UInt8], topic: [UInt8] = []) -> [UInt8] {
        if HourlyTable.isOne(bytes.span) { return table(bytes) }
        var shifted = bytes
        shiftText(&shifted)
        let start = bytes.first { $0 > 0x20 }
        if start == UInt8(ascii: "{") || start == UInt8(ascii: "[") {
            shiftMembers(&shifted)
        } else if EpochName.isTime(ofTopic: topic), let number = EpochNumber(shifted.span, at: 0),
            number.end == bytes.count
        {
            number.replace(in: &shifted, by: seconds)
        }
        return shifted
    }

    /// The shift without what is finer than so many seconds.
    func whole(_ unit: Int64) -> Int64 {
        Instant(microseconds: seconds).floored(toMicroseconds: unit).microseconds
    }

    /// Every date with its time, wherever it stands: in a JSON text, in an identifier, in an interval, in a line of text.
    private func shiftText(_ bytes: inout [UInt8]) {
        var at = 0
        while at + 16 <= bytes.count {
            guard WrittenStamp.digit(bytes[at]) != nil, !continuesWord(bytes, at),
                let stamp = WrittenStamp(bytes.span, at: at)
            else {
                at += 1
                continue
            }
            let shift = stamp.second == nil ? whole(60) : seconds
            let isLondons = LondonWall.isMeant(bytes.span, from: at, to: stamp.end)
            stamp.write(
                isLondons
                    ? LondonWall.shifted(stamp.wall, bySeconds: shift)
                    : stamp.wall.advanced(byMicroseconds: shift * Microseconds.second),
                to: &bytes)
            at = stamp.end
        }
        if bytes.count > 20 { shiftDateAndTimeApart(&bytes) }
    }

    /// A digit or a letter before it.
    private func continuesWord(_ bytes: [UInt8], _ at: Int) -> Bool {
        guard at > 0 else { return false }
        let byte = bytes[at - 1]
        return WrittenStamp.digit(byte) != nil
            || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }

    /// myenergi's two members, `"dat":"28-03-2026","tim":"18:15:00"`, in local time.
    private func shiftDateAndTimeApart(_ bytes: inout [UInt8]) {
        var date: Int?
        var time: Int?
        for at in 1..<bytes.count where bytes[at] == UInt8(ascii: "\"") {
            if LondonWall.key(bytes.span, before: at, is: "dat") { date = at + 1 }
            if LondonWall.key(bytes.span, before: at, is: "tim") { time = at + 1 }
            guard let dateAt = date, let timeAt = time, dateAt + 10 < bytes.count, timeAt + 8 < bytes.count else {
                continue
            }
            // Put together for reading, taken apart for writing.
            var joined = Array(bytes[dateAt..<(dateAt + 10)]) + [0x20] + bytes[timeAt..<(timeAt + 8)]
            if let stamp = WrittenStamp(inTable: joined.span, at: 0), stamp.second != nil {
                stamp.write(LondonWall.shifted(stamp.wall, bySeconds: seconds), to: &joined)
                bytes.replaceSubrange(dateAt..<(dateAt + 10), with: joined[..<10])
                bytes.replaceSubrange(timeAt..<(timeAt + 8), with: joined[11...])
            }
            (date, time) = (nil, nil)
        }
    }
}
