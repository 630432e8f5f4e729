import Readings

/// A message to which something was done on its way: a row of `messages.csv`.
struct WayMessage: Sendable {
    var fault: String
    /// When the device sent it, or what stands in its place.
    var sent: Instant
    /// Nil: it was lost.
    var received: Instant?
    /// `air` or `charging`.
    var family: String
    /// Which device really sent it.
    var device: String
    /// Whose name its topic bears first.
    var borough: String
    /// The periods of the readings in it; nil where it holds none, or they went before.
    var measured: Range<Instant>?

    static let columns = [
        "sent", "received", "topic", "fault", "family", "device", "measured_from", "measured_to",
    ]

    static func all(_ table: Table) -> [WayMessage] {
        (0..<table.count).compactMap { row in
            guard let sent = stamp(table[row, "sent"]) else { return nil }
            var measured: Range<Instant>?
            if let from = stamp(table[row, "measured_from"]), let to = stamp(table[row, "measured_to"]), from < to {
                measured = from..<to
            }
            return WayMessage(
                fault: table[row, "fault"], sent: sent, received: stamp(table[row, "received"]),
                family: table[row, "family"], device: table[row, "device"],
                borough: table[row, "topic"].split(separator: "/").first.map(String.init) ?? "", measured: measured)
        }
    }

    /// The kind of a loss, and its stretch: the readings of an air sensor that were lost, or the moment of another message.
    var loss: (kind: String, DeviceFault)? {
        guard fault == "loss" else { return nil }
        guard family == "air" else { return ("loss_of_charging", DeviceFault(device: device, from: sent, to: sent)) }
        let from = measured?.lowerBound ?? sent
        let to = measured?.upperBound.advanced(byMicroseconds: -1) ?? sent
        return ("loss", DeviceFault(device: device, from: from, to: to))
    }

    /// Under whose name, and on which day, the balances count it; nil: it never came. What bears a name that is none of the
    /// borough's is counted by the borough alone.
    var key: BalanceScore.Key? {
        guard let received else { return nil }
        let isStrange = fault == "unknown_device" || fault == "spoofed_borough"
        return BalanceScore.Key(
            day: String(received.iso8601.prefix(10)), borough: borough, device: isStrange ? "" : device)
    }
}
