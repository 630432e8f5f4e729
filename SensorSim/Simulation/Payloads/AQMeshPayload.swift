import Readings

extension AirPayloads {
    /// Cells of the simulated pod, in ug/m3, with the scaling that its owner set. It has no cell for SO2.
    private static let cells: [(name: String, quantity: Quantity?, slope: Double, offset: Double)] = [
        ("co", .co, 1.0574, -76.2663), ("no", .no, 0.94, 1.2), ("so2", nil, 1, 0), ("no2", .no2, 1, 0),
        ("o3", .o3, 1, 0),
    ]

    private static let sizes: [(name: String, quantity: Quantity)] = [
        ("pm10", .pm10), ("pm4", .pm4), ("pm2_5", .pm2_5), ("pm1", .pm1),
    ]

    /// A gas and a particle message. The weather stands in the gas message; a real pod repeats it in the other one.
    static func aqmesh(_ batch: [AirReading]) -> [AirPayload] {
        let ofGases = cells.compactMap(\.quantity) + [.temperature, .humidity, .pressure]
        let gases = batch.filter { reading in ofGases.contains { reading[$0] != nil } }
        let particles = batch.filter { reading in sizes.contains { reading[$0.quantity] != nil } }
        var payloads: [AirPayload] = []
        if !gases.isEmpty {
            payloads.append(AirPayload(bytes: list(gases, appendGases), topicEnd: "/gas", quantities: ofGases))
        }
        if !particles.isEmpty {
            payloads.append(
                AirPayload(
                    bytes: list(particles, appendParticles), topicEnd: "/particle",
                    quantities: sizes.map(\.quantity)))
        }
        return payloads
    }

    private static func list(_ batch: [AirReading], _ append: (AirReading, inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for reading in batch {
            bytes.separate()
            append(reading, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    /// The stamp has no zone and is UTC; the second of the three periods is the one that the values cover.
    private static func appendHead(_ kind: String, _ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append("{\"\(kind)_reading_number\":")
        bytes.append(number: 9_000_000 + reading.count)
        bytes.append(",\"location_number\":510,\"pod_serial_number\":\(reading.device),\"owner_number\":8")
        bytes.append(",\"reading_datestamp\":\"")
        bytes.append(wall: reading.end)
        bytes.append("\",\"\(kind)_p1\":10,\"\(kind)_p2\":")
        let length = reading.end.microseconds(since: reading.covers.lowerBound)
        bytes.append(number: length / Microseconds.second)
        bytes.append(",\"\(kind)_p3\":3600,\"battery_voltage\":3.3")
    }

    private static func appendGases(_ reading: AirReading, to bytes: inout [UInt8]) {
        appendHead("gas", reading, to: &bytes)
        bytes.append(member: "temperature_f", reading[.temperature].map(fahrenheit), decimals: 1)
        bytes.append(member: "pressure", reading[.pressure], decimals: 1)
        bytes.append(member: "humidity", reading[.humidity], decimals: 1)
        bytes.append(",\"noise_level\":-1000.0")
        for (name, quantity, slope, offset) in cells {
            if let quantity, let value = reading[quantity] {
                // CO is in ug/m3 like the others.
                let mass = quantity == .co ? value * 1000 : value
                bytes.append(",\"\(name)_state\":\"Reading\"")
                bytes.append(member: "\(name)_prescaled", (mass - offset) / slope, decimals: 3)
                bytes.append(member: "\(name)_slope", slope, decimals: 4)
                bytes.append(member: "\(name)_offset", offset, decimals: 4)
            } else {
                bytes.append(",\"\(name)_state\":\"Not Fitted\",\"\(name)_prescaled\":-1000.0")
                bytes.append(",\"\(name)_slope\":null,\"\(name)_offset\":null")
            }
            bytes.append(",\"\(name)_units\":\"\u{3BC}g/m\u{B3}\"")
        }
        bytes.append("}")
    }

    /// -893 is the counter's figure for a size that it could not read.
    private static func appendParticles(_ reading: AirReading, to bytes: inout [UInt8]) {
        appendHead("particle", reading, to: &bytes)
        bytes.append(",\"reading_status\":\"Reading\"")
        for (name, quantity) in sizes {
            bytes.append(member: "\(name)_prescale", reading[quantity] ?? -893, decimals: 1)
            bytes.append(",\"\(name)_slope\":1.0,\"\(name)_offset\":0.0")
        }
        bytes.append(",\"pm_total_prescale\":-893.0,\"pm_total_slope\":1.0,\"pm_total_offset\":0.0}")
    }
}
