package import Readings

/// What has to be computed again when one registry takes the place of another: whose figures, and of which time.
///
/// It tells what the rows say, in observed time. How far a dataset's windows reach beyond it, such as a running mean, is
/// the dataset's to tell.
package struct RegistryDifference: Hashable, Sendable {
    /// A device or charge point of a borough, and the span in which its figures may differ. An index of a site is touched
    /// with the devices of the site.
    package struct Touched: Hashable, Comparable, Sendable {
        package var borough: String
        package var family: DeviceFamily
        /// The air sensor or charge point.
        package var device: String
        /// `Instant.distantPast` and `distantFuture` for open ends.
        package var span: Range<Instant>

        package init(borough: String, family: DeviceFamily, device: String, span: Range<Instant>) {
            self.borough = borough
            self.family = family
            self.device = device
            self.span = span
        }

        package static func < (left: Touched, right: Touched) -> Bool {
            (left.borough, left.family.rawValue, left.device, left.span.lowerBound, left.span.upperBound)
                < (right.borough, right.family.rawValue, right.device, right.span.lowerBound, right.span.upperBound)
        }
    }

    /// A name that only one of the two registries has in the borough. Messages that name it are quarantined under the other,
    /// whenever they came: what was counted as quarantined changes on all days of its messages, not only in `touched`.
    package struct Recognised: Hashable, Comparable, Sendable {
        package var borough: String
        package var family: DeviceFamily
        package var device: String

        package init(borough: String, family: DeviceFamily, device: String) {
            self.borough = borough
            self.family = family
            self.device = device
        }

        package static func < (left: Recognised, right: Recognised) -> Bool {
            (left.borough, left.family.rawValue, left.device) < (right.borough, right.family.rawValue, right.device)
        }
    }

    /// Messages may belong to other devices than before (`routes.csv` changed) or mean something else (a mapping changed):
    /// everything has to be computed again, whatever the lists below say.
    package var all: Bool
    /// In ascending order; the spans of a device do not overlap.
    package var touched: [Touched]
    /// In ascending order.
    package var recognised: [Recognised]
    /// Boroughs that only one of the two registries has, in ascending order: messages on their topics are quarantined for
    /// another reason.
    package var boroughs: [String]

    /// Nothing that was computed with the one registry would be different with the other.
    package var isEmpty: Bool { !all && touched.isEmpty && recognised.isEmpty && boroughs.isEmpty }
}

extension RegistryDifference {
    package init(from old: RegistryTables, to new: RegistryTables) {
        all = Self.text(of: old.routes) != Self.text(of: new.routes) || old.mappings != new.mappings
        let oldRows = old.figureRows
        let newRows = new.figureRows
        let otherRules = Self.boroughsOfOtherRules(old, new)
        touched = Self.touched(oldRows, newRows, wholly: otherRules)
        recognised = Self.names(oldRows).symmetricDifference(Self.names(newRows)).sorted()
        boroughs = Set(old.boroughs.map(\.borough)).symmetricDifference(new.boroughs.map(\.borough)).sorted()
    }

    private static func touched(
        _ old: [FigureRow], _ new: [FigureRow], wholly boroughs: Set<String>
    ) -> [Touched] {
        let oldSpans = Dictionary(grouping: old, by: \.effect).mapValues { $0.map(\.span) }
        let newSpans = Dictionary(grouping: new, by: \.effect).mapValues { $0.map(\.span) }
        var spans: [Recognised: [Range<Instant>]] = [:]
        for effect in Set(oldSpans.keys).union(newSpans.keys) {
            let before = oldSpans[effect] ?? []
            let after = newSpans[effect] ?? []
            let changed =
                boroughs.contains(effect.borough)
                ? before + after : InstantCoverage(before).symmetricDifference(InstantCoverage(after)).spans
            guard !changed.isEmpty else { continue }
            spans[
                Recognised(borough: effect.borough, family: effect.family, device: effect.device), default: []
            ] += changed
        }
        return spans.flatMap { name, spans in
            InstantCoverage(spans).spans.map {
                Touched(borough: name.borough, family: name.family, device: name.device, span: $0)
            }
        }.sorted()
    }

    /// Boroughs that both have, with other local time or another word on whether their figures are made up: that shows in
    /// all their rows.
    private static func boroughsOfOtherRules(_ old: RegistryTables, _ new: RegistryTables) -> Set<String> {
        Set(
            new.boroughs.filter { borough in
                guard let before = old.borough(borough.borough) else { return false }
                return before.timeZone != borough.timeZone || before.isSimulated != borough.isSimulated
            }.map(\.borough))
    }

    private static func names(_ rows: [FigureRow]) -> Set<Recognised> {
        Set(
            rows.map {
                Recognised(borough: $0.effect.borough, family: $0.effect.family, device: $0.effect.device)
            })
    }

    private static func text(of routes: [Route]) -> [UInt8] {
        var text = CanonicalText()
        for route in routes { route.addFigures(to: &text) }
        return text.bytes
    }
}
