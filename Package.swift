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
///
/// Released plugins count references without locks, for they have one thread (the kit starts none), and leave out checks
/// that debug builds, the tests and the fuzz targets make: whether two overlapping accesses change one variable. Both are
/// felt in a reader that is called for every tag.
func plugin(_ name: String, folder: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["KistPlugin", "KistProtocol", "KistModel"], path: "Plugins/\(folder)",
        exclude: ["plugin.json"],
        swiftSettings: strict + [
            .unsafeFlags(
                ["-enforce-exclusivity=unchecked", "-Xfrontend", "-assume-single-threaded"],
                .when(configuration: .release))
        ])
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
        .executable(name: "kist", targets: ["KistCommand"]),
        .executable(name: "kist-bench", targets: ["KistBench"]),
        .executable(name: "kist-box", targets: ["KistBox"]),
        .executable(name: "kist-import-office", targets: ["OfficeDocumentImporter"]),
        .executable(name: "kist-import-bundle", targets: ["BundleImporter"]),
        .executable(name: "kist-import-bibliography", targets: ["BibliographyImporter"]),
        .executable(name: "kist-import-text", targets: ["PlainTextImporter"]),
        .executable(name: "kist-import-selftest", targets: ["SelfTestImporter"]),
        .library(name: "KistSearch", targets: ["KistSearch"]),
        .library(name: "KistPlugin", targets: ["KistPlugin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        // C: what is not Swift, behind handles that show no header of a library.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .target(
            name: "CZip", linkerSettings: [.linkedLibrary("archive"), .linkedLibrary("deflate"), .linkedLibrary("z")]),
        .target(name: "CXML", dependencies: ["CLibXML2"]),
        .target(name: "CSandbox"),
        .target(name: "CPostings"),
        .executableTarget(name: "KistBox", dependencies: ["CSandbox"]),

        // Values, and what crosses the pipe.
        room("KistModel"),
        room("KistProtocol", ["KistModel"]),

        // Plugins.
        room("KistPlugin", ["KistProtocol", "KistModel", "CZip", "CXML", "CSandbox"]),
        plugin("OfficeDocumentImporter", folder: "OfficeDocument"),
        plugin("BundleImporter", folder: "Bundle"),
        plugin("BibliographyImporter", folder: "Bibliography"),
        plugin("PlainTextImporter", folder: "PlainText"),
        plugin("SelfTestImporter", folder: "SelfTest"),

        // The program.
        room("KistSearch", ["CStemmer", "CPostings"]),
        room("KistCatalogue", ["KistModel", grdb, crypto]),
        room("KistImport", ["KistModel", "KistProtocol", crypto]),
        room("KistRepository", ["KistModel", "KistProtocol", "KistCatalogue", "KistSearch", "KistImport", crypto]),
        .target(
            name: "KistExport", dependencies: ["KistRepository", "KistModel", "CZip", crypto],
            resources: [.embedInCode("Page/app.js"), .embedInCode("Page/style.css")], swiftSettings: strict),
        .executableTarget(name: "KistBench", dependencies: ["KistSearch"], swiftSettings: strict),
        .executableTarget(
            name: "KistCommand", dependencies: ["KistRepository", "KistExport", argumentParser], swiftSettings: strict),

        // Tests mirror the rooms; what they run as a program is named beside them.
        tests("KistModelTests", ["KistModel"]),
        tests("KistProtocolTests", ["KistModel", "KistProtocol"]),
        tests(
            "KistPluginTests",
            ["KistModel", "KistProtocol", "KistPlugin", "CSandbox", "CZip", "KistBox", "SelfTestImporter"]),
        tests(
            "OfficeDocumentImporterTests",
            ["OfficeDocumentImporter", "KistPlugin", "KistProtocol", "KistModel", "CZip"]),
        tests("BibliographyImporterTests", ["BibliographyImporter", "KistPlugin", "KistProtocol", "KistModel"]),
        tests("BundleImporterTests", ["BundleImporter", "KistPlugin", "KistProtocol", "KistModel", "CZip"]),
        tests("PlainTextImporterTests", ["PlainTextImporter", "KistPlugin", "KistProtocol", "KistModel"]),
        tests("KistSearchTests", ["KistSearch", "CPostings"]),
        .executableTarget(
            name: "CatalogueWriterProbe", dependencies: ["KistCatalogue", "KistModel"],
            path: "Tests/CatalogueWriterProbe",
            swiftSettings: strict),
        tests("KistCatalogueTests", ["KistCatalogue", "KistModel", "CatalogueWriterProbe"]),
        tests("KistImportTests", ["KistImport", "KistProtocol", "KistModel", "KistBox", "SelfTestImporter"]),
        tests("KistRepositoryTests", ["KistRepository", "KistModel", "KistProtocol"]),
        tests("KistExportTests", ["KistExport", "KistRepository", "KistModel", "CZip", crypto]),
        tests("EndToEndTests", ["KistModel", "KistRepository"]),
    ],
    swiftLanguageModes: [.v6]
)
