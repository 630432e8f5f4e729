import Readings
import Testing

@testable import Charging

/// Units that tell a fault in a field of its own: openWB's fault_state, go-e's err.
@Suite("Faults beside other fields")
struct FaultTests {
    @Test("a fault stands over the contactor, and when it is over the contactor's state holds again")
    func contactor() throws {
        var scene = Scene()
        try scene.add(.plugged(true), connector: 1, at: "08:00")
        try scene.add(.chargingNow(true), connector: 1, at: "08:00")
        try scene.add(.fault(false), connector: 1, at: "08:05")
        try scene.add(.fault(true), connector: 1, at: "08:10")
        // Sent again each time, as openWB does.
        try scene.add(.plugged(true), connector: 1, at: "08:15")
        try scene.add(.chargingNow(false), connector: 1, at: "08:15")
        try scene.add(.fault(false), connector: 1, at: "08:30")
        try scene.add(.plugged(false), connector: 1, at: "08:40")
        #expect(
            try scene.statuses("08:00", "09:00")
                == "Charging(meter) 10, Faulted 20, SuspendedEV(meter) 10, Available(meter) 20")
        // The cable was there all the time: one visit.
        let sessions = try scene.history().sessions
        #expect(sessions.count == 1)
        #expect(try sessions.first?.unplug == Scene.instant("08:40"))
    }

    @Test("a fault stands over status words too, and the last of them holds again, whichever came first")
    func status() throws {
        var scene = Scene()
        try scene.status(.charging, "08:00", errorCode: "")
        try scene.add(.fault(true), connector: 1, at: "08:10")
        try scene.status(.finishing, "08:20", errorCode: "")
        try scene.add(.fault(false), connector: 1, at: "08:30")
        try scene.status(.available, "08:40", errorCode: "")
        try scene.add(.fault(false), connector: 1, at: "08:50")
        #expect(
            try scene.statuses("08:00", "09:00") == "Charging 10, Faulted 20, Finishing 10, Available 20")
        let order = scene.events
        for turn in 1..<order.count {
            scene.events = Array(order[turn...] + order[..<turn])
            #expect(
                try scene.statuses("08:00", "09:00") == "Charging 10, Faulted 20, Finishing 10, Available 20")
        }
    }

    @Test("a word of the status field that is a fault itself stays when the other field says that there is none")
    func both() throws {
        var scene = Scene()
        try scene.status(.faulted, "08:00", errorCode: "")
        try scene.add(.fault(true), connector: 1, at: "08:10")
        try scene.add(.fault(false), connector: 1, at: "08:20")
        try scene.status(.available, "08:30", errorCode: "")
        #expect(try scene.statuses("08:00", "09:00") == "Faulted 30, Available 30")
    }

    @Test(
        "a car that leaves during a fault ends its visit then, and the connector is out of service until the fault is over"
    )
    func leaving() throws {
        var scene = Scene()
        try scene.add(.plugged(true), connector: 1, at: "08:00")
        try scene.add(.fault(true), connector: 1, at: "08:10")
        try scene.add(.plugged(false), connector: 1, at: "08:20")
        try scene.add(.fault(false), connector: 1, at: "08:30")
        #expect(
            try scene.statuses("08:00", "09:00") == "InUse(meter) 10, Faulted 20, Available(meter) 30")
        #expect(try scene.history().sessions.map(\.unplug) == [Scene.instant("08:20")])
    }

    @Test("of a unit that tells nothing but that it has no fault, it is known that it works")
    func alone() throws {
        var scene = Scene()
        try scene.add(.fault(false), connector: 1, at: "08:00")
        try scene.add(.fault(true), connector: 1, at: "08:20")
        try scene.add(.fault(false), connector: 1, at: "08:40")
        #expect(try scene.statuses("08:00", "09:00") == "InService 20, Faulted 20, InService 20")
    }
}
