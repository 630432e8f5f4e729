import Foundation

/// The repository that these tests stand in.
enum Repository {
    /// The folder of Package.swift, found upwards from this file.
    static let root: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { return folder }
            folder = folder.deletingLastPathComponent()
        }
        return folder
    }()

    /// All text files of the repository, without what is built, fetched or ignored.
    static let files: [SourceFile] = paths(below: "").sorted().compactMap { path in
        guard let data = FileManager.default.contents(atPath: root.appending(path: path).path) else { return nil }
        let bytes = [UInt8](data)
        // A nought byte: no text (an image, a font).
        return bytes.contains(0) ? nil : SourceFile(path: path, bytes: bytes)
    }

    static let swiftFiles = files.filter(\.isSwift)

    /// Scripts by their ending or, where they have none, by their first line.
    static let shellScripts = files.filter { file in
        file.path.hasSuffix(".sh")
            || String(decoding: file.bytes.prefix(40), as: UTF8.self).hasPrefix("#!/usr/bin/env bash")
            || String(decoding: file.bytes.prefix(40), as: UTF8.self).hasPrefix("#!/bin/bash")
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Names in .gitignore, and git's own folder.
    private static func isLeftOut(_ name: String) -> Bool {
        [".git", ".swiftpm", "kerbside-demo", "__pycache__", "node_modules", "Package.resolved", ".venv"].contains(name)
            || name.hasPrefix(".build") || name.hasSuffix(".xcodeproj")
    }

    private static func paths(below folder: String) -> [String] {
        let place = folder.isEmpty ? root : root.appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.filter { !isLeftOut($0) }.flatMap { name -> [String] in
            let path = folder.isEmpty ? name : folder + "/" + name
            let url = root.appending(path: path)
            let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
            if values?.isSymbolicLink == true { return [] }
            return values?.isDirectory == true ? paths(below: path) : [path]
        }
    }
}
