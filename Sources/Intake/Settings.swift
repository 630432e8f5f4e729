package import BrokerLink
package import Pipeline

/// What `kerbside run` is told: by a YAML file, then by the environment, then by options, each over the one before.
package struct Settings: Sendable {
    package var link: LinkSettings
    /// Folder of the registry's CSV files.
    package var registry: String
    /// Folder that holds the journal and the published files.
    package var data: String
    package var windows: [WindowName]
    /// How long after its end a window is written, in microseconds; late readings are in the next writing.
    package var graceMicroseconds: Int64
    /// Take the receive time from the message's `received` property instead of the clock: for replays only.
    package var isVirtualTime: Bool
    package var retention = RetentionSettings()
    package var space = SpaceSettings()
    /// What becomes of card numbers and the like before a message is written.
    package var personalFields: PersonalFieldTreatment

    package init(link: LinkSettings, registry: String, data: String) {
        self.link = link
        self.registry = registry
        self.data = data
        windows = WindowName.standard
        graceMicroseconds = 60_000_000
        isVirtualTime = false
        personalFields = .drop
    }
}

/// A mistake in the settings: which file and line, what was expected, what was found, what to do.
package struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// `kerbside.yaml:3`, or the name of the environment variable.
    package var place: String
    package var found: String
    package var expected: String
    package var remedy: String

    package init(place: String, found: String, expected: String, remedy: String) {
        self.place = place
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    package var description: String {
        "\(place): found \(found); expected \(expected). \(remedy)"
    }
}

/// All mistakes of a settings file at once.
package struct SettingsProblems: Error, CustomStringConvertible {
    package var problems: [SettingsProblem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
