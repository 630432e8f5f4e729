import Disk
import Foundation
import Publication
import Synchronization
import Testing

@Suite("Names that a killed process left behind")
struct UnsyncedNameTests {
    @Test("a name that was not brought to the disk is, before the manifest holds it")
    func unsyncedName() throws {
        let folder = try DataFolder()
        let path = SummaryFolderTests.path
        do {
            var files = try SummaryFolder(path: folder.path, durability: .everyFile)
            _ = try files.publish("a\n1\n", rows: 1)
            try files.save()
        }
        // As if the process had been killed between the rename and the fsync of the folder.
        try folder.write("a\n2\n", to: path)
        let calls = Mutex<[DiskCall]>([])
        let witness = DiskWitness(judge: { _ in .proceed }, made: { call in calls.withLock { $0.append(call) } })
        try DiskWitness.$current.withValue(witness) {
            let files = try SummaryFolder(path: folder.path, durability: .everyFile)
            #expect(files.recovery.recovered == [path])
        }
        let made = calls.withLock { $0 }
        let day = path.split(separator: "/").dropLast().joined(separator: "/")
        let synced = try #require(made.firstIndex(of: .syncFolder(folder.path + "/" + day)))
        let saved = try #require(
            made.firstIndex(of: .rename(folder.path + "/.manifest.csv.tmp", to: folder.path + "/manifest.csv")))
        #expect(synced < saved)
    }
}
