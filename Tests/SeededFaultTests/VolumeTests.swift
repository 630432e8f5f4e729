import Disk
import Testing

/// The disk of the simulation must lose what a disk may lose, and nothing that was brought to it.
@Suite("What a loss of power leaves")
struct VolumeTests {
    /// `/r/a` is a file with "old" in it, all of it on the disk.
    private static func volume(_ calls: [DiskCall]) -> Volume {
        var volume = Volume(root: "/r")
        let before: [DiskCall] = [
            .makeFile("/r/a"), .write("/r/a", bytes: Array("old".utf8)), .syncFile("/r/a"), .syncFolder("/r"),
        ]
        for call in before + calls { #expect(volume.make(call) == nil) }
        return volume
    }

    private static func left(_ calls: [DiskCall], _ severity: Volume.Severity, seed: UInt64) -> [String: String] {
        var chance = Chance(seed: seed)
        var counts = FaultCounts()
        return volume(calls).afterPowerLoss(severity, &chance, &counts).files.mapValues {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Everything that may be left, over many seeds.
    private static func outcomes(_ calls: [DiskCall]) -> Set<[String: String]> {
        Set((0..<200).map { left(calls, .some, seed: $0) })
    }

    private static let write = DiskCall.write("/r/a", bytes: Array("new".utf8))
    private static let renamed: [DiskCall] = [
        .makeFile("/r/.b.tmp"), .write("/r/.b.tmp", bytes: Array("b".utf8)), .syncFile("/r/.b.tmp"),
        .rename("/r/.b.tmp", to: "/r/a"),
    ]

    @Test("bytes are safe after the fsync of their file")
    func bytes() {
        #expect(Self.outcomes([Self.write, .syncFile("/r/a")]) == [["a": "oldnew"]])
        let unsynced = Self.outcomes([Self.write])
        #expect(unsynced.isSuperset(of: [["a": "old"], ["a": "oldnew"], ["a": "oldn"], ["a": "old\0\0\0"]]))
        #expect(unsynced.allSatisfy { $0["a"]?.hasPrefix("old") == true })
    }

    @Test("names are safe after the fsync of their folder: not by that of the file")
    func names() {
        let made: [DiskCall] = [.makeFile("/r/b"), .syncFile("/r/b")]
        #expect(Self.outcomes(made) == [["a": "old"], ["a": "old", "b": ""]])
        #expect(Self.outcomes(made + [.syncFolder("/r")]) == [["a": "old", "b": ""]])
        #expect(Self.outcomes([.remove("/r/a")]) == [["a": "old"], [:]])
        #expect(Self.outcomes([.remove("/r/a"), .syncFolder("/r")]) == [[:]])
    }

    @Test("a rename is done or not, never half")
    func renames() {
        let outcomes = Self.outcomes(Self.renamed)
        #expect(Set(outcomes.compactMap { $0["a"] }) == ["old", "b"])
        #expect(Self.outcomes(Self.renamed + [.syncFolder("/r")]) == [["a": "b"]])
    }

    @Test("a folder whose name is lost takes with it what was synced inside")
    func folders() {
        let calls: [DiskCall] = [
            .makeFolder("/r/f"), .makeFile("/r/f/c"), .syncFile("/r/f/c"), .syncFolder("/r/f"),
        ]
        #expect(Self.outcomes(calls) == [["a": "old"], ["a": "old", "f/c": ""]])
    }

    @Test("bytes whose fsync failed are not saved by the next one")
    func failedSync() {
        var volume = Self.volume([Self.write])
        volume.doom("/r/a")
        #expect(volume.make(.syncFile("/r/a")) == nil)
        var chance = Chance(seed: 1)
        var counts = FaultCounts()
        let left = volume.afterPowerLoss(.everything, &chance, &counts).files["a"]
        #expect(left == Array("old\0\0\0".utf8))
    }
}
