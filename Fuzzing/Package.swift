// swift-tools-version: 6.3
import PackageDescription

// The fuzz targets, apart from the package that ships: instrumentation needs unsafe flags. `Rooms` is a link to the rooms'
// sources, so that they are compiled with the fuzzer's counters, and as one package, so that what they offer each other
// is seen here too (docs/decisions/0012). Fuzzing/run.sh builds and runs it.

let instrumented: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .unsafeFlags(["-sanitize=fuzzer"]),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Rooms/" + name, swiftSettings: instrumented)
}

let package = Package(
    name: "kerbside",
    targets: [
        room("Readings"),
        room("Dialects", ["Readings"]),
        .systemLibrary(
            name: "CZstd", path: "Rooms/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Rooms/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        room("Disk", ["Readings", "CZstd", "CZlib"]),
        room("Journal", ["Readings", "Disk"]),
        room("Recordings", ["Readings", "Dialects", "Disk"]),
        .target(name: "FuzzDriver", path: "Driver"),
        .executableTarget(
            name: "fuzz", dependencies: ["Readings", "Dialects", "Disk", "Journal", "Recordings", "FuzzDriver"],
            path: "Fuzz", swiftSettings: instrumented),
    ]
)
