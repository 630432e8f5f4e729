import BrokerLink
import Foundation
import Readings
import SensorSim

/// A feed that grows with what a broker sends.
struct Recording {
    /// As many messages as were asked for are there.
    struct Full: Error {}

    private var file: FeedFile
    /// Nil for no end.
    private let wanted: Int?
    private let takesProperty: Bool
    private var progress = Progress("Recording")
    private var messages = 0
    private var payloadBytes = 0
    private var retained = 0
    /// Counted up to a million.
    private var topics: Set<[UInt8]> = []
    /// Messages without a usable property `received`, where it was asked for.
    private var unstamped = 0
    /// The latest batch held more than was wanted.
    private(set) var hasLeftOver = false

    init(file: FeedFile, wanted: Int?, takesProperty: Bool) {
        self.file = file
        self.wanted = wanted
        self.takesProperty = takesProperty
    }

    var isFull: Bool { wanted.map { messages >= $0 } ?? false }

    /// Writes a batch. When it returns, the system has it.
    mutating func take(_ batch: borrowing InboxBatch) throws {
        let now = WallClock.now
        for message in batch.messages {
            guard !isFull else {
                hasLeftOver = true
                break
            }
            var received = now
            if takesProperty {
                if let range = message.received, let stamp = Instant(iso8601: batch.bytes.span.extracting(range)) {
                    received = stamp
                } else {
                    unstamped += 1
                }
            }
            let topic = Array(batch.bytes[message.topic])
            let payload = Array(batch.bytes[message.payload])
            try file.append(
                SimulatedMessage(
                    received: received, topic: topic, payload: payload, qos: message.qos, isRetained: message.isRetained
                ),
                packetID: message.packetID)
            messages += 1
            payloadBytes += payload.count
            if message.isRetained { retained += 1 }
            if topics.count < 1_000_000 { topics.insert(topic) }
            progress.count(wanted.map { Double(messages) / Double($0) }) { " of \(topics.count) topics" }
        }
        try file.flush()
    }

    /// Ends the file, and tells what is in it.
    mutating func finish(interrupted: Bool) throws {
        try file.close()
        let kept = retained > 0 ? ", \(retained) of them retained by the broker" : ""
        let words =
            unstamped > 0
            ? "\(unstamped) messages had no property \"received\": their time is that of this machine's clock." : ""
        progress.finish(
            interrupted: interrupted, verb: "Recorded",
            " of \(topics.count) topics, \(payloadBytes) bytes of payload\(kept),", words: words)
    }
}
