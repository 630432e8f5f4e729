package import Readings

/// Where a plugged-in car overstays: from the end of its charging and the site's grace on until it leaves. Nil: it does not.
///
/// Waiting before the first charging is idle time and no overstay; a car that never charged has its grace from plug-in on.
/// - Parameters:
///   - occupied: from plug-in to unplug, or as far as is known.
///   - chargeEnd: the last moment of charging; nil: it never charged. For a car that still charges, the end of `occupied`.
package func overstay(
    occupied: Range<Instant>, chargeEnd: Instant?, graceMicroseconds: Int64
) -> Range<Instant>? {
    let since = max(chargeEnd ?? occupied.lowerBound, occupied.lowerBound)
    let start = since.advanced(byMicroseconds: max(0, graceMicroseconds))
    return start < occupied.upperBound ? start..<occupied.upperBound : nil
}
