package import Readings

/// One message of an air sensor.
package struct AirPayload: Equatable, Sendable {
    package var bytes: [UInt8] = []
    /// What stands in the topic behind the device's own, its slash included; mostly nothing.
    package var topicEnd = ""
    /// What it holds of its readings, where a reading goes in several messages; nil for all.
    package var quantities: [Quantity]?
}

/// Payloads of the air dialects, written after the examples of each format and without a decoder in sight.
package enum AirPayloads {
    /// The messages in which a device sends its readings, in their order: as many readings in one as the format holds and
    /// the device sends. A reading without any of the dialect's quantities is not sent.
    package static func messages(
        _ readings: [AirReading], _ dialect: AirDialect, as form: AirForm = .usual
    ) -> [AirPayload] {
        let sent = readings.filter { reading in dialect.quantities.contains { reading[$0] != nil } }
        return stride(from: 0, to: sent.count, by: dialect.readingsPerMessage).flatMap { first in
            let batch = sent[first..<min(sent.count, first + dialect.readingsPerMessage)]
            return messages(of: Array(batch), dialect, form)
        }
    }

    /// Of readings that go into one message, at least one; the first is enough for formats that hold no more.
    private static func messages(
        of batch: [AirReading], _ dialect: AirDialect, _ form: AirForm
    ) -> [AirPayload] {
        switch dialect {
        case .sensorThings: return batch.flatMap(sensorThings)
        case .aqmesh: return aqmesh(batch)
        case .smartCitizen: return [smartCitizen(batch)]
        default: break
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(dialect == .plain ? 160 : 900 * batch.count)
        switch dialect {
        case .sensorCommunity: appendSensorCommunity(batch, to: &bytes)
        case .senML where form == .baseValues: appendSenMLBases(batch, to: &bytes)
        case .senML: appendSenML(batch, to: &bytes)
        case .vaisalaAQT: appendVaisalaAQT(batch, to: &bytes)
        case .ukAir: appendUKAir(batch, to: &bytes)
        case .openair: appendOpenair(batch, to: &bytes)
        default:
            for reading in batch { append(reading, dialect, form, to: &bytes) }
        }
        return [AirPayload(bytes: bytes)]
    }

    private static func append(
        _ reading: AirReading, _ dialect: AirDialect, _ form: AirForm, to bytes: inout [UInt8]
    ) {
        switch dialect {
        case .airGradient: appendAirGradient(reading, to: &bytes)
        case .airrohr: appendAirrohr(reading, to: &bytes)
        case .ngsiLD: appendNGSILD(reading, to: &bytes)
        case .purpleAir: appendPurpleAir(reading, hasTwoSensors: form == .usual, to: &bytes)
        case .ttn: appendTTN(reading, to: &bytes)
        case .chirpStack: appendChirpStack(reading, to: &bytes)
        case .ngsiV2: appendNGSIv2(reading, to: &bytes)
        default: appendPlain(reading, to: &bytes)
        }
    }

    /// What one ppb weighs at 20 degC in ug/m3, the figures that Defra publishes; CO in mg/m3 for one ppm.
    static let ppbOfNO2 = 1.9125
    static let ppbOfNO = 1.2473
    static let ppbOfO3 = 1.9957
    static let ppmOfCO = 1.1642

    static func fahrenheit(_ celsius: Double) -> Double { celsius * 9 / 5 + 32 }
}
