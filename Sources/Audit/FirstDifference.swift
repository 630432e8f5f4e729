/// The first place where a published table and the one made again are not the same.
package struct FirstDifference: Hashable, Sendable {
    /// Counted from 1; the line of column names is line 1.
    package var line: Int
    /// The first column that differs; nil when one of the two has no such line, or they differ in line breaks only.
    package var column: String?
    /// What stands there; nil where the table has no such line.
    package var published: String?
    package var rebuilt: String?
    /// The row's first columns, for finding it again.
    package var row: String

    /// Nil when the bytes are equal.
    package init?(published: [UInt8], rebuilt: [UInt8]) {
        guard published != rebuilt else { return nil }
        var (left, right) = (CSVLines(published), CSVLines(rebuilt))
        var columns: [String] = []
        while true {
            let line = left.line
            let (hasLeft, hasRight) = (left.next(), right.next())
            let texts = (hasLeft ? left.texts : [], hasRight ? right.texts : [])
            if line == 1 { columns = texts.0 }
            self.line = line
            row = Self.key(hasLeft ? texts.0 : texts.1, columns)
            guard hasLeft, hasRight else {
                self.published = hasLeft ? texts.0.joined(separator: ",") : nil
                self.rebuilt = hasRight ? texts.1.joined(separator: ",") : nil
                if !hasLeft, !hasRight { self.line = Self.line(published, rebuilt) }
                return
            }
            guard texts.0 != texts.1 else { continue }
            let index =
                zip(texts.0, texts.1).enumerated().first { $0.element.0 != $0.element.1 }?.offset
                ?? min(texts.0.count, texts.1.count)
            column = index < columns.count && line > 1 ? columns[index] : "\(index + 1)"
            self.published = index < texts.0.count ? texts.0[index] : ""
            self.rebuilt = index < texts.1.count ? texts.1[index] : ""
            return
        }
    }

    /// The line of the first byte that differs, for tables whose texts are equal: quotes, or the last line break.
    private static func line(_ left: [UInt8], _ right: [UInt8]) -> Int {
        let same = zip(left, right).prefix { $0 == $1 }
        return 1 + same.count { $0.0 == UInt8(ascii: "\n") }
    }

    /// `2026-03-02T08:00:00Z,…,west,school,aq-1,no2`: the columns before the figures.
    private static func key(_ texts: [String], _ columns: [String]) -> String {
        let figures = columns.firstIndex { ["unit", "rated_kw", "scale", "operator", "messages"].contains($0) }
        return texts.prefix(figures ?? 6).joined(separator: ",")
    }

    package var words: String {
        switch (column, published, rebuilt) {
        case (let column?, let published, let rebuilt):
            "line \(line), column \(column): published is \(Self.shown(published)), a rebuild gives "
                + "\(Self.shown(rebuilt)) (row \(row))"
        case (nil, let published?, nil): "line \(line): a rebuild has no such row: \(Self.shown(published))"
        case (nil, nil, let rebuilt?): "line \(line): a rebuild has a row more: \(Self.shown(rebuilt))"
        default: "line \(line): the text is the same, quotes or line breaks are not"
        }
    }

    private static func shown(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "nothing" }
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}
