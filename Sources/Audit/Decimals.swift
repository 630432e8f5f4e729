internal import Foundation
internal import Readings
internal import Tables

/// Exact numbers as text and for JSON, as the files write them.
enum Decimals {
    /// Of millionths.
    static func text(_ millionths: Int64) -> String {
        var bytes: [UInt8] = []
        bytes.append(millionths: millionths)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Of 1e-12 of a unit, all digits; trailing zeros cut.
    static func exact(picounits: Int128) -> String {
        var digits = String(picounits.magnitude)
        digits = String(repeating: "0", count: max(0, 13 - digits.count)) + digits
        let fraction = String(digits.suffix(12).reversed().drop { $0 == "0" }.reversed())
        let whole = (picounits < 0 ? "-" : "") + digits.dropLast(12)
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }

    static func number(_ millionths: Int64) -> Decimal { Decimal(millionths) / 1_000_000 }

    /// Microseconds as seconds.
    static func seconds(_ microseconds: Int64) -> String {
        var bytes: [UInt8] = []
        bytes.append(secondsOf: microseconds)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func percent(_ part: Int64, of whole: Int64) -> String {
        var bytes: [UInt8] = []
        bytes.append(percentOf: part, in: whole)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func kilowattHours(_ energy: WattHours) -> String {
        var bytes: [UInt8] = []
        bytes.append(kilowattHoursOf: energy)
        return String(decoding: bytes, as: UTF8.self)
    }
}
