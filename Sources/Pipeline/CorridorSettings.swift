import Readings
package import Tables
package import TimeWindows

/// What the corridor makes of its records.
package struct CorridorSettings: Hashable, Sendable {
    /// The datasets to publish.
    package var datasets: Set<Dataset>
    package var airAdmission: Admission
    package var chargingAdmission: Admission
    package var memory: Memory
    /// The records have not passed the privacy guard of the journal, as those of a feed: what is quarantined is shown only
    /// as far as no card number can be in it.
    package var isUnguarded = false

    package init(
        windows: [WindowName] = WindowName.standard, airAdmission: Admission = .air,
        chargingAdmission: Admission = .charging, memory: Memory = .everything
    ) {
        datasets = Set(windows.flatMap(\.datasets))
        datasets.formUnion([.chargingSession, .chargingStatus])
        let made = datasets
        datasets = datasets.filter { $0.restsOn.isSubset(of: made) }
        self.airAdmission = airAdmission
        self.chargingAdmission = chargingAdmission
        self.memory = memory
    }
}

/// When charging's public months are written.
///
/// Two copies of a month, subtracted, must not show a single visit. So a month is written when nothing that comes can change
/// it any more: a visit that begins in it ends within 35 days or never (`ChargingReach`), and what was told of it is
/// taken for 35 days more (`Admission.charging`).
package enum PublicMonths {
    package static let delayDays = 70
    static let delay = Int64(delayDays) * Microseconds.day
}

/// The lengths of windows that the setting `windows` names.
package enum WindowName: String, CaseIterable, Sendable {
    case minute
    case quarterHour = "quarter-hour"
    case hour
    case day
    case month
    case year
    case schoolDay = "school-day"

    /// What is on without a setting: `minute` and `quarter-hour` make many rows and are off.
    package static let standard: [WindowName] = [.hour, .day, .month, .year, .schoolDay]

    /// Running means and indices come with the hour, on which they rest; exceedances with the year. What is made of hours'
    /// rows is made where there are such rows.
    var datasets: [Dataset] {
        switch self {
        case .minute: [.airMinute]
        case .quarterHour: [.airQuarterHour, .chargingQuarterHour]
        case .hour: [.airHour, .airRunning, .airIndex, .chargingHour]
        case .day: [.airDay, .airIndexDay, .chargingDay]
        case .month:
            [
                .airMonth, .chargingOutage, .chargingReliability, .chargingUtilisation, .chargingProfile,
                .chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth,
            ]
        case .year: [.airYear, .airExceedance, .chargingReliability]
        case .schoolDay: [.airSchoolDay]
        }
    }
}
