import Publication
import Readings
import Testing

@Suite("The manifest's own sum")
struct ManifestSumTests {
    static let manifest: Manifest = {
        var manifest = Manifest()
        for (offset, path) in ["summaries/air/hour/a.csv", "late/b, \"c\".csv", "feed:d\n.ndjson"].enumerated() {
            manifest.entries[path] = ManifestEntry(
                revision: offset + 1, reason: .update, rows: 7 * offset,
                sha256: String(repeating: "\(offset)", count: 64),
                writtenAt: Instant(microseconds: 1_772_438_400_000_000 + Int64(offset) * 1_000_000))
        }
        return manifest
    }()

    @Test("a manifest is read back as it was written, and its sum is sound")
    func roundTrip() {
        let reading = Manifest.read(Self.manifest.csv)
        #expect(reading.manifest == Self.manifest)
        #expect(reading.sum == .sound && reading.damagedRows == 0)
        #expect(Manifest.read(Manifest().csv).sum == .sound)
    }

    @Test("each byte of it that is changed, to any other, is noticed")
    func everyByte() {
        let sound = Self.manifest.csv
        for index in sound.indices {
            for mask: UInt8 in [1, 2, 4, 8, 16, 32, 64, 128] {
                var changed = sound
                changed[index] ^= mask
                let reading = Manifest.read(changed)
                #expect(!reading.isSound, "byte \(index) with bits \(mask)")
            }
            var shorter = sound
            shorter.remove(at: index)
            // Without its very last byte every row is there; all the same it is not as it was written.
            #expect(!Manifest.read(shorter).isSound, "without byte \(index)")
        }
    }

    @Test("a manifest from before there was a sum is read like any other")
    func withoutSum() throws {
        let text = String(decoding: Self.manifest.csv, as: UTF8.self)
        let end = try #require(text.firstRange(of: "manifest.csv,")).lowerBound
        let reading = Manifest.read(Array(text[..<end].utf8))
        #expect(reading.manifest == Self.manifest)
        #expect(reading.sum == .absent && reading.isSound)
    }

    @Test("a row that was put in, taken out or set behind the sum is noticed")
    func rows() throws {
        let lines = String(decoding: Self.manifest.csv, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(lines.first { $0.hasPrefix("summaries/") })
        let without = lines.filter { $0 != row }.joined(separator: "\n")
        #expect(Manifest.read(Array(without.utf8)).sum == .broken)
        #expect(!Manifest.read(Array((lines.joined(separator: "\n") + row + "\n").utf8)).isSound)
        let behind = without + row + "\n"
        #expect(!Manifest.read(Array(behind.utf8)).isSound)
        let other = lines.joined(separator: "\n") + row.replacing("a.csv", with: "b.csv") + "\n"
        #expect(!Manifest.read(Array(other.utf8)).isSound)
    }

    @Test("with one changed byte in a row, no row is believed before its file was read")
    func recovery() throws {
        let folder = try DataFolder()
        do {
            var files = try SummaryFolder(path: folder.path, durability: .atSave)
            _ = try files.publish("a\n1\n", rows: 1)
            _ = try files.publish("b\n2\n3\n", rows: 2, path: "late/b.csv")
            try files.save()
        }
        let sound = try folder.text("manifest.csv")
        let digest = sha256(of: "b\n2\n3\n")
        let other = (digest.first == "0" ? "1" : "0") + digest.dropFirst()
        try folder.write(sound.replacing(digest, with: other), to: "manifest.csv")
        let files = try SummaryFolder(path: folder.path, durability: .atSave)
        #expect(files.recovery.damagedRows == 1)
        #expect(files.recovery.recovered == ["late/b.csv"])
        #expect(files.manifest.entries["late/b.csv"]?.sha256 == digest)
        #expect(Manifest.read(Array(try folder.text("manifest.csv").utf8)).sum == .sound)
    }
}
