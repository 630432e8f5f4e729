import Foundation
import Readings
import Registry
import Testing

@Suite("The example registry", .enabled(if: ExampleRegistry.folder != nil, "feeds/registry is not on this machine"))
struct ExampleRegistryTests {
    private func tables() throws -> RegistryTables {
        let folder = try #require(ExampleRegistry.folder)
        var files: [String: [UInt8]] = [:]
        for name in ["boroughs.csv", "sites.csv", "air_sensors.csv", "charge_points.csv"] {
            files[name] = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
        }
        let parsed = SampleRegistry.parse(bytes: files)
        #expect(parsed.problems.map(\.description) == [])
        #expect(parsed.notes.map(\.description) == [])
        return try #require(parsed.tables)
    }

    @Test("boroughs and sites")
    func places() throws {
        let tables = try tables()
        #expect(tables.boroughs.map(\.borough) == ["westminster", "dundee"])
        #expect(tables.boroughs.map(\.gss) == ["E09000033", "S12000042"])
        #expect(tables.boroughs.map(\.name) == ["City of Westminster", "Dundee City"])
        #expect(tables.sites.count == 6)
        #expect(
            tables.site("marylebone-road")
                == Site(
                    site: "marylebone-road", name: "London Marylebone Road", kind: .station, borough: "westminster",
                    latitude: Millionths(51_522_530), longitude: Millionths(-154_610), environment: .kerbside))
        #expect(tables.site("dundee-50692")?.latitude == Millionths(56_462_000))
    }

    @Test("the air station and the charge points")
    func devices() throws {
        let tables = try tables()
        #expect(
            tables.airSensors == [
                AirSensor(
                    device: "MY1", site: "marylebone-road", dialect: "ngsi-ld", periodMicroseconds: 3_600_000_000,
                    stamp: .end, model: "AURN station", deviceClass: .reference,
                    quantities: [.no2, .no, .nox, .o3, .so2, .co, .pm10, .pm2_5], clock: .trust)
            ])
        #expect(
            tables.connectors.map(\.evse) == ["50692-2", "50908-1", "50911-2", "51087-1", "51087-2", "51088-1"])
        #expect(tables.connectors.map { $0.ratedKilowatts.count / 1_000_000 } == [50, 22, 50, 7, 7, 7])
        #expect(tables.connectors.map(\.current) == [.dc, .ac, .dc, .ac, .ac, .ac])
        #expect(tables.connectors.allSatisfy { $0.operatorName == "dundee-city-council" })
        let day = try #require(CivilDate("2018-03-25")).startUTC
        #expect(tables.connectors(ofChargePoint: "51087", at: day).map(\.connector) == [1, 2])
        #expect(tables.borough(of: "51087", .ev, at: day)?.borough == "dundee")
        #expect(tables.borough(of: "MY1", .air, at: day)?.borough == "westminster")
    }
}

enum ExampleRegistry {
    /// `feeds/registry` beside the package, or below the folder that KERBSIDE_SHARED names.
    static let folder: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"].map { URL(fileURLWithPath: $0) }
        let folder = (given ?? root.appendingPathComponent("../shared")).appendingPathComponent("feeds/registry")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()
}
