import Disk
import Foundation

/// Where an export goes: a file that takes its name when it is complete, or standard output.
struct ExportFile {
    /// Nil: standard output.
    private let place: (folder: String, name: String)?

    init(_ path: String) throws {
        guard path != "-" else {
            place = nil
            return
        }
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent().resolvingSymlinksInPath().path
        do {
            guard try Directory(path: folder).status(of: url.lastPathComponent)?.kind != .folder else {
                throw Failure(text: "--out \(path): found a folder; expected the name of a file.", status: 2)
            }
        } catch let error as DiskError {
            throw Failure(text: "--out \(path): \(error). Make the folder first, or name another.", status: 2)
        }
        place = (folder, url.lastPathComponent)
    }

    /// Hands `body` a sink for the bytes. When it throws, no file is left and one of that name stays as it was.
    func write<Result>(_ body: (([UInt8]) throws -> Void) throws -> Result) throws -> Result {
        guard let place else {
            return try body { bytes in try FileHandle.standardOutput.write(contentsOf: Data(bytes)) }
        }
        let folder = try Directory(path: place.folder)
        try folder.requireFileOrNothing(place.name)
        let file = try folder.makeTemporary(for: place.name, readers: .everyone)
        do {
            let result = try body { try file.write($0.span) }
            try file.dataSync()
            try folder.rename(Directory.temporaryName(for: place.name), to: place.name)
            try folder.sync()
            return result
        } catch {
            try? folder.remove(Directory.temporaryName(for: place.name))
            throw error
        }
    }
}
