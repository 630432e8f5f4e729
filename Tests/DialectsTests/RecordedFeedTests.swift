import Foundation
import Readings
import Testing

@testable import Dialects

/// The measured feeds beside the project, which are never copied into it.
private let feeds: URL = {
    if let shared = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"] {
        return URL(fileURLWithPath: shared).appendingPathComponent("feeds")
    }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared/feeds")
}()

private let hasFeeds = FileManager.default.fileExists(atPath: feeds.path)

@Suite("recorded feeds", .enabled(if: hasFeeds, "skipped: no measured feeds beside the project or at KERBSIDE_SHARED"))
struct RecordedFeedTests {
    /// The payloads of a feed, as the scanner cuts them out of its lines, in the dialect that the topic names.
    private func decodings(_ name: String) throws -> [Decoding] {
        let bytes = Array(try Data(contentsOf: feeds.appendingPathComponent(name)))
        var decoder = Decoder()
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let text = Array(line)
            var scanner = JSONScanner()
            var payload = 0..<0
            var topic = ""
            scanner.begin(text.span)
            try scanner.beginObject(text.span)
            while let key = try scanner.nextKey(text.span) {
                switch key.name {
                case "payload": payload = try scanner.skipValue(text.span, ignoringDuplicates: true)
                case "topic": topic = try scanner.string(text.span).unescaped(text.span)
                default: try scanner.skipValue(text.span)
                }
            }
            try scanner.end(text.span)
            let dialect = topic.split(separator: "/").dropFirst(2).first.flatMap { Dialect(name: String($0)) }
            return Decoding(Array(text[payload]), try #require(dialect), &decoder)
        }
    }

    @Test("Marylebone Road: 744 messages of one station, each over the hour before its stamp")
    func marylebone() throws {
        let decodings = try decodings("marylebone-2022-03.ndjson")
        #expect(decodings.count == 744)
        #expect(decodings.allSatisfy { $0.refusal == nil && $0.rejected.isEmpty && $0.device == "MY1" })
        let samples = decodings.flatMap(\.samples)
        #expect(samples.count > 744)
        #expect(
            samples.allSatisfy { sample in
                guard let covers = sample.covers else { return false }
                return covers.upperBound.microseconds(since: covers.lowerBound) == Microseconds.hour
                    && sample.stamp == covers.upperBound
            })
    }

    @Test("Dundee: 175 sessions, each with a start, its number and a stop, and every other frame a status")
    func dundee() throws {
        let decodings = try decodings("dundee-2018-03-dst.ndjson")
        #expect(decodings.allSatisfy { $0.refusal == nil && $0.rejected.isEmpty })
        var starts = 0
        var numbers = 0
        var stops = 0
        for event in decodings.flatMap(\.events) {
            switch event.kind {
            case .started: starts += 1
            case .numbered: numbers += 1
            case .stopped: stops += 1
            default: break
            }
        }
        #expect(starts == 175)
        #expect(numbers == 175)
        #expect(stops == 175)
    }
}
