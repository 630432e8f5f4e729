import Readings
import SensorSim

/// The tables of what charge points did and told.
enum ChargingTables {
    /// `sessions.csv`: each visit as it was (`city_`) and as its charge point told it (`told_`; empty where nothing was told).
    ///
    /// - Parameters:
    ///   - told: what was told of each of `truths`; nil where nothing was.
    ///   - end: of the run: what cars take behind it is not theirs yet.
    static func sessions(
        _ truths: [ChargingTruth], told: [ToldSession?], _ city: City, until end: Instant
    ) -> [UInt8] {
        let points = Dictionary(city.chargePoints.map { ($0.id, $0) }) { first, _ in first }
        var text: [UInt8] = []
        text.line([
            "borough", "site", "charge_point", "connector", "city_plug_in", "city_charge_from", "city_charge_to",
            "city_unplug", "city_kwh", "transaction", "told_start", "told_stop", "told_register_start_wh",
            "told_register_stop_wh", "told_kwh", "told_meter_kwh", "told_charge_from", "told_charge_to", "told_clock",
        ])
        for (truth, session) in zip(truths, told) {
            let point = points[truth.chargePoint]
            let told = truth.emitted
            text.line(
                [
                    point?.borough ?? "", point?.site ?? "", truth.chargePoint, String(truth.toldConnector),
                    truth.pluggedIn.iso8601,
                    truth.chargingFrom?.iso8601 ?? "", truth.chargingTo?.iso8601 ?? "", truth.pluggedOut.iso8601,
                    kilowattHours(truth.visit.deliveredWh(at: min(truth.pluggedOut, end))),
                ] + [
                    told?.transaction ?? "", session?.start?.iso8601 ?? "", session?.stop?.iso8601 ?? "",
                    told?.registerStartWh.map(String.init) ?? "", told?.registerStopWh.map(String.init) ?? "",
                    told?.energyWh.map(kilowattHours) ?? "",
                ] + flow(session, point?.dialect) + [session?.clock.rawValue ?? ""])
        }
        return text
    }

    /// Formats whose status words alone tell when energy flows: OCPP 1.6.
    private static let telling: Set<ChargerDialect> = [.ocpp16, .emqxOCPP, .chirpStackBay, .ttnBay]

    /// The energy up to the last meter value that was told, and between which moments it flowed: from the value after which
    /// the meter rose first, to the word that the car takes no more, or else to the stop. Where it never rose, words alone
    /// tell: of a car that was let in and said nothing else it is taken that it charges, though nothing came of it.
    private static func flow(_ told: ToldSession?, _ dialect: ChargerDialect?) -> [String] {
        let samples = told?.samples ?? []
        let energy = samples.last { $0.isOfMeter }.map { kilowattHours($0.energyWh) } ?? ""
        guard dialect.map(telling.contains) == true,
            let start = told?.start
        else { return [energy, "", ""] }
        let rise = samples.indices.dropFirst().first { samples[$0].energyWh > samples[$0 - 1].energyWh }
        let end = samples.first { !$0.isOfMeter }?.at ?? told?.stop
        return [energy, (rise.map { samples[$0 - 1].at } ?? start).iso8601, end?.iso8601 ?? ""]
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
