/// A recorded feed, message by message, from any source of bytes.
///
///     var feed = FeedReader { try file.append(to: &$0) }
///     while try feed.next() {
///         feed.withMessage { topic, payload in … }
///     }
package struct FeedReader {
    private var lines: LineReader
    private var parser = FeedLineParser()

    /// - Parameter fill: appends at most about 1 MiB to the buffer and returns how many bytes; 0 at the end.
    package init(fill: @escaping LineReader.Fill) {
        lines = LineReader(fill: fill)
    }

    /// The message that was read last.
    package var line: FeedLine { parser.line }

    /// Number of the line that was read last, counted from 1.
    package var lineNumber: Int { lines.number }

    /// Reads the next message; false at the end. After a `FeedLineError` of one line the next call goes on behind it;
    /// errors of the source come as they are.
    package mutating func next() throws -> Bool {
        guard try lines.next() else { return false }
        let bytes = lines.bytes
        do throws(FeedLineError) {
            try parser.parse(bytes.span.extracting(lines.range))
        } catch {
            throw FeedLineError(error.reason, lineNumber: lines.number, position: error.position)
        }
        return true
    }

    /// Hands topic and payload of the message that was read last to `body`.
    package func withMessage<Result, Failure: Error>(
        _ body: (_ topic: Span<UInt8>, _ payload: Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let text = lines.bytes.span.extracting(lines.range)
        return try parser.line.withTopic(in: text) { (topic) throws(Failure) -> Result in
            try parser.line.withPayload(in: text) { (payload) throws(Failure) -> Result in
                try body(topic, payload)
            }
        }
    }
}
