import Readings

/// The calls of OCPP 1.6 that say something about a connector.
enum OCPP16Action: Sendable {
    case statusNotification, startTransaction, stopTransaction, meterValues

    static let table = NameTable<OCPP16Action>([
        "StatusNotification": .statusNotification, "StartTransaction": .startTransaction,
        "StopTransaction": .stopTransaction, "MeterValues": .meterValues,
    ])
}

/// Who sends a call, OCPP 1.6 edition 2 chapters 4 (the charge point) and 5 (the central system). DataTransfer may be sent by
/// either.
enum OCPP16Sender {
    static let table = NameTable<MessageOrigin>([
        "Authorize": .unit, "BootNotification": .unit, "DiagnosticsStatusNotification": .unit,
        "FirmwareStatusNotification": .unit, "Heartbeat": .unit, "MeterValues": .unit, "StartTransaction": .unit,
        "StatusNotification": .unit, "StopTransaction": .unit, "CancelReservation": .centralSystem,
        "ChangeAvailability": .centralSystem, "ChangeConfiguration": .centralSystem, "ClearCache": .centralSystem,
        "ClearChargingProfile": .centralSystem, "GetCompositeSchedule": .centralSystem,
        "GetConfiguration": .centralSystem, "GetDiagnostics": .centralSystem, "GetLocalListVersion": .centralSystem,
        "RemoteStartTransaction": .centralSystem, "RemoteStopTransaction": .centralSystem,
        "ReserveNow": .centralSystem, "Reset": .centralSystem, "SendLocalList": .centralSystem,
        "SetChargingProfile": .centralSystem, "TriggerMessage": .centralSystem, "UnlockConnector": .centralSystem,
        "UpdateFirmware": .centralSystem,
    ])
}

/// The members that are read. Every other one is stepped over, `idTag` among them: who charged never leaves the decoder.
enum OCPP16Name: Sendable {
    case connectorID, transactionID, timestamp, status, errorCode, reason, meterStart, meterStop
    case meterValue, transactionData, sampledValue, value, measurand, unit, phase, location, format, unitOfMeasure,
        multiplier

    static let table = NameTable<OCPP16Name>([
        "connectorId": .connectorID, "transactionId": .transactionID, "timestamp": .timestamp, "status": .status,
        "errorCode": .errorCode, "reason": .reason, "meterStart": .meterStart, "meterStop": .meterStop,
        "meterValue": .meterValue, "transactionData": .transactionData, "sampledValue": .sampledValue,
        "value": .value, "measurand": .measurand, "unit": .unit, "phase": .phase, "location": .location,
        "format": .format, "unitOfMeasure": .unitOfMeasure, "multiplier": .multiplier,
    ])
}

/// Words of OCPP 1.6 edition 2, chapter 7.
enum OCPP16Word {
    static let statuses = NameTable<ConnectorWord>(ConnectorWord.ocpp16.map { ($0.rawValue, $0) })
    static let reasons = NameTable<StopReason>(StopReason.ocpp16.map { ($0.rawValue, $0) })

    /// Section 7.6. Any other word is reported as `OtherError`, so that no text of a charge point's choice reaches a file.
    static let errorCodes = NameTable<String>(
        [
            "NoError", "ConnectorLockFailure", "EVCommunicationError", "GroundFailure", "HighTemperature",
            "InternalError", "LocalListConflict", otherError, "OverCurrentFailure", "OverVoltage",
            "PowerMeterFailure", "PowerSwitchFailure", "ReaderFailure", "ResetFailure", "UnderVoltage", "WeakSignal",
        ].map { ($0, $0) })
    static let otherError = "OtherError"

    static let measurands = NameTable<OCPP16Measurand>([
        "Energy.Active.Import.Register": .energyRegister, "Energy.Active.Import.Interval": .energyInterval,
        "Power.Active.Import": .power,
    ])
    /// Whole watt-hours or watts in one of the unit.
    static let energyUnits = NameTable<Int64>(["Wh": 1, "kWh": 1000])
    static let powerUnits = NameTable<Int64>(["W": 1, "kW": 1000])
    /// The lines of a three-phase supply. Values between lines, and of the neutral, are parts of no sum.
    static let phases = NameTable<Int>(["L1": 0, "L2": 1, "L3": 2, "L1-N": 0, "L2-N": 1, "L3-N": 2])

    static let outlet: JSONName = "Outlet"
    static let raw: JSONName = "Raw"
}

enum OCPP16Measurand: Sendable {
    case energyRegister, energyInterval, power
}
