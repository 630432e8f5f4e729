import Foundation
import Journal
import Readings

/// A journal whose newest segment holds any bytes: it opens, takes a message, and gives it back last.
func journalOfAnyBytes(_ bytes: [UInt8]) {
    JournalFolder.one.reset(to: bytes)
    // A later format is left alone, and the only reason not to open.
    if bytes.count >= 32, bytes.starts(with: Array("KERBJRNL".utf8)), bytes[8] != 1 || bytes[9] != 0 {
        _ = try? JournalWriter(path: JournalFolder.one.path)
        return
    }
    _ = reopened("any bytes")
}

/// A sound journal with some bytes changed: only records that a change touches may be missing, and none is invented.
///
/// The input: how many messages, then for each its payload's length; then changes of three bytes: where (two), what.
func damagedJournal(_ bytes: [UInt8]) {
    var input = bytes[...]
    let count = 1 + Int(input.popFirst() ?? 0) % 8
    let lengths = (0..<count).map { _ in Int(input.popFirst() ?? 0) }
    let (sound, ends) = segment(payloads: lengths)
    var damaged = sound
    var touched = Set<Int>()
    while input.count >= 3, let low = input.popFirst(), let high = input.popFirst(), let value = input.popFirst() {
        let place = (Int(high) << 8 | Int(low)) % damaged.count
        damaged[place] = value
        touched.insert(place)
    }
    let changed = touched.filter { damaged[$0] != sound[$0] }
    JournalFolder.one.reset(to: damaged)
    if damaged.starts(with: Array("KERBJRNL".utf8)), damaged[8...9] != sound[8...9] { return }
    let found = Set(reopened("damaged bytes"))
    let records = (0..<count).map { ($0 == 0 ? 32 : ends[$0 - 1])..<ends[$0] }
    // Without its header a segment's mark is the one that most places show; where marks too were changed, there may be none.
    let intact = records.count { record in !changed.contains(where: record.contains) }
    let forged = records.count { record in changed.contains { record.contains($0) } }
    let isHeaderIntact = !changed.contains { $0 < 32 }
    let isMarkIntact = !changed.contains { (12..<16).contains($0) }
    if !isHeaderIntact, intact + (isMarkIntact ? 1 : 0) < forged + (isMarkIntact ? 0 : 1) + 1 { return }
    for number in 0..<count {
        let record = records[number]
        if changed.contains(where: record.contains) { continue }
        require(found.contains(payload(number, lengths[number])), "record \(number) is sound and was lost")
    }
    let written = Set((0..<count).map { payload($0, lengths[$0]) })
    require(found.subtracting(written).subtracting([newest]).isEmpty, "no record is invented")
}

private let newest = Array("the newest message".utf8)

private func payload(_ number: Int, _ length: Int) -> [UInt8] {
    [UInt8(number)] + (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
}

private func append(_ payload: [UInt8], to writer: inout JournalWriter) throws {
    let topic = Array("westminster/air/plain/aq-0001".utf8)
    let header = MessageHeader(received: Instant(microseconds: 1_772_438_400_000_000), packetID: 7, connection: 1)
    try writer.append(header: header, qos: 1, topic: topic.span, payload: payload.span)
}

/// Opens twice. The first time anything may be found and repaired; a message is added; the second time all is sound.
private func reopened(_ what: String) -> [[UInt8]] {
    let path = JournalFolder.one.path
    do {
        do {
            var writer = try JournalWriter(path: path)
            try append(newest, to: &writer)
            _ = try writer.commit()
        }
        let writer = try JournalWriter(path: path)
        require(writer.recovery.tornTail == nil, "\(what): a repaired journal has no torn end")
        var reader = try JournalReader(path: path, from: .start)
        var found: [[UInt8]] = []
        while try reader.next(
            upTo: writer.committed, atMost: 3,
            { record, _, payload in
                if record.kind == .message { found.append(payload.indices.map { payload[$0] }) }
            }) > 0
        {}
        require(found.last == newest, "\(what): what was committed last is read last")
        return found
    } catch {
        require(false, "\(what): a journal opens and is read: \(error)")
        return []
    }
}

private func segment(payloads lengths: [Int]) -> (bytes: [UInt8], ends: [Int]) {
    let folder = JournalFolder.other
    folder.reset(to: nil)
    var ends: [Int] = []
    do {
        var writer = try JournalWriter(path: folder.path)
        for (number, length) in lengths.enumerated() {
            try append(payload(number, length), to: &writer)
            ends.append(Int(try writer.commit().offset))
        }
    } catch {
        require(false, "a journal is written: \(error)")
    }
    return (folder.segment(), ends)
}

/// A folder in memory that is used again and again.
private struct JournalFolder: Sendable {
    let path: String

    static let one = JournalFolder("one")
    static let other = JournalFolder("other")

    init(_ name: String) {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        path = memory + "/kerbside-fuzz-\(ProcessInfo.processInfo.processIdentifier)-" + name
    }

    func reset(to bytes: [UInt8]?) {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if let bytes {
            try? Data(bytes).write(to: URL(filePath: path + "/0000000000000001.kbj"))
        }
    }

    func segment() -> [UInt8] {
        (try? Data(contentsOf: URL(filePath: path + "/0000000000000001.kbj"))).map { Array($0) } ?? []
    }
}
