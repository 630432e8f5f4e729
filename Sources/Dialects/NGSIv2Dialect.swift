import Readings

extension NGSILDName {
    /// Attributes of AirQualityObserved in NGSI v2: those of NGSI-LD, and the spellings of the model's first editions, which
    /// wrote the gases in capitals.
    static let versionTwo = NameTable<NGSILDName>([
        "id": .id, "type": .type, "data": .data, "TimeInstant": .timeInstant,
        "dateObserved": .observed, "dateObservedFrom": .observedFrom, "dateObservedTo": .observedTo,
        "pm1": .quantity(.pm1), "pm25": .quantity(.pm2_5), "pm10": .quantity(.pm10), "no2": .quantity(.no2),
        "no": .quantity(.no), "nox": .quantity(.nox), "o3": .quantity(.o3), "so2": .quantity(.so2),
        "co": .quantity(.co), "co2": .quantity(.co2),
        "PM1": .quantity(.pm1), "PM25": .quantity(.pm2_5), "PM2.5": .quantity(.pm2_5), "PM10": .quantity(.pm10),
        "NO2": .quantity(.no2), "NO": .quantity(.no), "NOx": .quantity(.nox), "NOX": .quantity(.nox),
        "O3": .quantity(.o3), "SO2": .quantity(.so2), "CO": .quantity(.co), "CO2": .quantity(.co2),
        "temperature": .quantity(.temperature), "relativeHumidity": .quantity(.humidity),
        "atmosphericPressure": .quantity(.pressure), "windSpeed": .quantity(.windSpeed),
        "windDirection": .quantity(.windDirection),
    ])
}

/// AirQualityObserved as NGSI v2: one entity, an array of them, or a notification with the entities in `data`; normalized,
/// with the unit's code and perhaps the time in `metadata`, or key-values.
///
/// Names, units and times are NGSI-LD's: `relativeHumidity` is a fraction of one, a date without a zone is UTC, `a/b` and
/// `dateObservedFrom` with `dateObservedTo` are an interval. When a value was observed: the interval, else the attribute's own
/// `TimeInstant`, else `dateObserved`, else the entity's `TimeInstant`, which an IoT agent sets.
///
/// The model's own example states CO in code GP (mg/m3) with a value of 500, which only a range check can doubt: it is taken
/// as written.
extension Decoder {
    mutating func decodeNGSIv2(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        if scanner.kind(text) == .array {
            try ngsiEntities(text, NGSILDName.versionTwo, into: &decoded)
        } else {
            try ngsiEntity(text, NGSILDName.versionTwo, into: &decoded)
        }
    }
}
