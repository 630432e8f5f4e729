package import Foundation

/// A certificate authority of the test's own, made by openssl on the spot, in a broker's directory.
package struct PrivateAuthority {
    private let directory: URL

    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// Writes `ca.pem`.
    package init(in directory: URL) throws {
        self.directory = directory
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=Test_authority "
                + "-keyout ca.key -out ca.pem")
    }

    /// Writes `<file>.pem` and `<file>.key` for a host or a client.
    package func issue(_ file: String, name: String, days: Int = 2) throws {
        let kind = name.allSatisfy { $0.isNumber || $0 == "." } ? "IP" : "DNS"
        try "subjectAltName=\(kind):\(name)\n".write(
            to: directory.appending(path: "\(file).ext"), atomically: true, encoding: .utf8)
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=\(name) -keyout \(file).key "
                + "-out \(file).csr")
        try openssl(
            "x509 -req -in \(file).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days) -extfile \(file).ext "
                + "-out \(file).pem")
    }

    private func openssl(_ arguments: String) throws {
        let result = try runCommand(["openssl"] + arguments.split(separator: " ").map(String.init), in: directory)
        guard result.code == 0 else { throw Failed(description: result.output) }
    }
}
