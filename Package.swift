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
    products: [
        .executable(name: "kist-box", targets: ["KistBox"]),
        .executable(name: "kist-import-office", targets: ["OfficeDocumentImporter"]),
        .executable(name: "kist-import-bundle", targets: ["BundleImporter"]),
        .executable(name: "kist-import-bibliography", targets: ["BibliographyImporter"]),
        .executable(name: "kist-import-selftest", targets: ["SelfTestImporter"]),
        .library(name: "KistPlugin", targets: ["KistPlugin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CZip", linkerSettings: [.linkedLibrary("archive"), .linkedLibrary("z")]),
        .target(name: "CXML", dependencies: ["CLibXML2"]),
        .target(name: "CSandbox"),
        .executableTarget(name: "KistBox", dependencies: ["CSandbox"]),
        room("KistModel"),
        room("KistProtocol", ["KistModel"]),
        room("KistPlugin", ["KistProtocol", "KistModel", "CZip", "CXML", "CSandbox"]),
        room("KistCatalogue", ["KistModel", grdb, crypto]),
        room("KistImport", ["KistModel", "KistProtocol", crypto]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        room("KistSearch", ["CStemmer"]),
        room("KistRepository", ["KistModel", "KistProtocol", "KistCatalogue", "KistSearch", "KistImport", crypto]),
        plugin("OfficeDocumentImporter", folder: "OfficeDocument"),
        plugin("BundleImporter", folder: "Bundle"),
        plugin("BibliographyImporter", folder: "Bibliography"),
        plugin("SelfTestImporter", folder: "SelfTest"),
        tests("KistModelTests", ["KistModel"]),
    ],
    swiftLanguageModes: [.v6]
)
