package import Readings

/// Decodes the payloads of one mapping. What a message comes to depends on its bytes, on what follows the device in its topic,
/// on its receive time and on the borough's zone, and on nothing else.
package struct MappingDecoder: Sendable {
    let plan: MappingPlan
    var scanner = JSONScanner()
    /// By slot.
    var fields: [CapturedField]
    /// csv: the column of each slot, from 0; nil where the header has no such name.
    var columns: [Int?] = []
    /// Reused: the cells of a line, the fields of a text.
    var cells: [CapturedField] = []
    /// Of the plan's values, which the topic can have.
    var isOnTopic: [Bool]
    /// The same of the values of chargers.
    var isOnChargerTopic: [Bool]
    /// Whether the payload had any of the values.
    var isFound = false

    package init(_ mapping: Mapping) {
        plan = MappingPlan(mapping)
        fields = Array(repeating: .missing, count: plan.places.count)
        isOnTopic = Array(repeating: true, count: plan.values.count)
        isOnChargerTopic = Array(repeating: true, count: plan.chargerValues.count)
    }

    package var mapping: Mapping { plan.mapping }

    /// Decodes one payload into `decoded`, which is emptied first, and left empty when the payload is refused.
    ///
    /// - Parameters:
    ///   - tail: what follows the device and its slash in the topic; empty where nothing does.
    ///   - wall: the device's local time, for stamps without an offset.
    /// - Throws: `notJSON`, `tooDeep` or `duplicateKey` for JSON that is none; `wrongShape` when none of the mapping's values
    ///   is there; `malformedStamp` for a time that is not of the format, that no clock showed, or that has no zone and must
    ///   have one; `deviceMismatch` for records of several devices.
    package mutating func decode(
        _ payload: Span<UInt8>, behindDevice tail: Span<UInt8>, wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        decoded.removeAll()
        guard payload.count > 0 else { return }
        var hasTopic = false
        for index in plan.values.indices {
            isOnTopic[index] = plan.values[index].topic?.matches(tail) ?? true
            hasTopic = hasTopic || isOnTopic[index]
        }
        for index in plan.chargerValues.indices {
            isOnChargerTopic[index] = plan.chargerValues[index].value.topic?.matches(tail) ?? true
            hasTopic = hasTopic || isOnChargerTopic[index]
        }
        // A topic of which the mapping says nothing: the device's uptime, its signal's strength.
        guard hasTopic else { return }
        isFound = false
        for slot in fields.indices { fields[slot] = .missing }
        do throws(QuarantineReason) {
            try take(payload, wall, into: &decoded)
            guard isFound || plan.mapping.isContextWithoutValues else { throw .wrongShape }
        } catch {
            decoded.removeAll()
            throw error
        }
    }

    /// Whether the payload holds any of the quantities, whatever the topic: then it is a sensor's and nothing else.
    package mutating func finds(in payload: Span<UInt8>) -> Bool {
        for slot in fields.indices { fields[slot] = .missing }
        for index in isOnTopic.indices { isOnTopic[index] = true }
        isFound = false
        var decoded = Decoded()
        let wall = WallClock(zone: .utc, received: Instant(microseconds: 0))
        do throws(QuarantineReason) {
            try take(payload, wall, into: &decoded)
        } catch {
            return false
        }
        return !decoded.samples.isEmpty
    }

    private mutating func take(
        _ payload: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        switch plan.mapping.payload {
        case .json: try takeJSON(payload, wall, into: &decoded)
        case .csv: try takeLines(payload, wall, into: &decoded)
        case .text: try takePairs(payload, wall, into: &decoded)
        case .number: try takeWhole(payload, wall, into: &decoded)
        }
    }
}
