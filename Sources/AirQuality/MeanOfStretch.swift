package import Readings

/// A published mean of an hour or a quarter-hour that meets the capture rule.
package struct PublishedMean: Hashable, Sendable {
    package var span: Range<Instant>
    /// How much of the span readings cover, in millionths of it: as `capture_pct` has it, with four decimals.
    package var capturePerMillion: Int64
    package var mean: Millionths

    package init(span: Range<Instant>, capturePerMillion: Int64, mean: Millionths) {
        self.span = span
        self.capturePerMillion = capturePerMillion
        self.mean = mean
    }
}

/// The mean of a stretch of time that is put together from published means: of a school window, at a station whose hours
/// are all that there is.
///
/// Each mean weighs as the time that it covers inside of the stretch: its overlap, times the captured part of its span. So
/// 08:00-09:15 is four fifths the hour from 08:00 and one fifth that from 09:00, when both are complete. Where in its span a
/// mean's readings lie, nobody can tell any more: they are taken to be spread evenly.
package struct MeanOfStretch: Hashable, Sendable {
    package let stretch: Range<Instant>
    /// Both in microseconds times millionths, which keep every weight whole.
    private var covered: Int128 = 0
    private var sum: Int128 = 0

    package init(_ stretch: Range<Instant>) {
        self.stretch = stretch
    }

    /// Adds a mean; one that lies outside of the stretch changes nothing. The spans of all that are added are disjoint.
    package mutating func add(_ published: PublishedMean) {
        let inside = published.span.clamped(to: stretch)
        let weight =
            Int128(inside.upperBound.microseconds(since: inside.lowerBound)) * Int128(published.capturePerMillion)
        covered += weight
        sum += weight * Int128(published.mean.count)
    }

    private var length: Int128 { Int128(stretch.upperBound.microseconds(since: stretch.lowerBound)) }

    /// How much of the stretch is covered, in millionths of it, rounded half away from zero.
    package var capturePerMillion: Int64 {
        length > 0 ? Int64(clamping: Millionths.rounded(covered, over: length)) : 0
    }

    /// The mean, rounded once, half away from zero. Nil unless three quarters of the stretch are covered, as `CaptureRule`
    /// has it of every other mean.
    package var mean: Millionths? {
        guard covered > 0, covered * 4 >= length * 3_000_000 else { return nil }
        return Millionths(Int64(clamping: Millionths.rounded(sum, over: covered)))
    }
}
