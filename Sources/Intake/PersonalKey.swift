internal import Crypto
internal import Disk
import Readings

/// The master key of pseudonyms, from a file that only the service can read. Never printed.
package struct PersonalKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private let master: SymmetricKey

    static let shortestBytes = 32
    static let longestBytes = 4096

    init(master: [UInt8]) {
        self.master = SymmetricKey(data: master)
    }

    package var description: String { "PersonalKey" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    /// What is wrong with a key file, and what to do.
    struct Mistake: Error {
        var finding: String
        var remedy: String
    }

    /// Reads the key: every byte of the file counts.
    init(file: String) throws(Mistake) {
        let bytes: [UInt8]
        do {
            bytes = try PrivateFile.bytes(of: file, longest: Self.longestBytes)
        } catch {
            throw Self.mistake(error, file)
        }
        guard bytes.count >= Self.shortestBytes else {
            throw Mistake(finding: "a key of \(bytes.count) bytes in \(file)", remedy: Self.making(file))
        }
        // Thirty-two spaces are no secret. Random bytes and hexadecimal digits have more than eight different ones.
        guard Set(bytes).count >= 8 else {
            throw Mistake(finding: "the same few bytes again and again in \(file)", remedy: Self.making(file))
        }
        self.init(master: bytes)
    }

    private static func mistake(_ mistake: PrivateFile.Mistake, _ file: String) -> Mistake {
        switch mistake {
        case .unreadable(let words): Mistake(finding: "\(file), which cannot be read: \(words)", remedy: making(file))
        case .notRegular:
            Mistake(
                finding: "\(file), which is not a regular file", remedy: "Name the file itself, not a link or a folder."
            )
        case .open(let mode):
            Mistake(
                finding: "\(file), which others may read or write (mode 0\(String(mode, radix: 8)))",
                remedy: "Run: chmod 600 \(file)")
        case .foreign:
            Mistake(
                finding: "\(file), which belongs to another user",
                remedy: "Give it to the user that runs Kerbside: chown.")
        case .tooLong:
            Mistake(finding: "more than \(longestBytes) bytes in \(file)", remedy: making(file))
        }
    }

    private static func making(_ file: String) -> String {
        "Make one: (umask 077; head -c 32 /dev/urandom > \(file))"
    }

    /// The key of a UTC month: HMAC-SHA-256 of its purpose under the master, a key derivation in one step (NIST SP
    /// 800-108). Without the master nobody can tell that two months' keys have one origin.
    func key(of month: Month) -> MonthKey {
        MonthKey(
            month: month, tokens: derived("kerbside personal fields \(month)"),
            digests: derived("kerbside digests \(month)"))
    }

    private func derived(_ purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: master))
    }
}

/// A UTC month: `2026-03`. Years beyond four digits, which no clock of ours has, are one month.
struct Month: Hashable, CustomStringConvertible {
    let year: Int
    let month: Int

    init(of instant: Instant) {
        let parts = CivilDate(of: instant).components
        (year, month) = (0...9999).contains(parts.year) ? (parts.year, parts.month) : (0, 0)
    }

    var description: String {
        let digits = String(year)
        return String(repeating: "0", count: 4 - digits.count) + digits + (month < 10 ? "-0" : "-") + String(month)
    }
}

/// What replaces tokens received in one month.
struct MonthKey: Sendable {
    /// The month and the first eight digits of the key's SHA-256: tells which key was used, and nothing about it.
    let id: String
    private let tokens: SymmetricKey
    let digests: DigestKey

    init(month: Month, tokens: [UInt8], digests: [UInt8]) {
        id = "\(month)-\(hexadecimal(SHA256.hash(data: tokens), bytes: 4))"
        self.tokens = SymmetricKey(data: tokens)
        self.digests = DigestKey(SymmetricKey(data: digests))
    }

    /// `hmac-<key id>-<32 digits>`: HMAC-SHA-256 (FIPS 198-1) of the token's canonical characters, its first 128 bits.
    func pseudonym(_ token: [UInt8]) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: token, using: tokens)
        return Array("hmac-\(id)-\(hexadecimal(code, bytes: 16))".utf8)
    }
}

/// Tells whether two things that may not be written were the same. Keyed: a frame's other bytes are easily guessed, and
/// with a plain digest all numbers of four bytes can be tried in minutes.
struct DigestKey: Sendable {
    private let key: SymmetricKey

    init(_ key: SymmetricKey) {
        self.key = key
    }

    /// A key that nobody knows and that ends with the process.
    static func forThisRun() -> DigestKey { DigestKey(SymmetricKey(size: .bits256)) }

    /// 32 hexadecimal digits.
    func digest(_ bytes: [UInt8]) -> String {
        hexadecimal(HMAC<SHA256>.authenticationCode(for: bytes, using: key), bytes: 16)
    }
}

private func hexadecimal(_ bytes: some Sequence<UInt8>, bytes count: Int) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes.prefix(count) {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
