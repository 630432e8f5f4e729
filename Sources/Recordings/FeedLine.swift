package import Readings

/// One recorded message: a line of a feed, read in place.
///
/// Topic and payload are places in the line's own text, or, where the line spells them with escapes or in base 64, in a
/// buffer that the next line overwrites.
package struct FeedLine: Sendable {
    package internal(set) var received = Instant(microseconds: 0)
    package internal(set) var qos: UInt8 = 0
    package internal(set) var isRetained = false
    /// MQTT packet identifier, 0 where the line has none.
    package internal(set) var packetID: UInt16 = 0
    package internal(set) var topic = Place.inLine(0..<0)
    package internal(set) var payload = Place.inLine(0..<0)
    /// Bytes of topic and payload that do not stand in the line as they are.
    package internal(set) var decoded: [UInt8] = []

    package enum Place: Equatable, Sendable {
        case inLine(Range<Int>)
        case decoded(Range<Int>)
    }

    package init() {}

    /// Hands the payload's original bytes to `body`. `text` is the line that was parsed.
    package func withPayload<Result, Failure: Error>(
        in text: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try with(payload, in: text, body)
    }

    /// Hands the topic's UTF-8 to `body`. `text` is the line that was parsed.
    package func withTopic<Result, Failure: Error>(
        in text: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try with(topic, in: text, body)
    }

    private func with<Result, Failure: Error>(
        _ place: Place, in text: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch place {
        case .inLine(let range): try body(text.extracting(range))
        case .decoded(let range): try body(decoded.span.extracting(range))
        }
    }
}
