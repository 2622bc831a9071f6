import Foundation
import KistModel

/// The data under `Schemas/` as the program ships it, found from this file.
enum ShippedSchemas {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Schemas")

    static func files(_ name: String, _ suffix: String) throws -> [(fileName: String, bytes: [UInt8])] {
        let folder = folder.appendingPathComponent(name)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(suffix) }
            .sorted()
        return try names.map { ($0, Array(try Data(contentsOf: folder.appendingPathComponent($0)))) }
    }

    static func schemas() throws -> SchemaSet { try readSchemas.get() }

    static func vocabularies() throws -> [ConceptScheme] { try readVocabularies.get() }

    // Read once for all tests.
    private static let readSchemas = Result { try SchemaReader.read(layers: [files("types", ".json")]) }
    private static let readVocabularies = Result { try VocabularyReader.read(layers: [files("vocabularies", ".ttl")]) }
}
