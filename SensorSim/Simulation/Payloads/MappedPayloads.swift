package import Readings

/// Formats for which the service has no dialect of its own, and reads by a mapping file. The raw values are the names of those
/// files.
package enum MappedFormat: String, CaseIterable, Sendable {
    case tasmota, zigbee2mqtt, esphome, zephyr, clarity, libelium

    /// What a device of that kind measures.
    package var quantities: [Quantity] {
        switch self {
        case .tasmota: [.pm1, .pm2_5, .pm10, .temperature, .humidity, .pressure]
        case .zigbee2mqtt: [.pm2_5, .temperature, .humidity]
        case .esphome: [.pm1, .pm2_5, .pm10, .no2, .co2, .temperature, .humidity, .pressure]
        case .zephyr: [.no, .no2, .o3, .pm1, .pm2_5, .pm10]
        case .clarity: [.pm1, .pm2_5, .pm10, .no2, .o3, .temperature, .humidity]
        case .libelium: [.pm1, .pm2_5, .pm10, .no2, .no, .o3, .co, .temperature, .humidity, .pressure]
        }
    }
}

extension AirPayloads {
    /// The messages in which a device sends one reading, each with what stands in its topic behind the device. A reading
    /// without any of the format's quantities is not sent.
    package static func messages(_ reading: AirReading, _ format: MappedFormat) -> [AirPayload] {
        guard format.quantities.contains(where: { reading[$0] != nil }) else { return [] }
        return switch format {
        case .tasmota: [tasmota(reading)]
        case .zigbee2mqtt: [zigbee(reading)]
        case .esphome: esphome(reading)
        case .zephyr: zephyr(reading)
        case .clarity: [clarity(reading)]
        case .libelium: libelium(reading)
        }
    }

    /// `SENSOR` of Tasmota: an object a sensor, and London's local time without an offset. The particle counter shows whole
    /// figures without a sign; those under `CF` and `PB` are other figures on purpose.
    private static func tasmota(_ reading: AirReading) -> AirPayload {
        var bytes = Array("{\"Time\":\"".utf8)
        let offset = LondonClock.isSummerTime(at: reading.end) ? Microseconds.hour : 0
        bytes.append(wall: reading.end.advanced(byMicroseconds: offset))
        bytes.append("\"")
        if reading[.temperature] != nil || reading[.humidity] != nil || reading[.pressure] != nil {
            bytes.append(",\"BME280\":{")
            bytes.append(member: "Temperature", reading[.temperature], decimals: 1)
            bytes.append(member: "Humidity", reading[.humidity], decimals: 1)
            bytes.append(member: "DewPoint", 7.9, decimals: 1)
            bytes.append(member: "Pressure", reading[.pressure], decimals: 1)
            bytes.append("}")
        }
        let sizes = [("1", reading[.pm1]), ("2.5", reading[.pm2_5]), ("10", reading[.pm10])]
        if sizes.contains(where: { $0.1 != nil }) {
            bytes.append(",\"PMS5003\":{")
            for (size, value) in sizes {
                bytes.append(member: "CF\(size)", value.map { max(0, $0) * 1.3 }, decimals: 0)
                bytes.append(member: "PM\(size)", value.map { max(0, $0) }, decimals: 0)
                bytes.append(member: "PB\(size)", value.map { max(0, $0) * 9 }, decimals: 0)
            }
            bytes.append("}")
        }
        bytes.append(",\"PressureUnit\":\"hPa\",\"TempUnit\":\"C\"}")
        return AirPayload(bytes: bytes, topicEnd: "/SENSOR")
    }

    /// A VINDSTYRKA's state as Zigbee2MQTT publishes it, in whole figures.
    private static func zigbee(_ reading: AirReading) -> AirPayload {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        bytes.append(member: "humidity", reading[.humidity], decimals: 0)
        bytes.separate()
        bytes.append("\"identify\":null,\"linkquality\":105")
        bytes.append(member: "pm25", reading[.pm2_5], decimals: 0)
        bytes.append(member: "temperature", reading[.temperature], decimals: 0)
        bytes.append(",\"voc_index\":103,\"last_seen\":\"")
        bytes.append(wall: reading.end)
        bytes.append("+00:00\"}")
        return AirPayload(bytes: bytes)
    }

    /// A bare number a topic, and `nan` for a sensor that gives none. There is no time.
    private static func esphome(_ reading: AirReading) -> [AirPayload] {
        let names: [(object: String, quantity: Quantity)] = [
            ("pm_1_0", .pm1), ("pm_2_5", .pm2_5), ("pm_10", .pm10), ("no2", .no2), ("co2", .co2),
            ("temperature", .temperature), ("humidity", .humidity), ("pressure", .pressure),
        ]
        let values = names.map { name in
            var bytes: [UInt8] = []
            if let value = reading[name.quantity] { bytes.append(value, decimals: 1) } else { bytes.append("nan") }
            return AirPayload(bytes: bytes, topicEnd: "/sensor/\(name.object)/state")
        }
        return values + [AirPayload(bytes: Array("-71".utf8), topicEnd: "/sensor/wifi_signal/state")]
    }

    /// A whole number a topic, as the bridge zapi2mqtt publishes it, with the index and the position beside.
    private static func zephyr(_ reading: AirReading) -> [AirPayload] {
        let names: [(name: String, quantity: Quantity)] = [
            ("NO", .no), ("NO2", .no2), ("O3", .o3), ("PM1", .pm1), ("PM25", .pm2_5), ("PM10", .pm10),
        ]
        let values = names.compactMap { name in
            reading[name.quantity].map { value in
                var bytes: [UInt8] = []
                bytes.append(value, decimals: 0)
                return AirPayload(bytes: bytes, topicEnd: "/" + name.name)
            }
        }
        let position = "{\"latitude\": 51.515, \"longitude\": -0.15}"
        return values + [
            AirPayload(bytes: Array("2".utf8), topicEnd: "/aqi"),
            AirPayload(bytes: Array(position.utf8), topicEnd: "/attributes"),
        ]
    }

    /// The answer of Clarity's API as `json-long`: a record a metric, gases in ppb. What is not calibrated has no value.
    private static func clarity(_ reading: AirReading) -> AirPayload {
        let metrics: [(name: String, value: Double?)] = [
            ("pm1ConcMass1HourMean", reading[.pm1]), ("pm2_5ConcMass1HourMean", reading[.pm2_5]),
            ("pm10ConcMass1HourMean", reading[.pm10]), ("no2Conc1HourMean", reading[.no2].map { $0 / ppbOfNO2 }),
            ("o3Conc1HourMean", reading[.o3].map { $0 / ppbOfO3 }),
            ("temperatureAmbient1HourMean", reading[.temperature]), ("relHumidAmbient1HourMean", reading[.humidity]),
        ]
        var bytes = Array("{\"request\":{\"outputFrequency\":\"hour\",\"format\":\"json-long\"},\"data\":[".utf8)
        for (name, value) in metrics {
            bytes.separate()
            bytes.append("{\"datasourceId\":\"\(reading.device)\",\"sourceType\":\"CLARITY_NODE\",\"startOfPeriod\":\"")
            bytes.append(milliseconds: reading.covers.lowerBound)
            bytes.append("\",\"endOfPeriod\":\"")
            bytes.append(milliseconds: reading.covers.upperBound)
            bytes.append("\",\"metric\":\"\(name)\"")
            bytes.append(member: "value", value, decimals: 2)
            if value == nil { bytes.append(",\"value\":null") }
            bytes.append(member: "raw", (value ?? 9) * 1.4, decimals: 2)
            bytes.append(",\"qcAssessment\":\"\(value == nil ? "invalid" : "valid")\"}")
        }
        bytes.append("],\"locations\":[{\"datasourceId\":\"\(reading.device)\",\"lat\":51.515,\"lon\":-0.15}]}")
        return AirPayload(bytes: bytes)
    }

    /// A message a sensor by the template of the mapping file, the value as a text; gases in ppm, the pressure in pascals.
    private static func libelium(_ reading: AirReading) -> [AirPayload] {
        let sensors: [(name: String, value: Double?, decimals: Int)] = [
            ("PM1", reading[.pm1], 2), ("PM2_5", reading[.pm2_5], 2), ("PM10", reading[.pm10], 2),
            ("NO2", reading[.no2].map { $0 / ppbOfNO2 / 1000 }, 4), ("NO", reading[.no].map { $0 / ppbOfNO / 1000 }, 4),
            ("O3", reading[.o3].map { $0 / ppbOfO3 / 1000 }, 4), ("CO", reading[.co].map { $0 / ppmOfCO }, 3),
            ("TC", reading[.temperature], 2), ("HUM", reading[.humidity], 1),
            ("PRES", reading[.pressure].map { $0 * 100 }, 2), ("BAT", 92, 0),
        ]
        let second = reading.end.floored(toMicroseconds: Microseconds.second).microseconds / Microseconds.second
        return sensors.compactMap { sensor in
            sensor.value.map { value in
                var bytes = Array("{\"msg_id\":\"\(reading.count)\",\"unit_id\":\"\(reading.device)\"".utf8)
                bytes.append(",\"sensor\":\"\(sensor.name)\",\"value\":\"")
                bytes.append(value, decimals: sensor.decimals)
                bytes.append("\",\"timestamp\":")
                bytes.append(number: second)
                bytes.append("}")
                return AirPayload(bytes: bytes)
            }
        }
    }
}
