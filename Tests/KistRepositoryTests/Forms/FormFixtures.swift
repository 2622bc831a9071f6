import Foundation
import KistModel
import KistProtocol
import KistRepository

/// The shipped schemas and vocabularies, read once, and short ways to write documents.
enum FormFixtures {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Schemas")

    static let shipped: Result<FormReader, any Error> = Result {
        let schemas = try SchemaReader.read(layers: [files("types", ".json")])
        let vocabularies = VocabularySet(schemes: try VocabularyReader.read(layers: [files("vocabularies", ".ttl")]))
        return FormReader(schemas: schemas, vocabularies: vocabularies)
    }

    private static func files(_ name: String, _ suffix: String) throws -> [(fileName: String, bytes: [UInt8])] {
        let folder = folder.appendingPathComponent(name)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(suffix) }.sorted()
            .map {
                ($0, Array(try Data(contentsOf: folder.appendingPathComponent($0))))
            }
    }

    static func table(_ rows: [(String, String)], place: String = "table 1") -> DocumentBlock {
        DocumentBlock(kind: .table, rows: rows.map { [TableCell(text: $0.0), TableCell(text: $0.1)] }, place: place)
    }

    static func heading(_ text: String, _ level: Int = 1, style: String? = nil) -> DocumentBlock {
        DocumentBlock(kind: .heading, level: level, style: style, text: text, place: "heading “\(text)”")
    }

    static func paragraph(_ text: String, bold: Int = 0, language: String? = nil, style: String? = nil) -> DocumentBlock
    {
        DocumentBlock(
            style: style, text: text, language: language, bold: bold > 0 ? [ByteSpan(start: 0, end: bold)] : [],
            place: "paragraph “\(text.prefix(12))”")
    }

    static func item(_ text: String) -> DocumentBlock {
        DocumentBlock(kind: .listItem, level: 1, text: text, place: "item")
    }
}
