import Readings
import TimeWindows

extension Picounits {
    /// The exact value of a decimal with at most six places.
    init(decimal text: some StringProtocol) throws {
        let bytes = Array(text.utf8)
        self.init(Int128(try Millionths(decimal: bytes.span).count) * Self.perMillionth)
    }
}
