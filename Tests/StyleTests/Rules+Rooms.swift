extension Rules {
    static let rooms = [foundation, clocks, mosquitto, zstandard, direction, simulator, folders]

    static let foundation = Rule(
        name: "no Foundation in the pure rooms",
        why:
            "after the journal everything is a pure function of records and registry: Foundation brings clocks, locales, files.",
        broken: SourceFile(path: "Sources/Quality/A.swift", text: "import Readings\nimport struct Foundation.Date"),
        kept: SourceFile(path: "Sources/Journal/A.swift", text: "import Foundation")
    ) { file in
        guard file.isSwift, file.isPureRoom else { return [] }
        return file.imports.filter { $0.module.hasPrefix("Foundation") || $0.module == "Dispatch" }
            .map { Finding(path: file.path, line: $0.line, text: "imports \($0.module)") }
    }

    static let clocks = Rule(
        name: "no clock in the pure rooms",
        why: "the same records must give the same bytes tomorrow. Time is an argument; only the shell reads a clock.",
        broken: SourceFile(
            path: "Sources/Pipeline/A.swift", text: "let b = CivilDate(of: c)\nlet a = ContinuousClock.now"),
        kept: SourceFile(
            path: "Sources/Pipeline/A.swift", text: "let a = ClockRule.trust\nlet b = CivilDate(of: c)\nlet now = 1")
    ) { file in
        guard file.isSwift, file.isPureRoom else { return [] }
        var now = Word(".now")
        now.isWholeAtStart = false
        let words = [Word("Date"), Word("Clock"), Word("ContinuousClock"), Word("SuspendingClock"), now]
        let found = file.findings(words, in: file.code) { "\($0.text) reads a clock" }
        // `ContinuousClock.now` is one place, not two.
        return found.filter { finding in found.first { $0.line == finding.line } == finding }
    }

    static let mosquitto = Rule(
        name: "CMosquitto only in BrokerLink",
        why: "one room knows the C library; everybody else sees values, and the library can be exchanged.",
        broken: SourceFile(path: "Sources/Intake/A.swift", text: "import BrokerLink\ninternal import CMosquitto"),
        kept: SourceFile(path: "Sources/BrokerLink/A.swift", text: "internal import CMosquitto")
    ) { file in
        guard file.isSwift, !file.path.hasPrefix("Sources/BrokerLink/") else { return [] }
        return file.imports.filter { $0.module == "CMosquitto" }
            .map { Finding(path: file.path, line: $0.line, text: "imports CMosquitto") }
    }

    static let zstandard = Rule(
        name: "CZstd and CZlib only in Disk",
        why: "its calls take pointers; one file in Disk wraps them, and the library can be exchanged.",
        broken: SourceFile(path: "Sources/Journal/A.swift", text: "import Disk\ninternal import CZstd"),
        kept: SourceFile(path: "Sources/Disk/A.swift", text: "internal import CZstd")
    ) { file in
        guard file.isSwift, !file.path.hasPrefix("Sources/Disk/") else { return [] }
        return file.imports.filter { $0.module == "CZstd" || $0.module == "CZlib" }
            .map { Finding(path: file.path, line: $0.line, text: "imports \($0.module)") }
    }

    static let direction = Rule(
        name: "rooms import earlier rooms only",
        why: "a room can be read, tested and trusted with what stands above it alone (docs/decisions/0001).",
        broken: SourceFile(path: "Sources/Tables/A.swift", text: "package import Readings\npackage import Journal"),
        kept: SourceFile(
            path: "Sources/Tables/A.swift", text: "package import Readings\nimport Charging\nimport Crypto")
    ) { file in
        guard file.isSwift, file.path.hasPrefix("Sources/"), let room = file.room else { return [] }
        guard let place = Rooms.inOrder.firstIndex(of: room) else {
            return [
                Finding(path: file.path, line: 1, text: "the room \(room) has no place in the order of Rooms.inOrder")
            ]
        }
        return file.imports.compactMap { imported in
            guard let other = Rooms.inOrder.firstIndex(of: imported.module), other >= place else { return nil }
            return Finding(
                path: file.path, line: imported.line, text: "\(room) imports \(imported.module), a later room")
        }
    }

    static let simulator = Rule(
        name: "SensorSim imports Readings, Recordings and BrokerLink only",
        why: "a simulator that shares the code under test proves nothing: it would repeat its mistakes.",
        broken: SourceFile(path: "SensorSim/A.swift", text: "import Readings\nimport Dialects"),
        kept: SourceFile(path: "SensorSim/A.swift", text: "import Readings\nimport BrokerLink\nimport ArgumentParser")
    ) { file in
        guard file.isSwift, file.path.hasPrefix("SensorSim/") else { return [] }
        return file.imports.filter { Rooms.inOrder.contains($0.module) && !Rooms.ofSimulator.contains($0.module) }
            .map { Finding(path: file.path, line: $0.line, text: "the simulator imports \($0.module)") }
    }

    static let folders = Rule(
        name: "every Swift file is in the folder of a target",
        why: "a file that no target compiles is dead, and nobody notices when it stops being true.",
        broken: SourceFile(path: "Sources/Stray.swift", text: "let a = 1"),
        kept: SourceFile(path: "Tests/Benchmarks/Benchmarks/Corridor/A.swift", text: "let a = 1")
    ) { file in
        guard file.isSwift, file.path != "Package.swift" else { return [] }
        let folders = file.folders
        let isInTarget =
            switch folders.first {
            case "Sources", "Tests": folders.count >= 2
            case "SensorSim", "Fuzzing": true
            default: false
            }
        let text = "not below Sources/<Room>, Tests/<Target>, SensorSim or Fuzzing"
        return isInTarget ? [] : [Finding(path: file.path, line: 1, text: text)]
    }
}
