package import Readings

/// Why a payload's text was refused, and where; a text in a table's form is refused with it too.
package struct JSONError: Error, Equatable, Sendable {
    /// `notJSON`, `tooDeep`, `duplicateKey` or `wrongShape` (JSON, but another kind of value than the caller asked for);
    /// from a dialect also `malformedStamp` and `deviceMismatch`.
    package var reason: QuarantineReason
    /// Offset of the offending byte from the start of the text; the text's length when it ended too early.
    package var position: Int

    package init(_ reason: QuarantineReason, at position: Int) {
        self.reason = reason
        self.position = position
    }
}
