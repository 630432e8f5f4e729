import Charging
import Readings

/// A line of a published file that is no row of its table; the file's path says which.
package struct DamagedRow: Error, Hashable, Sendable {
    package var line: Int
}

/// Walks over the rows of a published file, cell by cell, as they were written.
package struct PublishedRows {
    private let columns: Int
    private var cursor = CSVCursor()
    private var cells: [CSVCursor.Cell] = []
    private var line = 1
    private var connectors: [[UInt8]: ConnectorOfTime] = [:]

    package init(_ dataset: Dataset) {
        columns = dataset.columns.count
    }

    /// Steps to the next row; false at the end. The line of column names is passed over.
    package mutating func next(_ file: [UInt8]) throws(DamagedRow) -> Bool {
        if cursor.position == 0 { step(file.span) }
        line = cursor.line
        step(file.span)
        if cells.isEmpty { return false }
        guard cells.count == columns else { throw damage }
        return true
    }

    private mutating func step(_ file: Span<UInt8>) {
        cells.removeAll(keepingCapacity: true)
        while let cell = cursor.next(file) {
            cells.append(cell)
            if cell.endsRecord { break }
        }
        // An empty last cell at the very end of the file is not told.
        if cells.count == columns - 1, cursor.position == file.count, var last = cells.last {
            last.range = file.count..<file.count
            cells.append(last)
        }
    }

    private var damage: DamagedRow { DamagedRow(line: line) }

    func isEmpty(_ column: Int) -> Bool { cells[column].range.isEmpty }

    func text(_ column: Int, _ file: [UInt8]) -> String {
        let cell = cells[column]
        if !cell.isQuoted { return String(decoding: file[cell.range], as: UTF8.self) }
        var bytes: [UInt8] = []
        cell.append(file.span, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func instant(_ column: Int, _ file: [UInt8]) throws(DamagedRow) -> Instant {
        guard let instant = Instant(iso8601: file.span.extracting(cells[column].range)) else { throw damage }
        return instant
    }

    func optionalInstant(_ column: Int, _ file: [UInt8]) throws(DamagedRow) -> Instant? {
        isEmpty(column) ? nil : try instant(column, file)
    }

    /// Millionths of the column's unit: of seconds they are microseconds.
    func millionths(_ column: Int, _ file: [UInt8]) throws(DamagedRow) -> Int64 {
        do {
            return try Millionths(decimal: file.span.extracting(cells[column].range)).count
        } catch { throw damage }
    }

    func optionalMillionths(_ column: Int, _ file: [UInt8]) throws(DamagedRow) -> Int64? {
        isEmpty(column) ? nil : try millionths(column, file)
    }

    func whole(_ column: Int, _ file: [UInt8]) throws(DamagedRow) -> Int {
        Int(try millionths(column, file) / Millionths.perUnit)
    }

    func word<Word: RawRepresentable<String>>(
        _ column: Int, _ file: [UInt8], _: Word.Type
    ) throws(DamagedRow) -> Word {
        guard let word = Word(rawValue: text(column, file)) else { throw damage }
        return word
    }

    /// The connector that these columns name; `evse,connector` stand behind `charge_point`.
    mutating func connector(
        site: Int, chargePoint: Int, operatorName: Int, rated: Int, _ file: [UInt8]
    ) throws(DamagedRow) -> ConnectorOfTime {
        // Most rows are of few connectors, whose names are read once.
        var key = Array(file[cells[chargePoint].range.lowerBound..<cells[chargePoint + 2].range.upperBound])
        for column in [site, operatorName, rated] {
            key.append(0)
            key.append(contentsOf: file[cells[column].range])
        }
        if let known = connectors[key] { return known }
        let place = ConnectorOfTime(
            site: text(site, file), chargePoint: text(chargePoint, file), evse: text(chargePoint + 1, file),
            connector: try whole(chargePoint + 2, file), operatorName: text(operatorName, file),
            ratedKilowatts: Millionths(try millionths(rated, file)))
        connectors[key] = place
        return place
    }

    func damaged() -> DamagedRow { damage }
}

extension PublishedRows {
    /// The row as one of charging/status.
    package mutating func status(_ file: [UInt8]) throws(DamagedRow) -> StatusRow {
        guard let evidence = StateEvidence(statusWord: text(9, file)) else { throw damaged() }
        let place = try connector(site: 3, chargePoint: 4, operatorName: 10, rated: 11, file)
        return StatusRow(
            place: place,
            status: StatusInterval(
                start: try instant(0, file), end: try instant(1, file), word: try word(7, file, ConnectorWord.self),
                errorCode: text(8, file), evidence: evidence),
            isCardPresented: !isEmpty(12) && text(12, file).split(separator: " ").contains { $0 == StatusRow.cardFlag })
    }
}
