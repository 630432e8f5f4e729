import Readings

/// A stamp of a table; nil where the cell is empty.
func stamp(_ text: String) -> Instant? { text.isEmpty ? nil : Instant(iso8601: text) }
