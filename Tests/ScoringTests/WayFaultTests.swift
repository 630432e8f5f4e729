import Scoring
import Testing

@Suite("The score of faults on the way")
struct WayFaultTests {
    private func row(_ kind: String, _ injected: Int, _ found: Int, _ finds: Int, _ trueFinds: Int) -> String {
        "\"\(kind)\":{\"injected\":\(injected),\"found\":\(found),\"finds\":\(finds),\"true_finds\":\(trueFinds),"
    }

    @Test(
        "Messages that were put aside are found by their receipt in the list of quarantine, empty ones in the balance")
    func listed() throws {
        let json = try ScoredFolder().report().json
        #expect(json.contains(row("poison", 2, 2, 2, 2)), "\(json)")
        #expect(json.contains(row("unknown_device", 2, 2, 2, 2)))
        #expect(json.contains(row("spoofed_borough", 0, 0, 0, 0)))
    }

    @Test("A line of another receipt, or of another reason, is a find beside the fault")
    func otherLine() throws {
        var folder = ScoredFolder()
        folder.replace(\.quarantine, "08:04:01Z", "08:04:02Z")
        #expect(try folder.report().json.contains(row("unknown_device", 2, 1, 2, 1)))
        folder.replace(
            \.quarantine, "unknown_device\",\"topic\":\"\",\"payload_begins_base64\":\"\",\"payload_bytes\":9}",
            "not_json\"}")
        #expect(try folder.report().json.contains(row("unknown_device", 2, 0, 0, 0)))
    }

    @Test("Where the list is full, the balance counts by day, borough and device: what one has too much helps no other")
    func full() throws {
        var folder = ScoredFolder()
        folder.quarantine = ""
        #expect(try folder.report().json.contains(row("unknown_device", 2, 2, 2, 2)))
        // The other borough has two, where none was sent.
        folder.replace(\.balance, "sim,sim/air", "other,sim/air")
        let json = try folder.report().json
        #expect(json.contains(row("unknown_device", 2, 0, 2, 0)), "\(json)")
        // Poison of the charge point is none of the air sensor's.
        folder.replace(\.balance, "9,5,4,0,0,0,0,5,4,1,0,0,0,0,", "9,5,3,0,1,0,0,5,4,1,0,0,0,0,not_json:1")
        folder.replace(
            \.balance, "120,118,0,0,1,1,0,236,232,4,0,0,0,0,not_json:1", "120,119,0,0,0,1,0,236,232,4,0,0,0,0,")
        #expect(try folder.report().json.contains(row("poison", 2, 1, 2, 1)))
    }

    @Test("A sensor's second copies are counted as messages: four readings of two a message are two")
    func copies() throws {
        let json = try ScoredFolder().report().json
        // Two of the sensor, and the charge point's one, of which it says only that something was told twice.
        #expect(json.contains(row("duplicate", 3, 3, 3, 3)), "\(json)")
        var folder = ScoredFolder()
        folder.replace(\.balance, "236,232,4", "236,234,2")
        #expect(try folder.report().json.contains(row("duplicate", 3, 2, 2, 2)))
        folder.replace(\.balance, "236,234,2", "236,228,8")
        #expect(try folder.report().json.contains(row("duplicate", 3, 3, 5, 3)))
    }

    @Test("Copies of another day or device are not found by this one's")
    func cells() throws {
        var folder = ScoredFolder()
        folder.replaceTruth(
            "messages.csv", "08:00:02Z,sim/air/plain/aq-1,duplicate,,air,aq-1",
            "08:00:02Z,sim/air/plain/aq-2,duplicate,,air,aq-2")
        #expect(try folder.report().json.contains(row("duplicate", 3, 2, 3, 2)))
        folder.replaceTruth("messages.csv", "2026-03-02T08:01:02Z", "2026-03-03T08:01:02Z")
        #expect(try folder.report().json.contains(row("duplicate", 3, 1, 3, 1)))
    }

    @Test("A call that is made again and a state that is told again are told twice, too")
    func again() throws {
        var folder = ScoredFolder()
        folder.truth["faults.csv"]? += "retry,cp-1,,2026-03-02T08:00:00Z,2026-03-02T08:01:00Z,1\n"
        folder.truth["faults.csv"]? += "reboot,cp-2,,2026-03-02T08:00:00Z,2026-03-02T08:01:00Z,1\n"
        let json = try folder.report().json
        #expect(json.contains(row("retry", 1, 1, 3, 3)), "\(json)")
        #expect(json.contains(row("reboot", 1, 0, 3, 3)))
    }

    @Test(
        "What a sensor says twice and nobody copied is not perfect; what charge points say again may be their format's")
    func unasked() throws {
        var folder = ScoredFolder()
        folder.replaceTruth("messages.csv", "cp-1/up,duplicate,,charging,cp-1", "cp-2/up,delay,,charging,cp-2")
        #expect(try folder.report().json.contains(row("duplicate", 2, 2, 3, 2)))
        #expect(try folder.report().isPerfect)
        folder.replace(\.balance, "236,232,4", "236,230,6")
        #expect(try folder.report().json.contains(row("duplicate", 2, 2, 4, 2)))
        #expect(try !folder.report().isPerfect)
    }

    @Test("What charge points say again after being out of contact is no false find")
    func contact() throws {
        var folder = ScoredFolder()
        folder.replaceTruth("messages.csv", "cp-1/up,duplicate,,charging,cp-1", "cp-2/up,duplicate,,charging,cp-2")
        #expect(try folder.report().json.contains(row("duplicate", 3, 2, 3, 2)))
        folder.truth["faults.csv"]? += "offline,cp-1,,2026-03-01T08:00:00Z,2026-03-02T08:01:00Z,1\n"
        #expect(try folder.report().json.contains(row("duplicate", 3, 2, 3, 3)))
    }

    @Test("A delay and a charge point's lost message leave no word")
    func wordless() throws {
        var folder = ScoredFolder()
        folder.truth["messages.csv"]? += """
            9,2026-03-02T11:00:00Z,2026-03-02T11:00:50Z,sim/air/plain/aq-1,delay,,air,aq-1,,
            9,2026-03-02T11:00:00Z,,sim/ev/ocpp16/cp-1/up,loss,,charging,cp-1,,

            """
        let json = try folder.report().json
        for kind in ["delay", "loss_of_charging"] {
            #expect(
                json.contains(row(kind, 1, 0, 0, 0) + "\"recall\":null,\"precision\":null,\"leaves_trace\":false}"),
                "\(json)")
        }
        #expect(json.contains(row("loss", 0, 0, 1, 1)))
    }

    @Test("A list of quarantine that is none is told with its line")
    func noList() {
        var folder = ScoredFolder()
        folder.quarantine += "{\"reason\":\"not_json\"}\n"
        do {
            _ = try folder.report()
            Issue.record("A line without a time was read")
        } catch {
            #expect("\(error)".hasPrefix("quarantine:4: expected "))
        }
    }
}
