import Readings

/// A stretch of time at a device: a fault of the truth, or what the data folder says of one.
struct DeviceFault: Sendable {
    var device: String
    /// Empty: the device as a whole.
    var connector = ""
    var from: Instant
    var to: Instant

    /// Whether both are of one device, and lie at most `slack` apart.
    func meets(_ other: DeviceFault, slack: Int64) -> Bool {
        device == other.device && (connector.isEmpty || other.connector.isEmpty || connector == other.connector)
            && from.advanced(byMicroseconds: -slack) < other.to.advanced(byMicroseconds: 1)
            && other.from.advanced(byMicroseconds: -slack) < to.advanced(byMicroseconds: 1)
    }
}

/// Stretches by device, so that what meets can be found without looking at everything.
struct DeviceFaults: Sendable {
    private var byDevice: [String: [DeviceFault]] = [:]
    private(set) var count = 0

    mutating func append(_ fault: DeviceFault) {
        byDevice[fault.device, default: []].append(fault)
        count += 1
    }

    /// What goes on where the last one of the connector ended is one stretch: files are cut at midnight.
    mutating func join(_ fault: DeviceFault) {
        guard let last = byDevice[fault.device]?.lastIndex(where: { $0.connector == fault.connector }),
            byDevice[fault.device]?[last].to == fault.from
        else { return append(fault) }
        byDevice[fault.device]?[last].to = fault.to
    }

    /// For many questions.
    var inOrder: DeviceFaultsInOrder { DeviceFaultsInOrder(byDevice) }

    var all: some Sequence<DeviceFault> { byDevice.values.joined() }

    func meets(_ other: DeviceFault, slack: Int64) -> Bool {
        byDevice[other.device]?.contains { $0.meets(other, slack: slack) } ?? false
    }
}
