package import Quality
import Readings
package import Registry

extension ReadingCorrection {
    /// What a row of `corrections.csv` says, as the registry has checked it.
    package init(_ row: Correction) {
        switch row.method {
        case .linear:
            self = .linear(
                LinearCorrection(
                    slope: row.slope ?? Millionths(Millionths.perUnit), offset: row.offset ?? Millionths(0)))
        case .epaAtm: self = .smokeMap(.atm)
        case .epaCf1: self = .smokeMap(.cf1)
        case .kappaKoehler:
            self = .kappaKoehler(KappaKoehlerCorrection(kappa: row.slope ?? KappaKoehlerCorrection.usualKappa))
        }
    }
}
