import Readings
import SensorSim

/// The tables of what charge points did and told.
enum ChargingTables {
    /// `sessions.csv`: each visit as it was (`city_`) and as its charge point told it (`told_`; empty where nothing was told).
    ///
    /// - Parameter told: what was told of each of `truths`; nil where nothing was.
    static func sessions(_ truths: [ChargingTruth], told: [ToldSession?], _ city: City) -> [UInt8] {
        let boroughs = Dictionary(city.chargePoints.map { ($0.id, ($0.borough, $0.site)) }) { first, _ in first }
        var text: [UInt8] = []
        text.line([
            "borough", "site", "charge_point", "connector", "city_plug_in", "city_charge_from", "city_charge_to",
            "city_unplug", "city_kwh", "transaction", "told_start", "told_stop", "told_register_start_wh",
            "told_register_stop_wh", "told_kwh", "told_clock",
        ])
        for (truth, session) in zip(truths, told) {
            let place = boroughs[truth.chargePoint] ?? ("", "")
            let told = truth.emitted
            text.line(
                [
                    place.0, place.1, truth.chargePoint, String(truth.connector), truth.pluggedIn.iso8601,
                    truth.chargingFrom?.iso8601 ?? "", truth.chargingTo?.iso8601 ?? "", truth.pluggedOut.iso8601,
                    kilowattHours(truth.energyWh),
                ] + [
                    told?.transaction ?? "", session?.start?.iso8601 ?? "", session?.stop?.iso8601 ?? "",
                    told?.registerStartWh.map(String.init) ?? "", told?.registerStopWh.map(String.init) ?? "",
                    told?.energyWh.map(kilowattHours) ?? "", session?.clock.rawValue ?? "",
                ])
        }
        return text
    }

    /// `faults.csv`: what went wrong at devices, and when.
    static func faults(_ faults: [InjectedFault]) -> [UInt8] {
        var text: [UInt8] = []
        text.line(["kind", "device", "connector", "from", "to", "count"])
        let inOrder = faults.enumerated().sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
        for (_, fault) in inOrder {
            let parts = fault.device.split(separator: "/", maxSplits: 1)
            text.line([
                fault.kind.rawValue, String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "",
                fault.from.iso8601, fault.to?.iso8601 ?? "", String(fault.count),
            ])
        }
        return text
    }

    private static func kilowattHours(_ wattHours: Int64) -> String { decimal(millionths: wattHours * 1000) }
}
