/// Decimals as whole numbers of millionths.
enum Decimals {
    static func millionths(_ text: String) -> Int64? {
        var digits: Int64 = 0
        var decimals: Int?
        var isNegative = false
        guard !text.isEmpty, text.utf8.count < 19 else { return nil }
        for (index, byte) in text.utf8.enumerated() {
            if index == 0, byte == UInt8(ascii: "-") {
                isNegative = true
            } else if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
            } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                // What is finer than a millionth is cut: Kerbside writes six decimals.
                if let count = decimals {
                    guard count < 6 else { continue }
                    decimals = count + 1
                }
                let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
                guard !overflow else { return nil }
                digits = product + Int64(byte - UInt8(ascii: "0"))
            } else {
                return nil
            }
        }
        for _ in (decimals ?? 0)..<6 {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            digits = product
        }
        return isNegative ? -digits : digits
    }

    static func text(millionths: Int64) -> String {
        let magnitude = millionths.magnitude
        let fraction = String(magnitude % 1_000_000 + 1_000_000).dropFirst()
        let digits = fraction.reversed().drop { $0 == "0" }.reversed()
        return (millionths < 0 ? "-" : "") + String(magnitude / 1_000_000)
            + (digits.isEmpty ? "" : "." + String(digits))
    }
}
