/// A row of `routes.csv`: where a topic that does not follow Kerbside's own layout says which device is meant.
package struct Route: Hashable, Sendable {
    package var topic: TopicFilter
    package var borough: String
    package var dialect: KnownDialect
    /// Which level of the topic names the device, counted from 1.
    package var devicePart: Int
    /// The direction of all messages on such topics; nil: the level behind the device tells it.
    package var direction: TopicDirection?

    package init(
        topic: TopicFilter, borough: String, dialect: KnownDialect, devicePart: Int, direction: TopicDirection? = nil
    ) {
        self.topic = topic
        self.borough = borough
        self.dialect = dialect
        self.devicePart = devicePart
        self.direction = direction
    }
}

extension Route {
    init?(_ row: SheetRow, boroughs: Set<String>?, dialects: [KnownDialect], _ findings: inout Findings) {
        let filterExpected = "an MQTT topic filter such as ocpp/cp/+/#"
        let filterText = row.required("topic", expected: filterExpected, &findings)
        let filter = filterText.flatMap { TopicFilter($0) }
        if let filterText, filter == nil {
            row.report(
                "topic", quoted(filterText), expected: filterExpected,
                remedy: "Let + and # stand alone between slashes, and # at the end.", &findings)
        }
        let borough = row.reference("borough", "borough", in: "boroughs.csv", names: boroughs, &findings)
        let dialect = row.dialect("dialect", nil, dialects, &findings)
        let partExpected = "which part of the topic names the device, counted from 1"
        let part =
            row.required("device", expected: partExpected, &findings) == nil
            ? nil : row.wholeNumber("device", in: 1...128, expected: partExpected, &findings)
        if let filter, let part, let most = filter.levelCount, part > most {
            row.report(
                "device", "\(part)", expected: "at most \(most), as \(quoted(filter.text)) has \(most) parts",
                remedy: "Count the parts between the slashes from 1.", &findings)
        }
        let direction = row.word("direction", TopicDirection.self, &findings)
        guard let filter, let borough, let dialect, let part else { return nil }
        self.init(topic: filter, borough: borough, dialect: dialect, devicePart: part, direction: direction)
    }
}
