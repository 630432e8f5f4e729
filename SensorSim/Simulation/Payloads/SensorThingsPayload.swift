import Readings

extension AirPayloads {
    /// A Datastream of the simulated Thing: what it observes, by the European Environment Agency's number where there is
    /// one, and the unit that it writes.
    private struct Datastream {
        var number: Int
        var quantity: Quantity
        var name: String
        var definition: String
        var symbol: String
        var perUnit = 1.0
        var decimals: Int
    }

    private static let pollutants = "http://dd.eionet.europa.eu/vocabulary/aq/pollutant/"
    private static let features = "http://vocabulary.odm2.org/variablename/"

    private static let datastreams = [
        Datastream(
            number: 11, quantity: .no2, name: "Nitrogen dioxide (air)", definition: pollutants + "8", symbol: "ppb",
            perUnit: 1 / ppbOfNO2, decimals: 2),
        Datastream(
            number: 12, quantity: .o3, name: "Ozone (air)", definition: pollutants + "7", symbol: "\u{B5}g/m\u{B3}",
            decimals: 1),
        Datastream(
            number: 13, quantity: .pm2_5, name: "Particulate matter < 2.5 \u{B5}m", definition: pollutants + "6001",
            symbol: "\u{B5}g/m\u{B3}", decimals: 1),
        Datastream(
            number: 14, quantity: .pm10, name: "Particulate matter < 10 \u{B5}m", definition: pollutants + "5",
            symbol: "ug/m3", decimals: 1),
        Datastream(
            number: 15, quantity: .co, name: "Carbon monoxide (air)", definition: pollutants + "10",
            symbol: "mg/m\u{B3}", decimals: 3),
        Datastream(
            number: 16, quantity: .temperature, name: "Temperature", definition: features + "temperature",
            symbol: "\u{B0}C", decimals: 1),
        Datastream(
            number: 17, quantity: .humidity, name: "Relative humidity", definition: features + "humidity", symbol: "%",
            decimals: 1),
    ]

    /// An Observation for each quantity, its Datastream expanded, under the Datastream's own topic.
    static func sensorThings(_ reading: AirReading) -> [AirPayload] {
        datastreams.compactMap { stream in
            reading[stream.quantity].map { value in
                var bytes: [UInt8] = []
                appendObservation(value, of: stream, reading, to: &bytes)
                return AirPayload(
                    bytes: bytes, topicEnd: "/Datastreams(\(stream.number))/Observations",
                    quantities: [stream.quantity])
            }
        }
    }

    private static func appendObservation(
        _ value: Double, of stream: Datastream, _ reading: AirReading, to bytes: inout [UInt8]
    ) {
        bytes.append("{\"@iot.id\":")
        bytes.append(number: reading.count * 100 + Int64(stream.number))
        bytes.append(",\"phenomenonTime\":\"")
        bytes.append(milliseconds: reading.covers.lowerBound)
        bytes.append("/")
        bytes.append(milliseconds: reading.end)
        bytes.append("\",\"resultTime\":\"")
        bytes.append(milliseconds: reading.end.advanced(byMicroseconds: 3 * Microseconds.second))
        bytes.append("\",\"result\":")
        bytes.append(value * stream.perUnit, decimals: stream.decimals)
        bytes.append(",\"resultQuality\":{\"flag\":\"V\"},\"Datastream\":{\"@iot.id\":\(stream.number),")
        bytes.append("\"name\":\"\(stream.name) at the gate\",\"unitOfMeasurement\":{\"name\":\"\(stream.symbol)\",")
        bytes.append("\"symbol\":\"\(stream.symbol)\"},\"ObservedProperty\":{\"name\":\"\(stream.name)\",")
        bytes.append("\"definition\":\"\(stream.definition)\"}}}")
    }
}
