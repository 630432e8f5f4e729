import Readings

/// The messages of a day that could not be taken, as the data folder lists them: a JSON object a line.
struct QuarantineList: Sendable {
    struct Line: Sendable {
        var received: Instant
        var reason: String
    }

    private(set) var lines: [Line] = []

    init(_ bytes: [UInt8], _ name: String) throws(ScoreProblem) {
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let received = Self.member("tst", line).flatMap({ stamp($0) }),
                let reason = Self.member("reason", line)
            else {
                throw ScoreProblem(
                    "\(name):\(index + 1): expected a line that begins with the members tst and reason. "
                        + "Name a data folder that kerbside wrote.")
            }
            lines.append(Line(received: received, reason: reason))
        }
    }

    /// A member's text; those that are read stand before anything that a device wrote, and hold nothing that is escaped.
    private static func member(_ name: String, _ line: ArraySlice<UInt8>) -> String? {
        let key = Array("\"\(name)\":\"".utf8)
        var at = line.startIndex
        while at + key.count <= line.endIndex {
            if line[at..<(at + key.count)].elementsEqual(key) {
                let text = line[(at + key.count)...].prefix { $0 != UInt8(ascii: "\"") }
                return String(decoding: text, as: UTF8.self)
            }
            at += 1
        }
        return nil
    }
}
