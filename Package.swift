// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every Swift target: the language's strict mode, no accidental public imports.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the library. What it may import is the table in ARCHITECTURE.md; `make lint` compares the two.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// An importer plugin: a program of its own beside its manifest.
func plugin(_ name: String, folder: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["KistPlugin", "KistProtocol", "KistModel"], path: "Plugins/\(folder)",
        exclude: ["plugin.json"], swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "kist",
    targets: [
        .target(name: "CZip", linkerSettings: [.linkedLibrary("archive")]),
        room("KistModel"),
        room("KistProtocol", ["KistModel"]),
        room("KistPlugin", ["KistProtocol", "KistModel", "CZip"]),
        tests("KistModelTests", ["KistModel"]),
    ],
    swiftLanguageModes: [.v6]
)
