import Dialects
package import Readings
import Registry
package import Tables

extension Corridor {
    /// Writes a table of what was received on a day, header first. Returns the number of rows; 0 where the day is not
    /// held, or nothing is to be told.
    package func write(_ table: ReceivedTable, of date: CivilDate, into buffer: inout [UInt8]) -> Int {
        guard let day = received.day(date.daysSince1970) else { return 0 }
        buffer.append(contentsOf: table.header)
        switch table {
        case .balance: return writeBalance(day, &buffer)
        case .quarantine: return writeQuarantine(day, &buffer)
        case .unknownDevices: return writeUnknownDevices(day, &buffer)
        case .late: return writeLate(day, &buffer)
        }
    }

    private func writeBalance(_ day: ReceivedDay, _ buffer: inout [UInt8]) -> Int {
        var rows: [(source: BalanceSources.Source, balance: MessageBalance)] = []
        for (number, balance) in day.balances.enumerated() where balance != MessageBalance() {
            rows.append((sources.sources[number], balance))
        }
        rows.sort {
            ($0.source.area, $0.source.kind.rawValue, $0.source.name)
                < ($1.source.area, $1.source.kind.rawValue, $1.source.name)
        }
        for row in rows {
            for text in [row.source.area, row.source.name, row.source.kind.rawValue] {
                buffer.append(text: text)
                buffer.comma()
            }
            let balance = row.balance
            let late = balance.lateCount
            for count in [
                balance.messages, balance.decoded, balance.context, balance.duplicateMessages,
                balance.quarantinedCount, balance.ignored, balance.messagesDifference, balance.readings,
                balance.standing, balance.duplicateReadings, balance.conflicts, late, balance.rejectedCount - late,
                balance.readingsDifference + balance.beyondMemory,
            ] {
                buffer.append(whole: Int64(count))
                buffer.comma()
            }
            let reasons =
                balance.quarantined.map { ($0.key.rawValue, $0.value) }
                + balance.rejected.map { ($0.key.rawValue, $0.value) }
            buffer.append(
                text: reasons.sorted { $0 < $1 }.map { "\($0.0):\($0.1)" }.joined(separator: " "))
            buffer.endRow()
        }
        return rows.count
    }

    /// A line is also a line of a recorded feed (`tst`, `topic`, `payload`), as far as the payload was kept whole.
    private func writeQuarantine(_ day: ReceivedDay, _ buffer: inout [UInt8]) -> Int {
        for message in day.quarantined {
            buffer.append(contentsOf: "{\"tst\":\"".utf8)
            message.received.appendISO8601(to: &buffer)
            buffer.append(contentsOf: "\",\"reason\":\"\(message.reason.rawValue)\",\"topic\":".utf8)
            buffer.append(jsonText: Array(String(decoding: message.topic, as: UTF8.self).utf8))
            let isWhole = message.payload.count == message.payloadBytes
            if isWhole, String(validating: message.payload, as: UTF8.self) != nil {
                buffer.append(contentsOf: ",\"payload\":".utf8)
                buffer.append(jsonText: message.payload)
            } else {
                buffer.append(contentsOf: ",\"payload\(isWhole ? "" : "_begins")_base64\":\"".utf8)
                Base64.append(message.payload, to: &buffer)
                buffer.append(UInt8(ascii: "\""))
            }
            buffer.append(contentsOf: ",\"payload_bytes\":\(message.payloadBytes)}\n".utf8)
        }
        return day.quarantined.count
    }

    private func writeUnknownDevices(_ day: ReceivedDay, _ buffer: inout [UInt8]) -> Int {
        let devices = day.unknown.sorted {
            ($0.key.area, $0.key.device, $0.key.dialect) < ($1.key.area, $1.key.device, $1.key.dialect)
        }
        for (key, device) in devices {
            let quantities = device.quantities.map(\.name).sorted()
            for text in [key.area, key.isCharger ? "charging" : "air", key.device, key.dialect] {
                buffer.append(text: text)
                buffer.comma()
            }
            device.firstSeen.appendISO8601(to: &buffer)
            buffer.comma()
            device.lastSeen.appendISO8601(to: &buffer)
            buffer.comma()
            buffer.append(whole: Int64(device.messages))
            buffer.comma()
            buffer.append(text: quantities.joined(separator: " "))
            buffer.comma()
            buffer.append(text: rowToPaste(key, device))
            buffer.endRow()
        }
        return devices.count
    }

    /// The row for `air_sensors.csv` or `charge_points.csv`, with `site` left to fill; empty for a name that cannot be
    /// registered.
    private func rowToPaste(_ key: UnknownDevice.Key, _ device: UnknownDevice) -> String {
        guard let dialect = registry.dialects.first(where: { $0.name == key.dialect }) else { return "" }
        let row =
            key.isCharger
            ? registry.rowToPaste(
                chargePoint: key.device, dialect: dialect, firstSeen: device.firstSeen,
                connectors: device.connectors, borough: key.area)
            : registry.rowToPaste(
                airSensor: key.device, dialect: dialect, firstSeen: device.firstSeen,
                quantities: device.quantities, borough: key.area)
        return row?.rows.joined(separator: "; ") ?? ""
    }

    private func writeLate(_ day: ReceivedDay, _ buffer: inout [UInt8]) -> Int {
        let readings = day.late.sorted {
            let (left, right) = (sources.sources[$0.source].name, sources.sources[$1.source].name)
            return ($0.received, left, $0.observed, $0.what, $0.value ?? 0)
                < ($1.received, right, $1.observed, $1.what, $1.value ?? 0)
        }
        for reading in readings {
            reading.received.appendISO8601(to: &buffer)
            buffer.comma()
            reading.observed.appendISO8601(to: &buffer)
            buffer.comma()
            let source = sources.sources[reading.source]
            for text in [source.area, source.name, reading.what, reading.unit] {
                buffer.append(text: text)
                buffer.comma()
            }
            if let value = reading.value { buffer.append(millionths: value) }
            buffer.comma()
            buffer.append(flag: reading.isAdmitted)
            buffer.endRow()
        }
        return readings.count
    }
}
