package import Readings

/// What is said of some indices of a scale, over the days in which it is the advice.
package struct IndexMessage: Hashable, Sendable {
    package var scale: IndexScale
    package var validity: Range<CivilDate>
    package var indices: ClosedRange<Int>
    /// The band's name, as `Low`.
    package var band: String
    /// Six hexadecimal digits of red, green and blue.
    package var colour: String
    /// Advice for people at risk, and for everybody; empty where the scale's keeper gives none, or none was read.
    package var atRisk: String
    package var general: String
    package var source: String
}
