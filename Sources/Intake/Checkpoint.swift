import Disk
import Journal
import Pipeline
import Publication
import Readings

/// What memory held at one place of the journal, in `state/checkpoint`: a start reads on from there instead of from the
/// beginning. It can always be thrown away; the journal has everything.
struct Checkpoint {
    var position: JournalPosition
    var lateAdmissions: [LateAdmission]
    var daysToRebuild: Set<DayToRebuild>

    /// Rises with each change of what is packed or of what the figures mean.
    private static let layout: UInt32 = 6
    private static let magic: UInt64 = 0x4B43_4142_5245_4B31
    private static let name = "checkpoint"

    /// Replaces the checkpoint of the folder. `basis` names registry and settings: another basis makes it worthless.
    func write(_ corridor: Corridor, basis: String, folder: String) throws {
        var packer = Packer()
        packer.put(position.segment)
        packer.put(position.offset)
        packer.put(Int64(lateAdmissions.count))
        for admission in lateAdmissions {
            packer.put(admission.device != nil)
            packer.put(admission.device ?? "")
            packer.put(admission.observed.lowerBound)
            packer.put(admission.observed.upperBound)
            packer.put(admission.decided)
            packer.put(admission.reason)
        }
        packer.put(Int64(daysToRebuild.count))
        for day in daysToRebuild.sorted() {
            packer.put(day.kind.rawValue)
            packer.put(day.area)
            packer.put(day.date.daysSince1970)
        }
        corridor.pack(into: &packer)
        var head = Packer()
        head.put(Self.magic)
        head.put(Self.layout)
        head.put(basis)
        var digest = FileDigest()
        digest.update(packer.bytes)
        head.put(digest.hexadecimal)
        let directory = try Directory(makingIfMissing: folder, readers: .group)
        try directory.replace(Self.name, with: (head.bytes + packer.bytes).span, readers: .group)
    }

    /// Removes the checkpoint of the folder, if there is one, for good.
    static func remove(folder: String) throws {
        guard let directory = try? Directory(path: folder), try directory.names().contains(name) else { return }
        try directory.remove(name)
        try directory.sync()
    }

    /// Reads the checkpoint of the folder into a corridor that has just been made; nil where there is none that fits. The
    /// corridor is of no use then.
    static func read(into corridor: inout Corridor, basis: String, folder: String) -> Checkpoint? {
        guard let bytes = try? content(of: folder) else { return nil }
        var unpacker = Unpacker(bytes)
        return try? read(&unpacker, bytes, into: &corridor, basis: basis)
    }

    private static func content(of folder: String) throws -> [UInt8] {
        let directory = try Directory(path: folder)
        let file = try InputFile(name, in: directory)
        return try file.bytes(at: 0, count: Int(clamping: try file.size()))
    }

    private static func read(
        _ unpacker: inout Unpacker, _ bytes: [UInt8], into corridor: inout Corridor, basis: String
    ) throws(UnpackingError) -> Checkpoint? {
        guard try unpacker.number(UInt64.self) == magic, try unpacker.number(UInt32.self) == layout,
            try unpacker.text() == basis
        else { return nil }
        let expected = try unpacker.text()
        var digest = FileDigest()
        digest.update(unpacker.rest)
        guard digest.hexadecimal == expected else { return nil }
        var checkpoint = Checkpoint(
            position: JournalPosition(segment: try unpacker.number(), offset: try unpacker.number()),
            lateAdmissions: [], daysToRebuild: [])
        for _ in 0..<(try unpacker.count(ofAtLeast: 40)) {
            let hasDevice = try unpacker.flag()
            let device = try unpacker.text()
            let (from, to) = (try unpacker.instant(), try unpacker.instant())
            guard from <= to else { return nil }
            checkpoint.lateAdmissions.append(
                LateAdmission(
                    device: hasDevice ? device : nil, observed: from..<to, decided: try unpacker.instant(),
                    reason: try unpacker.text()))
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 20)) {
            guard let kind = DayToRebuild.Kind(rawValue: try unpacker.text()) else { return nil }
            checkpoint.daysToRebuild.insert(
                DayToRebuild(
                    kind, area: try unpacker.text(), date: CivilDate(daysSince1970: try unpacker.number())))
        }
        try corridor.restore(unpacking: &unpacker)
        guard unpacker.isAtEnd else { return nil }
        corridor.lateAdmissions = checkpoint.lateAdmissions
        return checkpoint
    }
}
