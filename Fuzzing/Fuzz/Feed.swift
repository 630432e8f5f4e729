import Readings
import Recordings

private struct Reading: Equatable {
    var topic: [UInt8] = []
    var payload: [UInt8] = []
    var received: Instant?
    var refusal: FeedLineError?
}

/// A feed is read to its end: each line a message or a refusal with its number, and the same ones however the bytes arrive.
func feed(_ bytes: [UInt8]) {
    let whole = readings(of: bytes, piece: max(1, bytes.count))
    let pieces = readings(of: bytes, piece: 1 + Int(bytes.first ?? 0) % 7)
    require(whole == pieces, "a feed reads the same in pieces")
    require(whole.count <= bytes.count { $0 == UInt8(ascii: "\n") } + 1, "a line gives at most one message")
}

private func readings(of bytes: [UInt8], piece: Int) -> [Reading] {
    var place = 0
    var feed = FeedReader { buffer in
        let end = min(bytes.count, place + piece)
        buffer.append(contentsOf: bytes[place..<end])
        defer { place = end }
        return end - place
    }
    var found: [Reading] = []
    while true {
        do {
            guard try feed.next() else { return found }
            var reading = Reading(received: feed.line.received)
            feed.withMessage { topic, payload in
                reading.topic = topic.indices.map { topic[$0] }
                reading.payload = payload.indices.map { payload[$0] }
            }
            found.append(reading)
        } catch let refusal as FeedLineError {
            require(refusal.lineNumber > (found.last?.refusal?.lineNumber ?? 0), "a refusal names its line, in order")
            found.append(Reading(refusal: refusal))
        } catch {
            require(false, "a feed refuses with \(error)")
        }
    }
}
