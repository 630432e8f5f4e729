/// The sessions of one site in one power band, in one borough and month: what the public cells are sums of.
package struct SessionCell: Hashable, Sendable {
    package var site: String
    package var band: PowerBand
    package var sessions: Int

    package init(site: String, band: PowerBand, sessions: Int) {
        self.site = site
        self.band = band
        self.sessions = sessions
    }
}

/// The public cells of one borough and month whose figures stay empty.
package struct HiddenCells: Hashable, Sendable {
    package var sites: Set<String> = []
    package var bands: Set<PowerBand> = []
    package var isBoroughHidden = false

    package init() {}
}

/// Which of a borough's public cells of a month (its sites, its bands, itself) are to stay empty, so that nothing shown tells
/// where somebody was.
///
/// 1. A cell with fewer than five sessions is hidden, one with none too.
/// 2. Further cells are hidden until, as far as the shown cells tell, each cell of fewer than five may just as well be one
///    of five or more, and each other hidden cell may have another value. That holds for any way of adding and subtracting,
///    and with the knowledge that no count is below nought and which bands a site has.
/// 3. The same holds for one to four sessions of a site in one band, though no cell shows that part: a band less the other
///    sites that have it must not tell it.
///
/// Of the cells whose hiding helps, the one with the fewest sessions goes, the borough's own last; ties by site, then band.
/// - Parameter cells: each pair of site and band for which there is equipment, those without sessions too.
package func hiddenCells(among cells: [SessionCell]) -> HiddenCells {
    cells.isEmpty ? HiddenCells() : SessionTable(cells).suppressed()
}

/// Five: the least number of sessions that is shown.
package let fewestShownSessions = 5
