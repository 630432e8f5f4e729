import Readings

/// The calls of OCPP 2.0.1 that say something about a connector.
enum OCPP201Action: Sendable {
    case statusNotification, transactionEvent, meterValues

    static let table = NameTable<OCPP201Action>([
        "StatusNotification": .statusNotification, "TransactionEvent": .transactionEvent, "MeterValues": .meterValues,
    ])
}

/// Who sends a call, OCPP 2.0.1 part 2, chapter 1. DataTransfer may be sent by either; a name of more than 32 letters is
/// not looked up.
enum OCPP201Sender {
    static let table = NameTable<MessageOrigin>(
        station.map { ($0, .unit) } + centralSystem.map { ($0, .centralSystem) })

    private static let station = [
        "Authorize", "BootNotification", "ClearedChargingLimit", "FirmwareStatusNotification",
        "Get15118EVCertificate", "GetCertificateStatus", "Heartbeat", "LogStatusNotification",
        "MeterValues", "NotifyChargingLimit", "NotifyCustomerInformation", "NotifyDisplayMessages",
        "NotifyEVChargingNeeds", "NotifyEVChargingSchedule", "NotifyEvent", "NotifyMonitoringReport",
        "NotifyReport", "ReportChargingProfiles", "ReservationStatusUpdate",
        "SecurityEventNotification", "SignCertificate", "StatusNotification", "TransactionEvent",
    ]

    private static let centralSystem = [
        "CancelReservation", "CertificateSigned", "ChangeAvailability", "ClearCache",
        "ClearChargingProfile", "ClearDisplayMessage", "ClearVariableMonitoring", "CostUpdated",
        "CustomerInformation", "DeleteCertificate", "GetBaseReport", "GetChargingProfiles",
        "GetCompositeSchedule", "GetDisplayMessages", "GetInstalledCertificateIds",
        "GetLocalListVersion", "GetLog", "GetMonitoringReport", "GetReport", "GetTransactionStatus",
        "GetVariables", "InstallCertificate", "PublishFirmware", "RequestStartTransaction",
        "RequestStopTransaction", "ReserveNow", "Reset", "SendLocalList", "SetChargingProfile",
        "SetDisplayMessage", "SetMonitoringBase", "SetMonitoringLevel", "SetNetworkProfile",
        "SetVariableMonitoring", "SetVariables", "TriggerMessage", "UnlockConnector",
        "UnpublishFirmware", "UpdateFirmware",
    ]
}

/// The members that are read. Every other one is stepped over; of `idToken` only whether it is there.
enum OCPP201Name: Sendable {
    case timestamp, connectorStatus, evseID, connectorID, eventType, sequence, offline, transactionInfo, transactionID
    case chargingState, stoppedReason, evse, id, idToken, meterValue, triggerReason

    static let table = NameTable<OCPP201Name>([
        "timestamp": .timestamp, "connectorStatus": .connectorStatus, "evseId": .evseID,
        "connectorId": .connectorID, "eventType": .eventType, "seqNo": .sequence, "offline": .offline,
        "transactionInfo": .transactionInfo, "transactionId": .transactionID, "chargingState": .chargingState,
        "stoppedReason": .stoppedReason, "evse": .evse, "id": .id, "idToken": .idToken, "meterValue": .meterValue,
        "triggerReason": .triggerReason,
    ])
}

/// Words of OCPP 2.0.1 part 2, chapter 3.
enum OCPP201Word {
    /// ConnectorStatusEnumType. Whether a current flows in an occupied one is for TransactionEvent to say.
    static let statuses = NameTable<ConnectorWord>([
        "Available": .available, "Occupied": .inUse, "Reserved": .reserved, "Unavailable": .unavailable,
        "Faulted": .faulted,
    ])
    /// A trigger reason (TriggerReasonEnumType): somebody's card was taken, and not to stop.
    static let authorized: JSONName = "Authorized"
    static let phases = NameTable<TransactionUpdate.Phase>.rawValues()
    static let chargingStates = NameTable<TransactionUpdate.ChargingState>.rawValues()
    static let reasons = NameTable<StopReason>.rawValues()
}
