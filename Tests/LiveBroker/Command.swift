package import Foundation

/// Runs a command to its end and returns its exit code and output, for what a test prepares: passwords, certificates.
@discardableResult
package func runCommand(_ arguments: [String], in directory: URL) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = directory
    // A file and no pipe: a broker started at the same moment would inherit the pipe, and hold it open.
    let file = directory.appending(path: "output-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = try FileHandle(forWritingTo: file)
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try output.close()
    return (process.terminationStatus, try String(contentsOf: file, encoding: .utf8))
}
