import Readings

/// What a simulated air sensor shows for one period, its own errors included.
struct AirMeasurement {
    var air: CityAir.Sample
    var pm1: Double
    var co2: Double
    var pressureHectopascals: Double
    /// How often the sensor has measured since it was switched on.
    var count: Int64
}

/// Payloads of the four dialects, written after the examples of each format.
enum AirPayloads {
    static func append(
        _ measurement: AirMeasurement, of device: AirDevice, at instant: Instant, to bytes: inout [UInt8]
    ) {
        switch device.dialect {
        case .plain: appendPlain(measurement.air, device.id, instant, to: &bytes)
        case .airGradient: appendAirGradient(measurement, device.id, to: &bytes)
        case .airrohr: appendAirrohr(measurement, device.id, to: &bytes)
        case .ngsiLD: appendNGSI(measurement.air, device.id, instant, to: &bytes)
        }
    }

    private static func appendPlain(
        _ air: CityAir.Sample, _ device: String, _ instant: Instant, to bytes: inout [UInt8]
    ) {
        bytes.append("{\"device\":\"\(device)\",\"ts\":\"")
        bytes.append(milliseconds: instant)
        bytes.append("\",\"readings\":{\"pm2_5\":")
        bytes.append(air.pm2_5, decimals: 1)
        bytes.append(",\"pm10\":")
        bytes.append(air.pm10, decimals: 1)
        bytes.append(",\"no2\":")
        bytes.append(air.no2, decimals: 1)
        bytes.append(",\"o3\":")
        bytes.append(air.o3, decimals: 1)
        bytes.append(",\"temperature\":")
        bytes.append(air.temperature, decimals: 1)
        bytes.append(",\"humidity\":")
        bytes.append(air.humidity, decimals: 1)
        bytes.append("}}")
    }

    /// The outdoor monitor's message each minute: particles in whole ug/m3, no stamp.
    private static func appendAirGradient(
        _ measurement: AirMeasurement, _ device: String, to bytes: inout [UInt8]
    ) {
        let air = measurement.air
        bytes.append("{\"wifi\":-58,\"serialno\":\"\(device)\",\"rco2\":")
        bytes.append(measurement.co2, decimals: 0)
        bytes.append(",\"pm01\":")
        bytes.append(measurement.pm1, decimals: 0)
        bytes.append(",\"pm02\":")
        bytes.append(air.pm2_5, decimals: 0)
        bytes.append(",\"pm10\":")
        bytes.append(air.pm10, decimals: 0)
        bytes.append(",\"atmp\":")
        bytes.append(air.temperature, decimals: 1)
        bytes.append(",\"rhum\":")
        bytes.append(air.humidity, decimals: 0)
        bytes.append(",\"tvocIndex\":96,\"tvocRaw\":31877,\"noxIndex\":1,\"noxRaw\":16511,\"boot\":")
        bytes.append(number: measurement.count)
        bytes.append(",\"bootCount\":")
        bytes.append(number: measurement.count)
        bytes.append(",\"firmware\":\"3.3.9\",\"model\":\"O-1PST\"}")
    }

    /// The firmware's push to an own server, as a bridge puts it on MQTT: every number is a string, pressure in Pa.
    private static func appendAirrohr(
        _ measurement: AirMeasurement, _ device: String, to bytes: inout [UInt8]
    ) {
        bytes.append(
            "{\"esp8266id\":\"\(device)\",\"software_version\":\"NRZ-2024-135\",\"sensordatavalues\":[")
        let values: [(String, Double)] = [
            ("SDS_P1", measurement.air.pm10), ("SDS_P2", measurement.air.pm2_5),
            ("BME280_temperature", measurement.air.temperature),
            ("BME280_pressure", measurement.pressureHectopascals * 100),
            ("BME280_humidity", measurement.air.humidity),
        ]
        for (name, value) in values {
            bytes.append("{\"value_type\":\"\(name)\",\"value\":\"")
            bytes.append(value, decimals: 2)
            bytes.append("\"},")
        }
        bytes.append("{\"value_type\":\"samples\",\"value\":\"4976123\"},")
        bytes.append("{\"value_type\":\"min_micro\",\"value\":\"28\"},")
        bytes.append("{\"value_type\":\"max_micro\",\"value\":\"20138\"},")
        bytes.append("{\"value_type\":\"interval\",\"value\":\"145000\"},")
        bytes.append("{\"value_type\":\"signal\",\"value\":\"-67\"}]}")
    }

    /// A reference station's hourly mean; `instant` is the hour's end.
    private static func appendNGSI(
        _ air: CityAir.Sample, _ device: String, _ instant: Instant, to bytes: inout [UInt8]
    ) {
        bytes.append("{\"id\":\"urn:ngsi-ld:AirQualityObserved:\(device)\",\"type\":\"AirQualityObserved\"")
        let ends = [("From", instant.advanced(byMicroseconds: -Microseconds.hour)), ("To", instant)]
        for (name, end) in ends {
            bytes.append(
                ",\"dateObserved\(name)\":{\"type\":\"Property\",\"value\":{\"@type\":\"DateTime\",\"@value\":\"")
            bytes.append(seconds: end)
            bytes.append("\"}}")
        }
        // NOx is written as NO2: the molar masses are 46.0055 and 30.006.
        let nox = air.no2 + air.no * 46.0055 / 30.006
        let values: [(String, Double)] = [
            ("no2", air.no2), ("no", air.no), ("nox", nox), ("o3", air.o3), ("pm25", air.pm2_5), ("pm10", air.pm10),
        ]
        for (name, value) in values {
            bytes.append(",\"\(name)\":{\"type\":\"Property\",\"value\":")
            bytes.append(value, decimals: 3)
            bytes.append(",\"unitCode\":\"GQ\",\"observedAt\":\"")
            bytes.append(seconds: instant)
            bytes.append("\"}")
        }
        bytes.append("}")
    }
}
