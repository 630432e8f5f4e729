import Dialects
import Readings

/// What becomes of the fields that say who charged.
package enum PersonalFieldTreatment: Sendable, Equatable {
    /// They are emptied.
    case drop
    /// Each token is replaced by a keyed hash, the same for one token within a UTC month of receipt.
    case hmac(PersonalKey)
}

/// The keys in use: those of the month of receipt, made once.
struct PersonalSecrets {
    private let treatment: PersonalFieldTreatment
    private let digestsOfRun = DigestKey.forThisRun()
    private var months: [Month: MonthKey] = [:]

    init(_ treatment: PersonalFieldTreatment) {
        self.treatment = treatment
    }

    struct InForce {
        /// Nil: tokens are emptied.
        var pseudonym: PersonalFieldRedaction.Pseudonym?
        var digests: DigestKey
        /// Nil: no key replaces tokens.
        var keyID: String?
    }

    /// In virtual time months can come in any order; a decade of them is kept.
    private static let keptMonths = 120

    /// What is used for a message received then.
    mutating func inForce(at received: Instant) -> InForce {
        guard case .hmac(let key) = treatment else { return InForce(pseudonym: nil, digests: digestsOfRun) }
        let month = Month(of: received)
        if let known = months[month] { return Self.use(known) }
        if months.count >= Self.keptMonths { months.removeAll() }
        let made = key.key(of: month)
        months[month] = made
        return Self.use(made)
    }

    private static func use(_ key: MonthKey) -> InForce {
        InForce(pseudonym: { key.pseudonym($0) }, digests: key.digests, keyID: key.id)
    }
}
