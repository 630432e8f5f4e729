/// Where devices stand, by the tables of the truth.
struct Places: Sendable {
    private struct Place: Equatable, Sendable {
        var borough: String
        var site: String

        init(_ table: Table, _ row: Int) {
            borough = table[row, "borough"]
            site = table[row, "site"]
        }
    }

    private var places: [String: Place] = [:]

    /// - Parameter column: of the device.
    init(_ table: Table, device column: String) {
        for row in 0..<table.count { places[table[row, column]] = Place(table, row) }
    }

    /// What is wrong with the place in a row of the data folder; nil: nothing, or the truth does not tell where the device is.
    func mistake(_ table: Table, _ row: Int, device: String) -> String? {
        let listed = Place(table, row)
        guard let place = places[device], place != listed else { return nil }
        return "is in \(listed.borough) \(listed.site), and stands in \(place.borough) \(place.site)"
    }
}
