import BrokerLink
import Foundation
import Pipeline

extension Settings {
    /// Reads a settings file and the environment over it. Throws all problems at once.
    package static func read(file path: String, environment: [String: String]) throws -> Settings {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsProblems(problems: [
                SettingsProblem(
                    place: path, found: "no file that can be read", expected: "a settings file",
                    remedy: "Copy Deploy/kerbside.yaml there and correct it, or name another file with --config.")
            ])
        }
        return try parse(
            yaml: String(decoding: data, as: UTF8.self), file: path, environment: environment)
    }

    /// The settings of a YAML text. Relative paths count from the file's folder.
    package static func parse(yaml: String, file: String, environment: [String: String]) throws -> Settings {
        var values = SettingValues()
        values.read(yaml: yaml, file: file)
        // What stands in a file that is no YAML is not known, so nothing else can be said of it.
        if !values.isReadable { throw SettingsProblems(problems: values.problems) }
        values.read(environment: environment)
        var reader = SettingsReading(values: values, file: file)
        let settings = reader.settings()
        guard let settings, reader.problems.isEmpty else { throw SettingsProblems(problems: reader.problems) }
        return settings
    }
}

/// Turns texts into settings and gathers what is wrong with them.
private struct SettingsReading {
    let values: SettingValues
    let file: String
    var problems: [SettingsProblem]

    init(values: SettingValues, file: String) {
        self.values = values
        self.file = file
        problems = values.problems
    }

    mutating func settings() -> Settings? {
        let url = required(.brokerURL, example: "mqtt://127.0.0.1:1883")
        let clientID = required(.brokerClientID, example: "kerbside")
        let registry = required(.registry, example: "registry/")
        let data = required(.data, example: "data/")
        // What is missing does not keep us from reading the rest: all mistakes are told at once.
        let address = url.flatMap { self.address($0) } ?? BrokerAddress(host: "", port: 0, isEncrypted: false)
        var link = LinkSettings(address: address, clientID: clientID ?? "unnamed")
        readLink(&link)
        var settings = Settings(link: link, registry: registry ?? "", data: data ?? "")
        if let windows = values.values[.windows], !windows.texts.isEmpty {
            settings.windows = windowNames(windows.texts)
        }
        if let grace = whole(.grace, in: 0...3600) { settings.graceMicroseconds = Int64(grace) * 1_000_000 }
        readDisk(&settings)
        settings.personalFields = personalFields()
        return settings
    }

    private mutating func readDisk(_ settings: inout Settings) {
        if let days = whole(.retentionDays, in: 1...36_500) { settings.retention.days = days }
        settings.retention.gigabytes = whole(.retentionGigabytes, in: 1...1_000_000)
        if let days = whole(.compressAfterDays, in: 0...36_500) { settings.retention.compressAfterDays = days }
        if let free = whole(.warnFree, in: 0...100_000_000) { settings.space.warnFreeMebibytes = free }
        if let free = whole(.stopFree, in: 0...100_000_000) { settings.space.stopFreeMebibytes = free }
    }

    private mutating func personalFields() -> PersonalFieldTreatment {
        let word = text(.personalFields) ?? "drop"
        let file = text(.personalKeyFile)
        switch (word, file) {
        case ("drop", nil): return .drop
        case ("drop", _):
            problems.append(
                problem(
                    .personalKeyFile, found: "a key that nothing uses",
                    remedy: "Write `personal_fields: hmac` beside it, or take it away."))
        case ("hmac", nil):
            problems.append(
                problem(
                    .personalFields, found: "hmac without a key",
                    remedy: "Name a file as privacy.key_file: \(SettingName.personalKeyFile.expectation)."))
        case ("hmac", let file?):
            do {
                return .hmac(try PersonalKey(file: file))
            } catch {
                problems.append(problem(.personalKeyFile, found: error.finding, remedy: error.remedy))
            }
        default: problems.append(problem(.personalFields, found: "\"\(word)\"", remedy: "Write drop or hmac."))
        }
        return .drop
    }

    private mutating func address(_ url: String) -> BrokerAddress? {
        do {
            return try BrokerAddress(url)
        } catch {
            problems.append(problem(.brokerURL, found: "\"\(url)\" (\(error.finding))", remedy: error.remedy + "."))
            return nil
        }
    }

    private mutating func readLink(_ link: inout LinkSettings) {
        if let qos = whole(.brokerQoS, in: 0...1) { link.qos = qos == 0 ? .atMostOnce : .atLeastOnce }
        if let seconds = whole(.brokerKeepAlive, in: 10...3600) { link.keepAliveSeconds = UInt16(seconds) }
        if let days = whole(.brokerSessionExpiry, in: 1...365) { link.sessionExpirySeconds = UInt32(days) * 86_400 }
        if let count = whole(.brokerReceiveMaximum, in: 1...65_535) { link.receiveMaximum = UInt16(count) }
        if let bytes = whole(.brokerMaximumPacket, in: 1024...268_435_455) { link.maximumPacketBytes = UInt32(bytes) }
        if let count = whole(.batchMessages, in: 1...100_000) { link.batch.messages = count }
        if let bytes = whole(.batchBytes, in: 1024...67_108_864) { link.batch.bytes = bytes }
        if let milliseconds = whole(.batchLinger, in: 0...1000) { link.batch.linger = .milliseconds(milliseconds) }
        if let version = text(.brokerProtocol) {
            switch version {
            case "5": link.version = .v5
            case "3.1.1": link.version = .v3_1_1
            default: problems.append(problem(.brokerProtocol, found: "\"\(version)\"", remedy: "Write 5."))
            }
        }
        link.filters = values.values[.brokerTopics]?.texts ?? []
        if link.filters.isEmpty { link.filters = ["+/air/#", "+/ev/#"] }
        link.tls = TLSFiles(
            authorities: text(.tlsAuthorities), certificate: text(.tlsCertificate), key: text(.tlsKey))
        if let path = text(.brokerUsernameFile) {
            do {
                link.credentials = try Credentials(file: path)
            } catch {
                problems.append(problem(.brokerUsernameFile, found: error.finding, remedy: error.remedy + "."))
            }
        }
        do {
            try link.validate()
        } catch {
            problems.append(
                SettingsProblem(
                    place: file, found: error.finding, expected: "settings that go together", remedy: error.remedy + "."
                ))
        }
    }

    private mutating func required(_ name: SettingName, example: String) -> String? {
        if let text = text(name) { return text }
        problems.append(
            SettingsProblem(
                place: values.values[name]?.place ?? file, found: "no \(name.rawValue)", expected: name.expectation,
                remedy: "Add it, for example `\(name.rawValue.split(separator: ".").last ?? ""): \(example)`"
                    + (name.rawValue.contains(".") ? " under `broker:`." : ".")))
        return nil
    }

    /// A name without a value is as if it were not there.
    private func text(_ name: SettingName) -> String? {
        guard let value = values.values[name], var text = value.texts.first, !text.isEmpty else { return nil }
        while name.isPath, text.count > 1, text.hasSuffix("/") { text.removeLast() }
        guard name.isPath, !text.hasPrefix("/"), value.place.hasPrefix(file) else { return text }
        let folder = (file as NSString).deletingLastPathComponent
        return folder.isEmpty ? text : folder + "/" + text
    }

    private mutating func whole(_ name: SettingName, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        problems.append(problem(name, found: "\"\(text)\"", remedy: "Write a whole number in that range."))
        return nil
    }

    private mutating func windowNames(_ texts: [String]) -> [WindowName] {
        let names = texts.compactMap { text -> WindowName? in
            if let window = WindowName(rawValue: text) { return window }
            problems.append(
                problem(.windows, found: "\"\(text)\"", remedy: "Write for example `windows: [minute, hour, day]`."))
            return nil
        }
        if let long = names.first(where: { $0 == .month || $0 == .year }), !names.contains(.hour) {
            problems.append(
                problem(
                    .windows, found: "\(long.rawValue) without hour",
                    remedy: "Write hour too: months and years are made of the hours' rows."))
        }
        return names
    }

    private func problem(_ name: SettingName, found: String, remedy: String) -> SettingsProblem {
        SettingsProblem(
            place: values.values[name]?.place ?? file, found: "\(name.rawValue) \(found)", expected: name.expectation,
            remedy: remedy)
    }
}
