import Pipeline
import Readings
import Tables
import Testing

@Suite("Reviews of readings")
struct ReviewTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        /// Without the device.
        var reviews: [String]
        /// n, mean and status of the hour from 10:00.
        var no2: String
        var pm2_5: String
        var rejected = 0
        var testDescription: String { name }
    }

    /// The readings are those of `AmendedCity`. 10, 30 and 40 have the mean 26.666667; 30 and 40 have 35.
    static let cases: [Case] = [
        Case(name: "nobody has looked", reviews: [], no2: "4 25 provisional", pm2_5: "4 2.5 provisional"),
        Case(
            name: "one reading of one quantity is invalid; the row ends before the next",
            reviews: [",no2,2026-03-02T10:15:00Z,2026-03-02T10:30:00Z,invalid,x"], no2: "3 26.666667 provisional",
            pm2_5: "4 2.5 provisional", rejected: 1),
        Case(
            name: "the hour of the whole device is invalid",
            reviews: [",,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,invalid,x"], no2: "0 - invalid",
            pm2_5: "0 - invalid", rejected: 8),
        Case(
            name: "invalid until further notice", reviews: [",pm2_5,2026-03-02T10:30:00Z,,invalid,x"],
            no2: "4 25 provisional", pm2_5: "2 1.5 provisional", rejected: 2),
        Case(
            name: "a part is suspect", reviews: [",no2,2026-03-02T10:45:00Z,,suspect,x"], no2: "4 25 suspect",
            pm2_5: "4 2.5 provisional"),
        Case(
            name: "the day is ratified", reviews: [",,2026-03-02,2026-03-03,ratified,"], no2: "4 25 ratified",
            pm2_5: "4 2.5 ratified"),
        Case(
            name: "half of the hour is ratified", reviews: [",,2026-03-02T10:30:00Z,,ratified,"],
            no2: "4 25 provisional", pm2_5: "4 2.5 provisional"),
        Case(
            name: "ratified, and a bad reading taken out of it",
            reviews: [
                ",,2026-03-02,2026-03-03,ratified,", ",no2,2026-03-02T10:15:00Z,2026-03-02T10:30:00Z,invalid,x",
            ], no2: "3 26.666667 ratified", pm2_5: "4 2.5 ratified", rejected: 1),
        Case(
            name: "invalid is stronger than suspect, wherever the rows stand",
            reviews: [
                ",no2,2026-03-02T10:00:00Z,2026-03-02T10:30:00Z,invalid,x", ",no2,2026-03-02,,suspect,x",
            ], no2: "2 35 suspect", pm2_5: "4 2.5 provisional", rejected: 2),
        Case(
            name: "another hour", reviews: [",,2026-03-02T11:00:00Z,,invalid,x"], no2: "4 25 provisional",
            pm2_5: "4 2.5 provisional"),
    ]

    @Test("invalid readings count nowhere, the others are marked", arguments: cases)
    func hour(example: Case) throws {
        // One that counts in any case: rows begin with it.
        let first = AmendedCity.Message(
            device: "aq-1", stamp: "2026-03-02T09:00:00Z", readings: "\"no2\":1,\"pm2_5\":1")
        let city = try AmendedCity(
            reviews: example.reviews.map { "aq-1" + $0 }, messages: [first] + AmendedCity.messages)
        let columns = "n mean status"
        #expect(city.row(.airHour, "no2", at: "10:00", columns) == example.no2)
        #expect(city.row(.airHour, "pm2_5", at: "10:00", columns) == example.pm2_5)
        #expect(city.balance.rejected == (example.rejected > 0 ? [.reviewedInvalid: example.rejected] : [:]))
        #expect(city.balance.readings == 10 && city.balance.readingsAddUp)
    }

    @Test("each minute and the day have their own status")
    func windows() throws {
        let city = try AmendedCity(reviews: [
            "aq-1,no2,2026-03-02T10:00:00Z,2026-03-02T10:15:00Z,invalid,x",
            "aq-1,,2026-03-02T10:15:00Z,2026-03-02T10:16:00Z,suspect,x", "aq-1,,2026-03-02T10:30:00Z,,ratified,",
        ])
        #expect(city.row(.airMinute, "no2", at: "10:00", "n status") == "0 invalid")
        #expect(city.row(.airMinute, "no2", at: "10:15", "n status") == "1 suspect")
        #expect(city.row(.airMinute, "no2", at: "10:16", "n status") == "0 provisional")
        #expect(city.row(.airMinute, "no2", at: "10:30", "n status") == "1 ratified")
        #expect(city.row(.airQuarterHour, "no2", at: "10:45", "n status") == "1 ratified")
        #expect(city.row(.airDay, "no2", at: "00:00", "status") == "suspect")
    }

    @Test("a simulator's rows stay simulated, and its invalid readings count nowhere all the same")
    func simulated() throws {
        let boroughs = "borough,name,timezone,simulated\nwest,West,Europe/London,true\neast,East,America/Denver,\n"
        let city = try AmendedCity(
            reviews: [
                "aq-1,,2026-03-02,,ratified,", "aq-1,no2,2026-03-02T10:00:00Z,2026-03-02T10:30:00Z,invalid,x",
            ], sheets: ["boroughs.csv": boroughs])
        #expect(city.row(.airHour, "no2", at: "10:00", "n mean status") == "2 35 simulated")
        #expect(city.row(.airDay, "no2", at: "00:00", "status") == "simulated")
    }

    /// aq-3 stamps the end of its quarter of an hour, and its clock is an hour behind: 09:30 stands for 10:15 to 10:30.
    @Test(
        "a review speaks of a reading at the start of its interval",
        arguments: [
            ("10:00", "10:15", "1 7"), ("10:15", "10:16", "0 -"), ("10:16", "10:31", "1 7"), ("10:30", "10:45", "1 7"),
        ])
    func interval(from: String, to: String, expected: String) throws {
        let messages = ["09:30", "10:15"].map {
            AmendedCity.Message(device: "aq-3", stamp: "2026-03-02T\($0):00Z", readings: "\"co2\":407,\"pm1\":7")
        }
        let city = try AmendedCity(
            reviews: ["aq-3,pm1,2026-03-02T\(from):00Z,2026-03-02T\(to):00Z,invalid,x"], messages: messages)
        #expect(city.row(.airQuarterHour, "pm1", at: "10:15", "n mean") ?? "0 -" == expected)
        #expect(city.row(.airQuarterHour, "co2", at: "10:15", "n mean") == "1 407")
    }

    @Test("a device of which no reading counts has no rows, unless the registry says since when it stands")
    func onlyInvalid() throws {
        let city = try AmendedCity(reviews: ["aq-1,,2026-03-02,,invalid,x"])
        // Devices whose registry rows have a `from` show their silence all the same.
        #expect(!city.files.rows(.airHour).contains { $0.contains("aq-1") })
        #expect(city.balance.rejected == [.reviewedInvalid: 8])
    }

    @Test("an invalid reading that was sent three times is rejected three times")
    func copies() throws {
        let message = AmendedCity.messages[0]
        let city = try AmendedCity(
            reviews: ["aq-1,no2,2026-03-02,,invalid,x"], messages: [message, message, message])
        #expect(city.balance.rejected == [.reviewedInvalid: 3])
        #expect(city.balance.standing == 1 && city.balance.duplicateReadings == 2)
    }
}
