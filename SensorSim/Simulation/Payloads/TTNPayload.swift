import Readings

extension AirPayloads {
    /// An uplink of The Things Stack v3, as the application server publishes it. It leaves out what is zero, so a value
    /// that is written as 0.0 is missing. Three times stand in it; the network server's is the reading's.
    static func appendTTN(_ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append("{\"end_device_ids\":{\"device_id\":\"\(reading.device)\",\"application_ids\":")
        bytes.append("{\"application_id\":\"air\"},\"dev_eui\":\"0004A30B00000001\",\"dev_addr\":\"260B0001\"},")
        bytes.append("\"correlation_ids\":[\"gs:uplink:01HXAMPLE0000000000000000\"],\"received_at\":\"")
        bytes.append(milliseconds: reading.end.advanced(byMicroseconds: 207_000))
        bytes.append("\",\"uplink_message\":{\"f_port\":2,\"f_cnt\":")
        bytes.append(number: reading.count)
        bytes.append(",\"frm_payload\":\"AGIApwB0\",\"decoded_payload\":{\"battery\":3.61")
        for (name, value) in lorawanValues(reading) where (value * 10).rounded() != 0 {
            bytes.append(member: name, value, decimals: 1)
        }
        bytes.append("},\"rx_metadata\":[{\"gateway_ids\":{\"gateway_id\":\"simulated-gateway\"},\"time\":\"")
        bytes.append(milliseconds: reading.end.advanced(byMicroseconds: -96_000))
        bytes.append("\",\"rssi\":-103,\"snr\":4.5}],\"settings\":{\"data_rate\":{\"lora\":{\"bandwidth\":125000,")
        bytes.append("\"spreading_factor\":9}},\"frequency\":\"868300000\"},\"received_at\":\"")
        bytes.append(milliseconds: reading.end)
        bytes.append("\",\"consumed_airtime\":\"0.205824s\"}}")
    }
}
