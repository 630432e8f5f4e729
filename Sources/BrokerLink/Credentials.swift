import Glibc

/// A user name and a password. Neither is ever printed: the description keeps them to itself.
package struct Credentials: Sendable, Equatable, CustomStringConvertible {
    package let user: String
    package let password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    package var description: String { "Credentials(user: \(user))" }

    /// Reads a file of two lines, the user name and the password. Others must not be able to read it: a mode wider than
    /// 0600 is refused.
    package init(file: String) throws(LinkMistake) {
        let text = try Self.privateText(file)
        // By scalars: to Swift a carriage return and a line feed are one character.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.last == "\r" ? line.dropLast() : line)
        }
        while let last = lines.last, last.isEmpty { lines.removeLast() }
        guard lines.count == 2, !lines[0].isEmpty else {
            throw Self.mistake(
                "The credentials in \(file) are not two lines but \(lines.count)",
                "Write the user name in the first line and the password in the second")
        }
        self.init(user: lines[0], password: lines[1])
    }

    private static func privateText(_ file: String) throws(LinkMistake) -> String {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw mistake(
                "The credentials in \(file) cannot be read: \(SystemWords.error(errno))",
                "Write a file of two lines, user name and password, readable by this service only, and name it as "
                    + "broker.username_file")
        }
        defer { close(descriptor) }
        // The open file is asked, not its name, so that nobody can exchange it in between.
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw mistake("\(file) is not a regular file", "Name a file of two lines, user name and password")
        }
        guard status.st_mode & 0o177 == 0 else {
            throw mistake(
                "The credentials in \(file) may be read by others (mode 0\(String(status.st_mode & 0o777, radix: 8)))",
                "Run: chmod 600 \(file)")
        }
        // A user name and a password have at most 65,535 bytes each in MQTT.
        var bytes = [UInt8](repeating: 0, count: 131_074)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else {
            throw mistake("\(file) cannot be read: \(SystemWords.error(errno))", "Look at the disk and the file")
        }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private static func mistake(_ finding: String, _ remedy: String) -> LinkMistake {
        LinkMistake(subject: .credentials, finding: finding, remedy: remedy)
    }
}
