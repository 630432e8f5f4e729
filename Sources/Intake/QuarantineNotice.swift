import Pipeline
import Readings

/// Tells now and then that messages were quarantined, with an example for each reason: a wrong topic or an unregistered
/// device must not stay unseen until somebody counts.
struct QuarantineNotice {
    private var told = 0
    private var toldAt: Int64 = 0

    private static let pauseMicroseconds: Int64 = 60_000_000

    /// The line to log, at most one a minute; nil while nothing new was quarantined.
    mutating func words(_ corridor: Corridor, at now: Int64) -> String? {
        let count = corridor.balance.quarantinedCount
        guard count > told, now == .max || now < toldAt || now - toldAt >= Self.pauseMicroseconds else { return nil }
        let reasons = corridor.balance.quarantined.sorted { $0.key.rawValue < $1.key.rawValue }.map { reason, count in
            let example = corridor.firstQuarantined[reason].map { ", first \($0)" } ?? ""
            return "\(reason.rawValue) \(count)\(example)"
        }
        let new = count - told
        told = count
        toldAt = now
        return "Messages newly quarantined: \(new); so far: " + reasons.joined(separator: "; ")
    }
}
