internal import Crypto

/// SHA-256 (FIPS 180-4) of a file that passes by in pieces.
package struct FileDigest: Sendable {
    private var hash = SHA256()
    package private(set) var bytes: Int64 = 0

    package init() {}

    package mutating func update(_ piece: [UInt8]) {
        hash.update(data: piece)
        bytes += Int64(piece.count)
    }

    package mutating func update(_ piece: ArraySlice<UInt8>) {
        hash.update(data: piece)
        bytes += Int64(piece.count)
    }

    /// 64 hexadecimal digits, lower case, as `sha256sum` prints them.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in hash.finalize() {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
