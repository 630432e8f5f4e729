package import Readings

/// A row of `corrections.csv`: how a device's raw readings of one quantity are turned into the published ones, for a span
/// of time. Without a row they are published as they are.
package struct Correction: Hashable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        /// raw x slope + offset.
        case linear
        /// The United States EPA's five segments of PM2.5 for `cf_atm`.
        case epaAtm = "epa-atm"
        /// Its two segments of 2021 for `cf_1`.
        case epaCf1 = "epa-cf1"
        /// Divided by what the water in the particles adds, by the kappa in the column `slope`.
        case kappaKoehler = "kappa-koehler"

        /// What the raw PM2.5 has to be; nil where it does not matter.
        package var input: ParticleInput? {
            switch self {
            case .epaAtm: .atm
            case .epaCf1: .cf1
            case .linear, .kappaKoehler: nil
            }
        }

        /// Whether readings need a humidity from the same device.
        package var needsHumidity: Bool { self != .linear }
    }

    package var device: String
    package var quantity: Quantity
    package var method: Method
    /// Of `linear` the factor, without a unit; of `kappa-koehler` the kappa, nil for the usual one; else nil.
    package var slope: Millionths?
    /// Of `linear`, in the quantity's unit; else nil.
    package var offset: Millionths?
    /// Which figure the device gives, as the person who wrote the row knows it; nil where the dialect tells.
    package var input: ParticleInput?
    /// The row holds for readings observed in [validFrom, validTo); nil leaves that side open.
    package var validFrom: Instant?
    package var validTo: Instant?
    /// What the line was found against, for people: a site, a report.
    package var reference: String?
    /// Who found it.
    package var by: String?

    package init(
        device: String, quantity: Quantity, method: Method = .linear, slope: Millionths? = nil,
        offset: Millionths? = nil, input: ParticleInput? = nil, validFrom: Instant? = nil, validTo: Instant? = nil,
        reference: String? = nil, by: String? = nil
    ) {
        self.device = device
        self.quantity = quantity
        self.method = method
        self.slope = slope
        self.offset = offset
        self.input = input
        self.validFrom = validFrom
        self.validTo = validTo
        self.reference = reference
        self.by = by
    }

    package var validity: Range<Instant> { span(from: validFrom, to: validTo) }

    /// What the column `correction` of a row shows: the method, and behind a colon since when the row holds, as
    /// `linear:2026-03-02`, so that a reader finds the row of `corrections.csv`. It holds no comma.
    package var label: String {
        validFrom.map { "\(method.rawValue):\(dateOrStamp($0))" } ?? method.rawValue
    }
}
