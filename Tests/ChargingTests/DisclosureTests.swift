import Charging
import SeededRandom
import Testing

@Suite("Public cells with few sessions")
struct DisclosureTests {
    private static func cell(_ site: String, _ band: PowerBand, _ sessions: Int) -> SessionCell {
        SessionCell(site: site, band: band, sessions: sessions)
    }

    private static func told(_ cells: [SessionCell]) -> String {
        let hidden = hiddenCells(among: cells)
        return (hidden.sites.sorted() + hidden.bands.sorted().map(\.rawValue) + (hidden.isBoroughHidden ? ["all"] : []))
            .joined(separator: " ")
    }

    @Test(
        "what stays empty",
        arguments: [
            // Nothing, where each cell has five.
            ([cell("a", .from3, 5), cell("b", .from3, 5)], ""),
            ([], ""),
            // A site of four could be worked out from the borough and the other: both go, and the smaller of two others.
            ([cell("a", .from3, 4), cell("b", .from3, 50)], "a b"),
            ([cell("a", .from3, 4), cell("b", .from3, 50), cell("c", .from3, 30)], "a c"),
            // Nought is a small number too.
            ([cell("a", .from3, 0), cell("b", .from3, 50), cell("c", .from3, 30)], "a c"),
            // Two small ones whose sum is below five need a third; whose sum is five do not.
            ([cell("a", .from3, 2), cell("b", .from3, 2), cell("c", .from3, 30), cell("d", .from3, 40)], "a b c"),
            ([cell("a", .from3, 3), cell("b", .from3, 2), cell("c", .from3, 30), cell("d", .from3, 40)], "a b"),
            ([cell("a", .from3, 0), cell("b", .from3, 0), cell("c", .from3, 30), cell("d", .from3, 40)], "a b c"),
            // A borough with one site tells the site.
            ([cell("a", .from3, 3)], "a 3-to-8kw all"),
            ([cell("a", .from3, 30)], ""),
            // A band that stands at one site alone tells that site.
            (
                [cell("a", .from50, 3), cell("b", .from3, 20), cell("c", .from3, 30)],
                "a b 3-to-8kw 50-to-149kw"
            ),
            // Bands alone: each site has enough, a band has not.
            (
                [cell("a", .from3, 20), cell("a", .from50, 3), cell("a", .from150, 9)],
                "50-to-149kw 150kw-up"
            ),
            // A site's three in a band, which the band less the other site would tell: 13 - 10.
            (
                [cell("a", .from3, 20), cell("a", .from50, 3), cell("b", .from50, 10)],
                "a b"
            ),
            // None of a site's parts can be told from both its bands.
            (
                [cell("a", .from3, 20), cell("a", .from50, 3), cell("b", .from3, 9), cell("b", .from50, 10)],
                ""
            ),
            // Nought in a band is nobody's visit.
            ([cell("a", .from3, 20), cell("a", .from50, 0), cell("b", .from50, 10)], ""),
        ])
    func examples(cells: [SessionCell], expected: String) {
        #expect(Self.told(cells) == expected)
        #expect(Self.told(cells.reversed()) == expected)
    }

    @Test("no hidden cell can be worked out: of all tables that agree with what is shown, some differ in it")
    func everyTable() {
        var (hidden, parts) = (0, 0)
        for seed in 1...UInt64(200) {
            var random = SplitMix64(seed: seed)
            let tables = AgreeingTables(Self.table(&random))
            for cell in tables.publicCells where cell.isHidden {
                hidden += 1
                #expect(cell.isOpen, "seed \(seed): \(cell.name) is \(cell.sum), and can be \(cell.values.sorted())")
            }
            for part in tables.parts where (1...4).contains(part.sum) {
                parts += 1
                #expect(part.isOpen, "seed \(seed): \(part.name) is \(part.sum), and can be \(part.values.sorted())")
            }
        }
        #expect(hidden > 200 && parts > 200)
    }

    @Test("the proof can fail: a table whose hidden cells follow from the shown ones is found out")
    func proof() {
        #expect(Self.table(ofHidden: ["a"]).contains { $0.isHidden && !$0.isOpen })
        #expect(Self.table(ofHidden: ["a", "b"]).allSatisfy { !$0.isHidden || $0.isOpen })
    }

    private static func table(ofHidden sites: Set<String>) -> [AgreeingTables.PublicCell] {
        var hidden = HiddenCells()
        hidden.sites = sites
        return AgreeingTables([cell("a", .from3, 3), cell("b", .from3, 9), cell("c", .from3, 9)], hidden).publicCells
    }

    @Test("cells of five and more stay where nothing is small, and two cells suffice among many")
    func noMoreThanNeeded() {
        let many = (0..<300).map { Self.cell("site-\($0)", $0 % 2 == 0 ? .from3 : .from50, 5 + $0) }
        #expect(Self.told(many) == "")
        #expect(Self.told(many + [Self.cell("small", .from3, 1)]) == "site-0 small")
    }

    private static func table(_ random: inout SplitMix64) -> [SessionCell] {
        let sizes = [0, 1, 2, 3, 4, 5, 6, 7, 9]
        let bands = PowerBand.allCases.prefix(1 + random.below(3))
        var cells: [SessionCell] = []
        for site in ["a", "b", "c", "d"].prefix(1 + random.below(4)) {
            for band in bands where cells.count < 5 && random.below(3) > 0 {
                cells.append(cell(site, band, sizes[random.below(sizes.count)]))
            }
        }
        return cells
    }
}

/// The tables of whole numbers, none below nought, that agree with the public cells that are shown: what a reader can think
/// possible. Found by trying, until each hidden cell has turned out to be open.
private struct AgreeingTables {
    struct PublicCell {
        var name: String
        /// Its atoms, ascending.
        var atoms: [Int]
        var sum: Int
        var isHidden: Bool
        /// The numbers that it has in the tables found so far.
        var values: Set<Int> = []

        var isOpen: Bool { values.count > 1 && (sum >= 5 || values.contains { $0 >= 5 }) }
    }

    private(set) var publicCells: [PublicCell] = []
    /// A site's sessions in one band, which no public cell shows.
    private(set) var parts: [PublicCell] = []
    private var table: [Int]

    init(_ cells: [SessionCell], _ hidden: HiddenCells? = nil) {
        let hidden = hidden ?? hiddenCells(among: cells)
        table = cells.map { _ in 0 }
        func add(_ name: String, isHidden: Bool, where isPart: (SessionCell) -> Bool) {
            let atoms = cells.indices.filter { isPart(cells[$0]) }
            publicCells.append(
                PublicCell(
                    name: name, atoms: atoms, sum: atoms.reduce(0) { $0 + cells[$1].sessions }, isHidden: isHidden))
        }
        for site in Set(cells.map(\.site)).sorted() {
            add(site, isHidden: hidden.sites.contains(site)) { $0.site == site }
        }
        for band in Set(cells.map(\.band)).sorted() {
            add(band.rawValue, isHidden: hidden.bands.contains(band)) { $0.band == band }
        }
        if !cells.isEmpty { add("all", isHidden: hidden.isBoroughHidden) { _ in true } }
        parts = cells.indices.map { index in
            let cell = cells[index]
            return PublicCell(
                name: "\(cell.site) \(cell.band.rawValue)", atoms: [index], sum: cell.sessions, isHidden: true)
        }
        fill(0)
    }

    private var isAllOpen: Bool {
        publicCells.allSatisfy { !$0.isHidden || $0.isOpen }
            && parts.allSatisfy { $0.isOpen || !(1...4).contains($0.sum) }
    }

    private mutating func fill(_ atom: Int) {
        guard atom < table.count else {
            for cell in publicCells.indices where publicCells[cell].isHidden {
                publicCells[cell].values.insert(publicCells[cell].atoms.reduce(0) { $0 + table[$1] })
            }
            for part in parts.indices { parts[part].values.insert(table[part]) }
            return
        }
        // Greater numbers are never needed to find another one.
        var values = 0...14
        for cell in publicCells where !cell.isHidden && cell.atoms.contains(atom) {
            let left = cell.sum - cell.atoms.reduce(0) { $1 < atom ? $0 + table[$1] : $0 }
            if left < values.lowerBound { return }
            // The last part of a shown sum is what is left of it.
            if cell.atoms.last == atom, left > values.upperBound { return }
            values = (cell.atoms.last == atom ? left : values.lowerBound)...min(left, values.upperBound)
        }
        for value in values where !isAllOpen {
            table[atom] = value
            fill(atom + 1)
        }
    }
}
