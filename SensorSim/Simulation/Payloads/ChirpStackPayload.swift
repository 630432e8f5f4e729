import Readings

extension AirPayloads {
    /// ChirpStack v4's `up` event: times with `+00:00` and nanoseconds, the device's name for people beside its EUI.
    static func appendChirpStack(_ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append("{\"deduplicationId\":\"3ac7e3c4-0000-4b8d-9386-000000000001\",\"time\":\"")
        bytes.append(microseconds: reading.end)
        bytes.append("242+00:00\",\"deviceInfo\":{\"tenantName\":\"Council\",\"applicationName\":\"air\",")
        bytes.append(
            "\"deviceProfileName\":\"aq-node\",\"deviceName\":\"gate sensor\",\"devEui\":\"\(reading.device)\",")
        bytes.append("\"tags\":{\"site\":\"gate\"}},\"devAddr\":\"00189440\",\"adr\":true,\"dr\":3,\"fCnt\":")
        bytes.append(number: reading.count)
        bytes.append(",\"fPort\":2,\"confirmed\":false,\"data\":\"AGIApwB0\",\"object\":{")
        for (name, value) in lorawanValues(reading) { bytes.append(member: name, value, decimals: 1) }
        bytes.append("},\"rxInfo\":[{\"gatewayId\":\"b827ebfffe000003\",\"gwTime\":\"")
        bytes.append(microseconds: reading.end.advanced(byMicroseconds: -31_000))
        bytes.append("+00:00\",\"rssi\":-103,\"snr\":4.5}],\"txInfo\":{\"frequency\":868300000}}")
    }
}
