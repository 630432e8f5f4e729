import Quality
import TimeWindows

/// What the checks of published windows say of a series' hours. They look at the figures of all hours that hold a reading,
/// also of those that are not valid and of the one that is just going on: an hour's flags may change until the hours that
/// they rest on are over.
///
/// Reference and equivalent instruments are not looked at for standing still: such an analyser may sit at its detection
/// limit, and many say whole micrograms once an hour (Marylebone Road's PM2.5 does; reference: air quality, section 8),
/// of which three alike are no fault. Whether they are right is what their ratification decides.
extension AirSeries {
    func checks(ofHour hour: Int32) -> WindowFlags {
        let index = Int(hour) - Int(firstHour)
        return checks.indices.contains(index) ? checks[index] : []
    }

    /// How far from a changed hour flags can change, in hours.
    static let checkReach = Int32(max(FlatlineCheck.reach.backHours, SpikeCheck.reach.backHours))

    /// Has the checks look again at all hours that rest on changed ones; returns those whose flags are others now.
    mutating func recheck() -> [Int32] {
        guard !unchecked.isEmpty else { return [] }
        unchecked.sort()
        var flagged: [Int32] = []
        var first = 0
        for index in unchecked.indices {
            // Hours whose reaches meet are looked at together.
            let isLast = index + 1 == unchecked.count || unchecked[index + 1] - unchecked[index] > 2 * Self.checkReach
            guard isLast else { continue }
            recheck(from: unchecked[first] - Self.checkReach, through: unchecked[index] + Self.checkReach, &flagged)
            first = index + 1
        }
        unchecked.removeAll(keepingCapacity: true)
        return flagged
    }

    private mutating func recheck(from first: Int32, through last: Int32, _ flagged: inout [Int32]) {
        let wanted = (Int(first) - Int(firstHour)..<Int(last) - Int(firstHour) + 1).clamped(to: figures.indices)
        let reach = Int(Self.checkReach)
        let seen = (wanted.lowerBound - reach..<wanted.upperBound + reach).clamped(to: figures.indices)
        let hours = seen.map { checkedHour(firstHour + Int32($0)) }
        let still = isIndicative ? FlatlineCheck.flagged(hours, of: quantity) : []
        let spikes = SpikeCheck.flagged(hours, of: quantity)
        for index in wanted {
            var flags: WindowFlags = []
            let place = index - seen.lowerBound
            if isIndicative, still[place] { flags.insert(.flatline) }
            if spikes[place] { flags.insert(.spike) }
            if let hour = hours[place], NoiseCheck.isFlagged(hour, of: quantity) { flags.insert(.noise) }
            guard flags != checks[index] else { continue }
            checks[index] = flags
            flagged.append(firstHour + Int32(index))
        }
    }

    /// Nil where the hour holds no reading.
    func checkedHour(_ hour: Int32) -> CheckedHour? {
        let figures = figures(ofHour: hour)
        guard figures.n > 0 else { return nil }
        var checked = CheckedHour(
            mean: figures.mean.millionths, minimum: figures.minimum, maximum: figures.maximum,
            standardDeviation: figures.standardDeviation)
        if !correctedHours.isEmpty, let corrected = correctedHours[hour] {
            checked.rawMinimum = corrected.rawMinimum ?? checked.minimum
            checked.rawMaximum = corrected.rawMaximum ?? checked.maximum
        }
        return checked
    }
}
