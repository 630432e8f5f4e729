import Readings
import Testing

@testable import Dialects

@Suite("sensorthings dialect")
struct SensorThingsDialectTests {
    private func observation(
        _ result: String = "9.8", property: String = #""name":"PM2.5""#, unit: String = #""symbol":"µg/m³""#,
        times: String = #""phenomenonTime":"2026-03-02T08:00:00Z""#
    ) -> String {
        #"""
        {"result":\#(result),\#(times),"Datastream":{"ObservedProperty":{\#(property)},"unitOfMeasurement":{\#(unit)}}}
        """#
    }

    @Test(
        "The observed property is found by its name, or by the definition's last part",
        arguments: [
            (#""name":"PM2.5""#, Quantity.pm2_5), (#""name":"pm25""#, .pm2_5), (#""name":"PM1_0""#, .pm1),
            (#""name":"PM10""#, .pm10), (#""name":"Nitrogen Dioxide""#, .no2),
            (#""name":"?","definition":"http://dd.eionet.europa.eu/vocabulary/aq/pollutant/6001""#, .pm2_5),
            (#""definition":"http://dd.eionet.europa.eu/vocabulary/aq/pollutant/5","name":"NO2""#, .pm10),
            (#""name":"x","definition":"http://example.org/properties#ozone""#, .o3),
        ])
    func properties(property: String, quantity: Quantity) {
        let decoding = Decoding(observation(property: property), .sensorthings)
        #expect(decoding.values == [quantity: 9_800_000])
    }

    /// Gases at 20 degC: 1 ppb of NO2 is 1.9125 ug/m3, 1 ppm of CO 1.1642 mg/m3.
    @Test(
        "Units are converted exactly",
        arguments: [
            (#""name":"NO2""#, "ppb", "20", 38_250_000), (#""name":"CO""#, "ppm", "0.5", 582_100),
            (#""name":"CO""#, "\u{3BC}g/m\u{B3}", "500", 500_000), (#""name":"PM10""#, "mg/m3", "0.012", 12_000_000),
            (#""name":"temperature""#, "\u{B0}F", "50", 10_000_000),
            (#""name":"pressure""#, "Pa", "101325", 1_013_250_000),
            (#""name":"humidity""#, "1", "0.71", 71_000_000), (#""name":"wind speed""#, "km/h", "36", 10_000_000),
            (#""name":"PM10""#, "\\u00b5g/m\\u00b3", "12", 12_000_000),
        ])
    func units(property: String, symbol: String, result: String, millionths: Int64) {
        let decoding = Decoding(
            observation(result, property: property, unit: #""symbol":"\#(symbol)""#), .sensorthings)
        #expect(decoding.samples.map(\.value.count) == [millionths])
    }

    @Test(
        "A unit that is unknown or cannot measure the quantity makes the value malformed",
        arguments: ["furlong", "ppb", ""])
    func wrongUnit(symbol: String) {
        let decoding = Decoding(observation(unit: #""symbol":"\#(symbol)""#), .sensorthings)
        #expect(decoding.rejections == [.pm2_5: .malformedValue])
        #expect(decoding.samples.isEmpty)
    }

    @Test(
        "Without a property that is ours, or without a unit, the Observation is refused",
        arguments: [
            #"{"result":1,"phenomenonTime":"2026-03-02T08:00:00Z"}"#,
            #"{"result":1,"Datastream":{"unitOfMeasurement":{"symbol":"ppb"}}}"#,
            #"{"result":1,"Datastream":{"ObservedProperty":{"name":"NO2"}}}"#,
            #"{"result":1,"Datastream":{"ObservedProperty":{"name":"NO2"},"unitOfMeasurement":{"symbol":null}}}"#,
            #"{"result":1,"Datastream":{"ObservedProperty":{"name":"noise"},"unitOfMeasurement":{"symbol":"dB"}}}"#,
            #"{"result":1,"Datastream":7}"#, "[]", "7",
        ])
    func refused(payload: String) {
        #expect(Decoding(payload, .sensorthings).refusal == .wrongShape)
    }

    @Test("phenomenonTime is an instant or an interval; without it the result's time is taken")
    func times() {
        let stamp = at("2026-03-02T08:15:00Z")
        let interval = Decoding(
            observation(times: #""phenomenonTime":"2026-03-02T08:00:00Z/2026-03-02T09:15:00+01:00""#), .sensorthings)
        #expect(interval.samples.first?.stamp == stamp)
        #expect(interval.samples.first?.covers == at("2026-03-02T08:00:00Z")..<stamp)
        let instants = [
            #""phenomenonTime":"2026-03-02T08:15:00Z","resultTime":"2026-03-02T08:16:00Z""#,
            #""resultTime":"2026-03-02T08:15:00Z","phenomenonTime":null"#,
            #""phenomenonTime":"2026-03-02T08:15:00Z/2026-03-02T08:15:00Z""#,
        ]
        for times in instants {
            let sample = Decoding(observation(times: times), .sensorthings).samples.first
            #expect(sample?.stamp == stamp)
            #expect(sample?.covers == nil)
        }
        #expect(Decoding(observation(times: #""resultTime":null"#), .sensorthings).samples.first?.stamp == nil)
    }

    @Test(
        "A time without a zone, an interval that ends before it begins, and what is no time are refused",
        arguments: [
            #""2026-03-02T08:00:00""#, #""2026-03-02T08:15:00Z/2026-03-02T08:00:00Z""#,
            #""2026-03-02T08:00:00Z/""#, #""/""#, #""""#, "12",
        ])
    func malformedTimes(time: String) {
        #expect(Decoding(observation(times: #""phenomenonTime":\#(time)"#), .sensorthings).refusal == .malformedStamp)
    }

    @Test("A result that is null is no value; a word or an object is malformed")
    func results() {
        #expect(Decoding(observation("null"), .sensorthings) == Decoding())
        #expect(Decoding(observation(#"{"a":1}"#), .sensorthings).rejections == [.pm2_5: .malformedValue])
        #expect(Decoding(observation(#""9.8""#), .sensorthings).values == [.pm2_5: 9_800_000])
        #expect(Decoding(observation("-999"), .sensorthings).rejections == [.pm2_5: .sentinel])
    }
}
