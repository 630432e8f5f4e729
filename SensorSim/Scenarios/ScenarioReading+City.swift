import Readings
import SensorSim
import Yams

extension ScenarioReading {
    private static let boroughNames = ["id", "name", "gss", "prefix", "latitude", "longitude", "fill"]
    private static let placeNames = [
        "name", "borough", "kind", "environment", "latitude", "longitude", "traffic", "sensors", "chargers",
        "school_street",
    ]
    /// Greater London with some room.
    private static let latitudes = 51.2...51.8
    private static let longitudes = -0.6...0.4

    mutating func plan(_ root: Node) -> CityPlan? {
        var boroughs: [City.Borough] = []
        var prefixes: [String: String] = [:]
        var places: [Place] = []
        var nodesByBorough: [String: Node] = [:]
        let before = nodes.problems.count
        for node in nodes.list(root, "boroughs") {
            guard let borough = borough(node) else { continue }
            guard !boroughs.contains(where: { $0.id == borough.id }) else {
                nodes.report(
                    node, found: "a second borough \(borough.id)", expected: "each once",
                    remedy: "Take one of them away.")
                continue
            }
            boroughs.append(borough)
            prefixes[borough.id] = nodes.text(node, "prefix")
            nodesByBorough[borough.id] = nodes.member(node, "prefix") ?? node
            if let fill = nodes.member(node, "fill") {
                places += filled(fill, borough: borough.id, at: degrees(node), number: boroughs.count)
            }
        }
        if boroughs.isEmpty {
            nodes.report(root, found: "no borough", expected: "a list of boroughs", remedy: "Add boroughs:, or like:.")
        }
        for node in nodes.list(root, "places") {
            guard let place = place(node, boroughs: boroughs) else { continue }
            guard !places.contains(where: { $0.siteID == place.siteID }) else {
                nodes.report(
                    node, found: "a second place \(place.name)", expected: "each name once",
                    remedy: "Give it another name.")
                continue
            }
            places.append(place)
        }
        guard nodes.problems.count == before else { return nil }
        if places.allSatisfy({ $0.sensors.isEmpty && $0.chargers.isEmpty }) {
            nodes.report(
                root, found: "no sensor and no charger", expected: "something that speaks",
                remedy: "Add places: with sensors: or chargers:, or fill: to a borough.")
            return nil
        }
        let plan = CityPlan(boroughs: boroughs, prefixes: prefixes, places: places)
        tellDoubles(plan.city, nodesByBorough)
        return plan
    }

    /// Names of devices are made of a prefix, or of the borough's number, and of a number: two of the same are told once for
    /// each borough.
    private mutating func tellDoubles(_ city: City, _ nodesByBorough: [String: Node]) {
        var owners: [String: String] = [:]
        var doubles: [String: (first: String, owner: String, count: Int)] = [:]
        let devices = city.airDevices.map { ($0.id, $0.borough) } + city.chargePoints.map { ($0.id, $0.borough) }
        for (id, borough) in devices {
            guard let owner = owners.updateValue(borough, forKey: id) else { continue }
            doubles[borough, default: (id, owner, 0)].count += 1
        }
        for borough in city.boroughs {
            guard let double = doubles[borough.id] else { continue }
            let more = double.count > 1 ? " and \(double.count - 1) more" : ""
            nodes.report(
                nodesByBorough[borough.id],
                found: "a second device \(double.first)\(more), the first in \(double.owner)",
                expected: "each name of a device once",
                remedy: "Give each borough a prefix of its own, and fewer than 1000 sensors.")
        }
    }

    private mutating func borough(_ node: Node) -> City.Borough? {
        nodes.check(node, among: Self.boroughNames)
        guard let id = nodes.text(node, "id", isNeeded: true) else { return nil }
        guard Identifier.isValidBorough(id) else {
            nodes.report(
                nodes.member(node, "id"), found: "\"\(id)\"", expected: "lower-case letters, digits and hyphens",
                remedy: "Write it as in westminster.")
            return nil
        }
        let prefix = nodes.text(node, "prefix") ?? id
        if !Identifier.isValid(prefix) || prefix.utf8.count > 24 {
            nodes.report(
                nodes.member(node, "prefix"), found: "\"\(prefix)\"", expected: "up to 24 letters and digits",
                remedy: "Shorten it: names of devices begin with it.")
        }
        return City.Borough(
            id: id, name: (nodes.text(node, "name") ?? id) + " (simulated)", gss: nodes.text(node, "gss") ?? "")
    }

    /// Latitude and longitude times 10,000; the middle of London where the file says nothing.
    private mutating func degrees(_ node: Node) -> (latitude: Int, longitude: Int) {
        let latitude = nodes.number(node, "latitude", in: Self.latitudes) ?? 51.5072
        let longitude = nodes.number(node, "longitude", in: Self.longitudes) ?? -0.1276
        return (Int((latitude * 10_000).rounded()), Int((longitude * 10_000).rounded()))
    }

    private mutating func place(_ node: Node, boroughs: [City.Borough]) -> Place? {
        nodes.check(node, among: Self.placeNames)
        let name = nodes.text(node, "name", isNeeded: true)
        let borough = nodes.text(node, "borough", isNeeded: true)
        let kind = nodes.word(node, "kind", of: City.Kind.self, isNeeded: true)
        if let borough, !boroughs.contains(where: { $0.id == borough }) {
            nodes.report(
                nodes.member(node, "borough"), found: "\"\(borough)\"",
                expected: ScenarioNodes.choice(boroughs.map(\.id)), remedy: "Name a borough of the list above.")
        }
        let at = degrees(node)
        let environment = nodes.word(node, "environment", of: City.Environment.self)
        let traffic = nodes.number(node, "traffic", in: 0...3) ?? 0.5
        let sensors = sensors(node)
        let chargers = chargers(node)
        let schoolStreet = schoolStreet(node)
        // All of a place is read before it is given up, so that its mistakes are told together.
        guard let name, let borough, let kind else { return nil }
        var place = Place(
            name: name, borough: borough, kind: kind, environment: environment, latitude: at.latitude,
            longitude: at.longitude, traffic: traffic, chargers: chargers, schoolStreet: schoolStreet)
        place.sensors = sensors
        guard Identifier.isValid(place.siteID) else {
            nodes.report(
                nodes.member(node, "name"), found: "\"\(name)\"",
                expected: "letters, digits, hyphens and single spaces, at most 60", remedy: "Write it in ASCII.")
            return nil
        }
        return place
    }

    /// `{from: 2026-03-16, traffic_left: 0.3}`.
    private mutating func schoolStreet(_ node: Node) -> SchoolStreet? {
        guard let street = nodes.member(node, "school_street") else { return nil }
        nodes.check(street, among: ["from", "traffic_left"])
        guard let text = nodes.text(street, "from", isNeeded: true) else { return nil }
        guard let from = CivilDate(text) else {
            nodes.report(
                nodes.member(street, "from"), found: "\"\(text)\"", expected: "a date",
                remedy: "Write it as 2026-03-16.")
            return nil
        }
        return SchoolStreet(from: from, trafficLeft: nodes.number(street, "traffic_left", in: 0...1) ?? 0.3)
    }

    /// `[{class: lamp-post, count: 4}]`.
    mutating func chargers(_ node: Node) -> [Place.Chargers] {
        nodes.list(node, "chargers").compactMap { item in
            nodes.check(item, among: ["class", "count", "dialect"])
            guard let kind = nodes.word(item, "class", of: ChargerKind.self, isNeeded: true) else { return nil }
            return Place.Chargers(
                kind: kind, count: nodes.whole(item, "count", in: 1...10_000) ?? 1,
                dialect: nodes.word(item, "dialect", of: ChargerDialect.self) ?? .ocpp16)
        }
    }
}
