/// Sites, bands and the borough of a month as a circulation: sessions flow from the borough to the sites, from each site to its
/// bands, and from the bands back to the borough. The tables that agree with what is shown are the flows with the shown
/// arcs held fast, and any two of them differ by closed loops through the others. So whether a cell can have another value
/// is a question of paths, which has an exact answer.
struct SessionTable {
    private var flows: Circulation
    private let sites: [String]
    private let bands: [PowerBand]
    /// Arcs of the sites, then of the bands; then the borough's.
    private let cells: Range<Int>
    private let borough: Int

    init(_ atoms: [SessionCell]) {
        sites = Set(atoms.map(\.site)).sorted()
        bands = Set(atoms.map(\.band)).sorted()
        let siteNodes = Dictionary(uniqueKeysWithValues: sites.enumerated().map { ($1, $0 + 2) })
        let bandNodes = Dictionary(uniqueKeysWithValues: bands.enumerated().map { ($1, $0 + 2 + siteNodes.count) })
        var bySite: [String: Int] = [:]
        var byBand: [PowerBand: Int] = [:]
        for atom in atoms {
            bySite[atom.site, default: 0] += atom.sessions
            byBand[atom.band, default: 0] += atom.sessions
        }
        let (source, sink) = (0, 1)
        var arcs: [Circulation.Arc] = []
        for site in sites { arcs.append(.init(from: source, to: siteNodes[site] ?? sink, flow: bySite[site] ?? 0)) }
        for band in bands { arcs.append(.init(from: bandNodes[band] ?? source, to: sink, flow: byBand[band] ?? 0)) }
        borough = arcs.count
        cells = 0..<borough
        arcs.append(.init(from: sink, to: source, flow: bySite.values.reduce(0, +)))
        for index in arcs.indices { arcs[index].isHeld = arcs[index].flow >= fewestShownSessions }
        for atom in atoms {
            arcs.append(
                .init(from: siteNodes[atom.site] ?? sink, to: bandNodes[atom.band] ?? source, flow: atom.sessions))
        }
        flows = Circulation(arcs: arcs, nodes: 2 + sites.count + bands.count)
    }

    func suppressed() -> HiddenCells {
        var table = self
        while let cell = table.firstExposed(), table.hideForSake(of: cell) {}
        var hidden = HiddenCells()
        for arc in cells where !table.flows.arcs[arc].isHeld {
            if arc < sites.count {
                hidden.sites.insert(sites[arc])
            } else {
                hidden.bands.insert(bands[arc - sites.count])
            }
        }
        hidden.isBoroughHidden = !table.flows.arcs[borough].isHeld
        return hidden
    }

    /// Of what stays hidden: the cells that are not shown, and each site's few sessions in one band, which no cell shows.
    private func firstExposed() -> Int? {
        flows.arcs.indices.first { arc in
            guard !flows.arcs[arc].isHeld else { return false }
            return arc <= borough || (1..<fewestShownSessions).contains(flows.arcs[arc].flow) ? isExposed(arc) : false
        }
    }

    private func isExposed(_ cell: Int) -> Bool {
        let sessions = flows.arcs[cell].flow
        return sessions < fewestShownSessions
            ? !flows.canRise(cell, by: fewestShownSessions - sessions)
            : !flows.canRise(cell, by: 1) && !flows.canFall(cell)
    }

    /// Hides one more cell; false where none is left.
    private mutating func hideForSake(of exposed: Int) -> Bool {
        let shown = cells.filter { flows.arcs[$0].isHeld }.sorted { left, right in
            (flows.arcs[left].flow, left) < (flows.arcs[right].flow, right)
        }
        for cell in shown {
            flows.arcs[cell].isHeld = false
            if !isExposed(exposed) { return true }
            flows.arcs[cell].isHeld = true
        }
        // No single cell helps: the smallest goes, and the next may. With all of them hidden any cell can rise.
        let next = shown.first ?? borough
        defer { flows.arcs[next].isHeld = false }
        return flows.arcs[next].isHeld
    }
}
