// swift-tools-version: 6.3
import PackageDescription

// The rooms, in the order in which they may import each other: a room imports earlier rooms only (docs/decisions/0001).
// Pure rooms first, then the shell.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    // Tests are built in release, because what they call is heavy. To optimise their own words would take longer than to
    // run them, but where they hold a model that reckons.
    let reckoning = ["DialectsTests", "PipelineTests", "SeededFaultTests", "StyleTests"]
    let settings = reckoning.contains(name) ? strict : strict + [.unsafeFlags(["-Onone"])]
    return .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "kerbside",
    products: [
        .executable(name: "kerbside", targets: ["kerbside"]),
        .executable(name: "sensorsim", targets: ["sensorsim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        room("Readings"),
        room("Dialects", ["Readings"]),
        room("TimeWindows", ["Readings"]),
        room("Quality", ["Readings"]),
        room("AirQuality", ["Readings", "TimeWindows"], resources: [.embedInCode("Resources")]),
        room("Charging", ["Readings"]),
        room("Registry", ["Readings", "Dialects", "AirQuality"]),
        room("Tables", ["Readings", "TimeWindows", "AirQuality", "Charging"]),
        room(
            "Pipeline",
            ["Readings", "Dialects", "TimeWindows", "Quality", "AirQuality", "Charging", "Registry", "Tables"]),
        // The shell.
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        room("BrokerLink", ["Readings", "CMosquitto"]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        room("Disk", ["Readings", "CZstd", "CZlib"]),
        room("Journal", ["Readings", "Disk"]),
        room("Recordings", ["Readings", "Dialects", "Disk"]),
        room("Publication", ["Readings", "Disk", crypto]),
        room("Exports", ["Readings", "TimeWindows", "AirQuality", "Tables", "Disk", "Publication"]),
        room(
            "Intake",
            [
                "Readings", "Dialects", "TimeWindows", "Registry", "Tables", "Pipeline", "BrokerLink", "Disk",
                "Journal",
                "Recordings", "Publication", crypto, logging, serviceLifecycle, unixSignals, yams,
            ]),
        room(
            "Audit",
            [
                "Readings", "TimeWindows", "Quality", "Charging", "Registry", "Tables", "Pipeline", "Disk", "Journal",
                "Recordings", "Publication", "Intake",
            ]),
        .executableTarget(
            name: "kerbside",
            dependencies: [
                "Readings", "Dialects", "Registry", "Tables", "Pipeline", "BrokerLink", "Disk", "Journal",
                "Publication", "Exports", "Intake", "Audit", argumentParser, logging,
            ], swiftSettings: strict),
        // The simulator shares no encoder with the code under test: Readings, Recordings and BrokerLink only.
        .target(name: "SensorSim", dependencies: ["Readings"], path: "SensorSim/Simulation", swiftSettings: strict),
        .target(
            name: "Scenarios", dependencies: ["Readings", "SensorSim", yams], path: "SensorSim/Scenarios",
            resources: [.embedInCode("Presets")], swiftSettings: strict),
        .target(
            name: "Truth", dependencies: ["Readings", "SensorSim", "Scenarios"], path: "SensorSim/Truth",
            swiftSettings: strict),
        .target(name: "Scoring", dependencies: ["Readings"], path: "SensorSim/Scoring", swiftSettings: strict),
        .executableTarget(
            name: "sensorsim",
            dependencies: [
                "Readings", "Recordings", "BrokerLink", "SensorSim", "Scenarios", "Truth", "Scoring", argumentParser,
            ], path: "SensorSim/sensorsim", swiftSettings: strict),
        tests("ReadingsTests", ["Readings"]),
        tests("DialectsTests", ["SeededRandom", "Readings", "Dialects", "SensorSim"], resources: [.copy("Fixtures")]),
        tests("TimeWindowsTests", ["SeededRandom", "Readings", "TimeWindows"]),
        tests("QualityTests", ["SeededRandom", "Readings", "Quality"], resources: [.copy("Fixtures")]),
        tests("AirQualityTests", ["Readings", "TimeWindows", "AirQuality"], resources: [.copy("Fixtures")]),
        tests("ChargingTests", ["SeededRandom", "Readings", "Charging"], resources: [.copy("Fixtures")]),
        tests("TablesTests", ["Readings", "TimeWindows", "AirQuality", "Charging", "Tables"]),
        tests("PipelineTests", ["SeededRandom", "Readings", "Dialects", "Registry", "Tables", "Pipeline"]),
        tests(
            "GoldenTests", ["Readings", "Dialects", "Registry", "Tables", "Pipeline", "Recordings", "Intake"],
            resources: [.copy("Cases")]),
        tests("RegistryTests", ["Readings", "Dialects", "AirQuality", "Registry"]),
        tests("BrokerLinkTests", ["BrokerLink"]),
        tests("DiskTests", ["Readings", "Disk"]),
        tests("JournalTests", ["SeededRandom", "Readings", "Disk", "Journal"]),
        tests("RecordingsTests", ["Readings", "Disk", "Recordings"]),
        tests("PublicationTests", ["Readings", "Disk", "Publication"]),
        tests("ExportsTests", ["Readings", "AirQuality", "Exports"]),
        tests(
            "IntakeTests",
            [
                "SeededRandom",
                "Readings", "Dialects", "TimeWindows", "Registry", "Tables", "Pipeline", "BrokerLink", "Disk",
                "Journal",
                "Publication", "LiveBroker", "Intake", "SensorSim", logging,
            ]),
        tests(
            "AuditTests",
            [
                "Readings", "Charging", "Registry", "Tables", "Pipeline", "Disk", "Journal", "Publication", "Audit",
            ]),
        tests(
            "SeededFaultTests",
            [
                "SeededRandom",
                "Readings", "TimeWindows", "Registry", "Tables", "Pipeline", "BrokerLink", "Disk", "Journal",
                "Publication", "Intake",
            ]),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: strict),
        .target(name: "LiveBroker", path: "Tests/LiveBroker", swiftSettings: strict),
        tests("LiveBrokerTests", ["Readings", "BrokerLink", "LiveBroker"]),
        tests("ScenariosTests", ["Readings", "SensorSim", "Scenarios"]),
        tests("ScoringTests", ["Scoring", "SensorSim"]),
        tests("TruthTests", ["Readings", "SensorSim", "Scenarios", "Truth"]),
        tests(
            "SensorSimTests",
            [
                "Readings", "Recordings", "Dialects", "Registry", "SensorSim", "Scenarios", "Truth", "sensorsim",
                "LiveBroker",
            ]),
        tests("StyleTests"),
    ]
)
