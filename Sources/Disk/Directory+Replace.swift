extension Directory {
    /// The name under which a file is written before it takes its own name. Readers' patterns pass over it.
    package static func temporaryName(for name: String) -> String { "." + name + ".tmp" }

    package static func isTemporaryName(_ name: String) -> Bool {
        name.utf8.count > 5 && name.hasPrefix(".") && name.hasSuffix(".tmp")
    }

    /// Makes the temporary file for `name`. What a crash, or somebody else, left under that name is removed first.
    package borrowing func makeTemporary(for name: String, readers: FileReaders) throws(DiskError) -> OutputFile {
        let temporary = Self.temporaryName(for: name)
        if try status(of: temporary) != nil { try remove(temporary) }
        return try OutputFile(creating: temporary, in: self, readers: readers)
    }

    /// Throws unless `name` is a regular file or nothing: a link or a folder of that name is never replaced.
    package borrowing func requireFileOrNothing(_ name: String) throws(DiskError) {
        guard let kind = try status(of: name)?.kind, kind != .file else { return }
        throw DiskError.notAFile(kind, childPath(name))
    }

    /// Replaces a small file whole: a reader, and a crash, sees the old content or the new. It is on disk on return.
    package borrowing func replace(_ name: String, with bytes: Span<UInt8>, readers: FileReaders) throws(DiskError) {
        try requireFileOrNothing(name)
        let file = try makeTemporary(for: name, readers: readers)
        do {
            try file.write(bytes)
            try file.dataSync()
            try rename(Self.temporaryName(for: name), to: name)
        } catch {
            try? remove(Self.temporaryName(for: name))
            throw error
        }
        try sync()
    }
}
