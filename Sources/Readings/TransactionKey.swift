/// How a message names a transaction: by the central system's number (OCPP 1.6) or by the station's own text (OCPP 2.0.1
/// section 1.13, OCPI).
package enum TransactionKey: Hashable, Sendable {
    case number(Int64)
    case text(String)

    /// Nil where it is a text.
    package var number: Int64? {
        switch self {
        case .number(let number): number
        case .text: nil
        }
    }
}

extension TransactionKey: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int64) {
        self = .number(value)
    }
}

extension TransactionKey: CustomStringConvertible {
    package var description: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        }
    }
}
