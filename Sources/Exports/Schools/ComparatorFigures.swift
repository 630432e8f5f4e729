import AirQuality
import Publication
import Readings

/// The published means of the sites that schools are compared with, as far as they lie in a school's window.
struct ComparatorFigures {
    struct Series: Hashable {
        var device: String
        var deviceClass: DeviceClass?
        var quantity: Quantity
    }

    /// Which windows a figure was put together from.
    enum Source: Int, Comparable, CaseIterable {
        case hour, quarterHour

        static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }

        var dataset: String { self == .hour ? "air/hour" : "air/quarter-hour" }
        var word: String { self == .hour ? "hour" : "quarter-hour" }
    }

    /// Means of one device and quantity, ascending.
    private struct Means {
        var hours: [PublishedMean] = []
        var quarters: [PublishedMean] = []
    }

    private var means: [String: [Series: Means]] = [:]
    private let sites: Set<String>
    private let quantities: Set<Quantity>
    private let hours: Set<Int64>

    init(sites: Set<String>, quantities: Set<Quantity>, hours: Set<Int64>) {
        self.sites = sites
        self.quantities = quantities
        self.hours = hours
    }

    func wants(hour: Int64) -> Bool { hours.contains(hour) }

    /// Takes a row of a file; files come in the order of time.
    mutating func take(_ columns: MeanColumns, _ rows: borrowing TableFile, _ source: Source) {
        guard rows.isEqual(columns.valid, TableFile.true), let span = rows.span(columns.start, columns.end),
            wants(hour: span.lowerBound.microseconds / Microseconds.hour), let mean = rows.millionths(columns.mean),
            let capture = rows.perMillion(columns.capture)
        else { return }
        let site = rows.text(columns.site)
        guard sites.contains(site), let quantity = Quantity(name: rows.text(columns.quantity)),
            quantities.contains(quantity)
        else { return }
        let series = Series(
            device: rows.text(columns.device), deviceClass: DeviceClass(rawValue: rows.text(columns.deviceClass)),
            quantity: quantity)
        let published = PublishedMean(span: span, capturePerMillion: capture, mean: mean)
        switch source {
        case .hour: means[site, default: [:]][series, default: Means()].hours.append(published)
        case .quarterHour: means[site, default: [:]][series, default: Means()].quarters.append(published)
        }
    }

    /// The devices of a site that a school is compared with: those of class reference or equivalent where it has any of the
    /// quantity, else the others, as its index has it.
    func series(ofSite site: String, _ quantity: Quantity) -> [Series] {
        let all = (means[site] ?? [:]).keys.filter { $0.quantity == quantity }
            .sorted { ($0.deviceClass.rank, $0.device) < ($1.deviceClass.rank, $1.device) }
        let best = all.filter { $0.deviceClass == .reference || $0.deviceClass == .equivalent }
        return best.isEmpty ? all : best
    }

    /// The mean in a window, from quarter-hours where they cover three quarters of it, else from hours. Nil where neither has
    /// anything.
    func figure(ofSite site: String, _ series: Series, in span: Range<Instant>) -> (figure: DayFigure, source: Source)?
    {
        guard let means = means[site]?[series] else { return nil }
        let quarters = Self.mean(means.quarters, span)
        if quarters.mean != nil { return (DayFigure(quarters), .quarterHour) }
        let hours = Self.mean(means.hours, span)
        if hours.capturePerMillion > 0 { return (DayFigure(hours), .hour) }
        return quarters.capturePerMillion > 0 ? (DayFigure(quarters), .quarterHour) : nil
    }

    private static func mean(_ published: [PublishedMean], _ span: Range<Instant>) -> MeanOfStretch {
        var found = MeanOfStretch(span)
        var low = 0
        var high = published.count
        while low < high {
            let middle = (low + high) / 2
            if published[middle].span.upperBound <= span.lowerBound { low = middle + 1 } else { high = middle }
        }
        while low < published.count, published[low].span.lowerBound < span.upperBound {
            found.add(published[low])
            low += 1
        }
        return found
    }
}

extension DayFigure {
    fileprivate init(_ stretch: MeanOfStretch) {
        self.init(capturePerMillion: stretch.capturePerMillion, mean: stretch.mean)
    }
}

/// Where the columns of hours and quarter-hours stand.
struct MeanColumns {
    let start, end, site, device, quantity, capture, valid, mean, deviceClass: Int

    /// Nil for a file that has not all of them.
    init?(_ rows: borrowing TableFile) {
        guard let start = rows.column("window_start"), let end = rows.column("window_end"),
            let site = rows.column("site"), let device = rows.column("device"),
            let quantity = rows.column("quantity"), let capture = rows.column("capture_pct"),
            let valid = rows.column("valid"), let mean = rows.column("mean"), let deviceClass = rows.column("class")
        else { return nil }
        (self.start, self.end, self.site, self.device, self.quantity) = (start, end, site, device, quantity)
        (self.capture, self.valid, self.mean, self.deviceClass) = (capture, valid, mean, deviceClass)
    }
}
