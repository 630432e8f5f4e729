package import Readings

/// Bands of rated power as the Department for Transport has cut them since October 2023 (3 to below 8, 8 to 49, 50 to 149,
/// 150 kW and above; here with the slower ones). The raw values are the words in the files.
///
/// Bands are half-open, so that 49.5 kW is in `8-to-49kw` and 7.999 kW below 8. Zapmap's bands (25 to 99, 100 and above)
/// differ: print the band beside each figure.
package enum PowerBand: String, CaseIterable, Comparable, Sendable {
    case below3 = "below-3kw"
    case from3 = "3-to-8kw"
    case from8 = "8-to-49kw"
    case from50 = "50-to-149kw"
    case from150 = "150kw-up"

    /// - Parameter rated: an EVSE's greatest rating; with several connectors, that of the strongest.
    package init(ratedKilowatts rated: Millionths) {
        switch rated.count / Millionths.perUnit {
        case ..<3: self = .below3
        case ..<8: self = .from3
        case ..<50: self = .from8
        case ..<150: self = .from50
        default: self = .from150
        }
    }

    /// Rapid charge points, of 50 kW and above, are under regulation 7 of SI 2023/1168. For the others its figure is by
    /// contract only: London boroughs copy it for lamp-posts.
    package var isUnderRegulation7: Bool { self >= .from50 }

    /// What the figure of regulation 7 rests on, as a word beside it in the files.
    package var regulation7Basis: String { isUnderRegulation7 ? "law" : "contract" }

    package static func < (left: PowerBand, right: PowerBand) -> Bool {
        left.place < right.place
    }

    private var place: Int {
        switch self {
        case .below3: 0
        case .from3: 1
        case .from8: 2
        case .from50: 3
        case .from150: 4
        }
    }
}
