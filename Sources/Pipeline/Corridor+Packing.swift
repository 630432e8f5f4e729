import Charging
package import Readings
import Tables
import TimeWindows

/// What a checkpoint keeps of a corridor: all that records put into it. What follows from the registry or from the rest
/// (figures, sessions, routes) is worked out again.
extension Corridor {
    package func pack(into packer: inout Packer) {
        packer.put(Int64(boroughs.count))
        for borough in boroughs { packer.put(borough.newest) }
        settlement.pack(into: &packer)
        packer.put(Int64(sensors.count))
        for sensor in sensors { sensor.pack(into: &packer) }
        packer.put(Int64(chargePoints.count))
        for point in chargePoints { point.pack(into: &packer) }
        packer.put(Int64(sources.sources.count))
        for source in sources.sources {
            packer.put(source.area)
            packer.put(source.name)
            packer.put(source.kind.rawValue)
        }
        received.pack(into: &packer)
        redeliveries.pack(into: &packer)
    }

    /// Takes up what a corridor of the same registry and settings packed. After an error the value is of no use.
    package mutating func restore(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        guard try unpacker.number(Int64.self) == boroughs.count else { throw UnpackingError() }
        for borough in boroughs.indices {
            if let newest = try unpacker.optionalInstant() { boroughs[borough].noteRecord(received: newest) }
        }
        try settlement.restore(unpacking: &unpacker)
        guard try unpacker.number(Int64.self) == sensors.count else { throw UnpackingError() }
        for index in sensors.indices {
            try sensors[index].restore(unpacking: &unpacker)
            _ = sensors[index].refresh(scratch: &scratch)
        }
        guard try unpacker.number(Int64.self) == chargePoints.count else { throw UnpackingError() }
        for index in chargePoints.indices {
            try chargePoints[index].restore(unpacking: &unpacker)
            let borough = chargePoints[index].borough
            chargePoints[index].deriveAll(in: settlement.held[borough].charging, now: boroughs[borough].newest)
        }
        for expected in 0..<(try unpacker.count(ofAtLeast: 17)) {
            let (area, name) = (try unpacker.text(), try unpacker.text())
            guard let kind = BalanceSources.Kind(rawValue: try unpacker.text()) else { throw UnpackingError() }
            let source = BalanceSources.Source(area: area, name: name, kind: kind)
            guard sources.number(of: source) == expected else { throw UnpackingError() }
        }
        try received.restore(unpacking: &unpacker)
        try redeliveries.restore(unpacking: &unpacker)
    }
}

extension Settlement {
    func pack(into packer: inout Packer) {
        for spans in held {
            for instant in [
                spans.air.lowerBound, spans.air.upperBound, spans.charging.lowerBound, spans.charging.upperBound,
            ] { packer.put(instant) }
        }
        packer.put(Int64(dirty.count))
        for partition in dirty.sorted() {
            packer.put(partition.dataset.rawValue)
            packer.put(partition.area)
            packer.put(partition.ordinal)
        }
        packer.put(Int64(openHours.count))
        for open in openHours.sorted(by: { ($0.borough, $0.hour) < ($1.borough, $1.hour) }) {
            packer.put(Int64(open.borough))
            packer.put(open.hour)
        }
        packer.put(Int64(closedUntil.count))
        for (borough, instant) in closedUntil.sorted(by: { $0.key < $1.key }) {
            packer.put(Int64(borough))
            packer.put(instant)
        }
        packer.put(Int64(beyond.count))
        for day in beyond.sorted() {
            packer.put(day.kind.rawValue)
            packer.put(day.area)
            packer.put(day.date.daysSince1970)
        }
    }

    mutating func restore(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        for borough in areas.indices {
            hold(
                HeldSpans(air: try Self.span(&unpacker), charging: try Self.span(&unpacker)), borough: borough)
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 20)) {
            guard let dataset = Dataset(rawValue: try unpacker.text()) else { throw UnpackingError() }
            markAgain(Partition(dataset, area: try unpacker.text(), ordinal: try unpacker.number()))
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 12)) {
            openHours.insert(BoroughHour(borough: try borough(&unpacker), hour: try unpacker.number()))
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 16)) {
            closedUntil[try borough(&unpacker)] = try unpacker.instant()
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 20)) {
            guard let kind = DayToRebuild.Kind(rawValue: try unpacker.text()) else { throw UnpackingError() }
            markAgain(
                DayToRebuild(kind, area: try unpacker.text(), date: CivilDate(daysSince1970: try unpacker.number())))
        }
    }

    private func borough(_ unpacker: inout Unpacker) throws(UnpackingError) -> Int {
        let number = try unpacker.number(Int64.self)
        guard areas.indices.contains(Int(clamping: number)) else { throw UnpackingError() }
        return Int(number)
    }

    private static func span(_ unpacker: inout Unpacker) throws(UnpackingError) -> Range<Instant> {
        let (lower, upper) = (try unpacker.instant(), try unpacker.instant())
        guard lower <= upper else { throw UnpackingError() }
        return lower..<upper
    }
}

extension SensorDeployment {
    func pack(into packer: inout Packer) {
        packer.put(firstCovered)
        packer.put(lastReceived)
        packer.put(Int64(series.count))
        for series in series {
            packer.put(series.quantity.rawValue)
            packer.put(series.earliestHour ?? .min)
        }
        shown.pack(into: &packer) { $0.put($1.rawValue) }
        packer.put(Int64(hours.count))
        for hour in hours { hour.pack(into: &packer) }
    }

    mutating func restore(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        firstCovered = try unpacker.optionalInstant()
        lastReceived = try unpacker.optionalInstant()
        for _ in 0..<(try unpacker.count(ofAtLeast: 5)) {
            let quantity = try Self.quantity(&unpacker)
            let index = seriesIndex(of: quantity, isListed: false)
            let hour = try unpacker.number(Int32.self)
            if hour != .min { series[index].noteReading(inHour: hour) }
        }
        shown = try ShownSpans(unpacking: &unpacker, key: Self.quantity)
        hours = []
        for _ in 0..<(try unpacker.count(ofAtLeast: 16)) {
            let hour = try DeviceHour(unpacking: &unpacker)
            guard hours.last.map({ $0.start < hour.start }) ?? true else { throw UnpackingError() }
            hours.append(hour)
        }
        markAllHours()
    }

    private static func quantity(_ unpacker: inout Unpacker) throws(UnpackingError) -> Quantity {
        guard let quantity = Quantity(rawValue: try unpacker.number()) else { throw UnpackingError() }
        return quantity
    }
}

extension ChargePointState {
    func pack(into packer: inout Packer) {
        packer.put(firstAt)
        packer.put(lastReceived)
        shown.pack(into: &packer) { $0.put(Int64($1)) }
        log.pack(into: &packer)
    }

    mutating func restore(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        firstAt = try unpacker.optionalInstant()
        lastReceived = try unpacker.optionalInstant()
        shown = try ShownSpans(unpacking: &unpacker) { (unpacker) throws(UnpackingError) in
            Int(try unpacker.number(Int64.self))
        }
        log = try ChargePointLog(unpacking: &unpacker)
    }
}

extension ShownSpans {
    func pack(into packer: inout Packer, _ put: (inout Packer, Key) -> Void) {
        packer.put(Int64(spans.count))
        for (key, span) in spans.sorted(by: { $0.value.lowerBound < $1.value.lowerBound }) {
            put(&packer, key)
            packer.put(span.lowerBound)
            packer.put(span.upperBound)
        }
    }

    init(
        unpacking unpacker: inout Unpacker, key: (inout Unpacker) throws(UnpackingError) -> Key
    ) throws(UnpackingError) {
        for _ in 0..<(try unpacker.count(ofAtLeast: 17)) {
            let name = try key(&unpacker)
            let (lower, upper) = (try unpacker.instant(), try unpacker.instant())
            guard lower <= upper else { throw UnpackingError() }
            spans[name] = lower..<upper
        }
    }
}
