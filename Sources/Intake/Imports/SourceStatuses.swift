package import Dialects
package import Readings
package import Registry

/// What a source says of the hours of imported tables, and the rows of `reviews.csv` by which a person makes it Kerbside's.
///
/// The word of the source decides nothing by itself: the status of a window is what `reviews.csv` says, so that a rebuild
/// from journal and registry gives the same files, and a person answers for it.
package struct SourceStatuses: Sendable {
    private enum Standing: UInt8, Comparable {
        /// The source has the hour's row and no value in it.
        case empty
        case ratified
        /// A value that the source does not call ratified.
        case other

        static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Series: Hashable {
        var device: String
        var quantity: Quantity
    }

    /// By the hour, counted from 1970. Where files differ about an hour, the one that claims less holds.
    private var hours: [Series: [Int: Standing]] = [:]

    package init() {}

    /// Notes an hour of a file that ends at an instant; without a status it has no value.
    package mutating func note(
        device: String, _ quantity: Quantity, hourBefore end: Instant, _ status: UKAirStatus?
    ) {
        let hour = Int(end.microseconds / Microseconds.hour) - 1
        let standing: Standing = status.map { $0 == .ratified ? .ratified : .other } ?? .empty
        let series = Series(device: device, quantity: quantity)
        hours[series, default: [:]][hour] = max(hours[series]?[hour] ?? standing, standing)
    }

    /// The stretches that the source calls ratified, as reviews that the registry does not have yet.
    ///
    /// A stretch is a run of hours of the file without a value that is not ratified. Hours without a value do not cut it; at
    /// its ends they belong to it where they fill up a UTC day. Stretches that all registered quantities of a device
    /// share are one review.
    package func reviews(besides registry: RegistryTables) -> [Review] {
        var found: [Review] = []
        for device in Set(hours.keys.map(\.device)).sorted() {
            let registered = Set(registry.airSensors(device).flatMap(\.quantities))
            var quantities: [Range<Int>: Set<Quantity>] = [:]
            for (series, hours) in hours where series.device == device {
                for stretch in Self.stretches(hours) { quantities[stretch, default: []].insert(series.quantity) }
            }
            let known = registry.reviews(of: device)
            for stretch in quantities.keys.sorted(by: {
                ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
            }) {
                let measured = quantities[stretch] ?? []
                let span = Self.instant(stretch.lowerBound)..<Self.instant(stretch.upperBound)
                let wanted = measured.sorted().filter { known.status(of: $0, in: span) != .ratified }
                guard !wanted.isEmpty else { continue }
                let isWhole = !registered.isEmpty && registered.isSubset(of: measured)
                for quantity in isWhole ? [nil] : wanted.map(Optional.some) {
                    found.append(
                        Review(
                            device: device, quantity: quantity, validFrom: span.lowerBound, validTo: span.upperBound,
                            action: .ratified, reason: "status R in the file of UK-AIR", by: "UK-AIR"))
                }
            }
        }
        return found
    }

    private static func instant(_ hour: Int) -> Instant {
        Instant(microseconds: Int64(hour) * Microseconds.hour)
    }

    private static func stretches(_ hours: [Int: Standing]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var open: Range<Int>?
        var before: Int?
        for (hour, standing) in hours.sorted(by: { $0.key < $1.key }) {
            if before != hour - 1 || standing == .other {
                if let stretch = open { found.append(stretch) }
                open = nil
            }
            if standing == .ratified { open = (open?.lowerBound ?? hour)..<(hour + 1) }
            before = hour
        }
        if let stretch = open { found.append(stretch) }
        return found.map { widened($0, hours) }
    }

    /// With the hours without a value that fill up the days in which the stretch begins and ends.
    private static func widened(_ stretch: Range<Int>, _ hours: [Int: Standing]) -> Range<Int> {
        func isEmpty(_ range: Range<Int>) -> Bool { range.allSatisfy { hours[$0] == .empty } }
        let (first, last) = (dayStart(stretch.lowerBound), dayStart(stretch.upperBound + 23))
        let start = isEmpty(first..<stretch.lowerBound) ? first : stretch.lowerBound
        return start..<(isEmpty(stretch.upperBound..<last) ? last : stretch.upperBound)
    }

    /// The first hour of the UTC day that an hour is in.
    private static func dayStart(_ hour: Int) -> Int { hour - (hour % 24 + 24) % 24 }
}
