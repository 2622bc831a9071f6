// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every Swift target: the language's strict mode, no accidental public imports.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "kist",
    targets: [
        .target(name: "KistModel", swiftSettings: strict),
        .testTarget(name: "KistModelTests", dependencies: ["KistModel"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
