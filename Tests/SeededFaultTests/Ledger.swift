import Readings

/// What was handed over, acknowledged and journalled, by message.
struct Ledger {
    /// How often a message reached the client.
    var delivered: [Int]
    /// How often its PUBACK may have left.
    var acknowledged: [Int]
    /// How often the journal has it.
    private(set) var journalled: [Int]
    /// The journal's messages as the reader gave them back, and what they are.
    private(set) var records: [(record: PipelineUnderTest.Record, message: Int)] = []
    private(set) var digest: UInt64 = 0

    init(messages: Int) {
        delivered = Array(repeating: 0, count: messages)
        acknowledged = delivered
        journalled = delivered
    }

    mutating func note(_ record: PipelineUnderTest.Record, _ message: Int) {
        records.append((record, message))
        journalled[message] += 1
        digest = (digest ^ UInt64(message) ^ UInt64(bitPattern: record.header.received.microseconds)) &* 0x100_0000_01b3
    }

    /// The journal is read from its beginning again.
    mutating func forgetJournal() {
        records = []
        journalled = Array(repeating: 0, count: journalled.count)
    }

    /// What the journal must not lack and must not have.
    var findings: [(words: String, message: Int)] {
        var findings: [(String, Int)] = []
        for message in journalled.indices {
            if journalled[message] < acknowledged[message] {
                findings.append(
                    (
                        "acknowledged \(acknowledged[message]) times, in the journal \(journalled[message]) times",
                        message
                    )
                )
            }
            if journalled[message] > delivered[message] {
                findings.append(
                    ("delivered \(delivered[message]) times, in the journal \(journalled[message]) times", message))
            }
        }
        return findings
    }
}

/// The different messages of a run: equal topics and payloads are one.
struct Messages {
    struct Message {
        var id: Int
        var topic: String
        var payload: String
        var meaning: Meaning
    }

    private(set) var all: [Message] = []
    private var ids: [String: Int] = [:]
    /// By the index of a publication.
    private var ofPublication: [Int] = []

    init(_ publications: [Publication]) {
        for publication in publications {
            let key = Self.kept(publication.topic) + "\n" + publication.journalled
            let id = ids[key] ?? all.count
            if id == all.count {
                ids[key] = id
                all.append(
                    Message(
                        id: id, topic: publication.topic, payload: publication.payload, meaning: publication.meaning))
            }
            ofPublication.append(id)
        }
    }

    var count: Int { all.count }

    func id(_ delivery: SimulatedBroker.Delivery) -> Int { ofPublication[delivery.message] }

    /// Of a payload that is no longer there, the journal keeps length and digest.
    func id(topic: String, journalled payload: String) -> Int? {
        let isDigest = payload.hasPrefix("not decoded: ")
        let words = isDigest ? String(payload.prefix { $0 != "," }) : payload
        return ids[Self.kept(topic) + "\n" + words]
    }

    /// Of a topic outside of the layout, too, the journal keeps a digest only.
    private static func kept(_ topic: String) -> String {
        topic == Traffic.strayTopic || topic.hasPrefix("~") ? "~" : topic
    }

    func delivered(_ delivery: SimulatedBroker.Delivery) -> PipelineUnderTest.Message {
        let message = all[id(delivery)]
        return PipelineUnderTest.Message(
            topic: message.topic, payload: message.payload, packetID: delivery.packetID,
            isRetained: delivery.isRetained)
    }
}
