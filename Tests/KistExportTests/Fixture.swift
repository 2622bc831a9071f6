import Foundation
import KistExport
import KistModel

/// Schemas and vocabularies of the repository, and records made for tests. All people and schools are invented.
enum Fixture {
    static let root: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Schemas/types").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    static let schemas: SchemaSet = {
        do { return try SchemaReader.read(layers: [files("Schemas/types", "json")]) } catch {
            preconditionFailure("\(error)")
        }
    }()

    static let vocabularies: VocabularySet = {
        do {
            return VocabularySet(schemes: try VocabularyReader.read(layers: [files("Schemas/vocabularies", "ttl")]))
        } catch { preconditionFailure("\(error)") }
    }()

    static let collection = CollectionDescription(
        id: "c0ffee", name: "Skye learning hub", hub: "Skye core hub", authority: "local-authority:S12000017",
        licence: "licence:CC-BY-4.0")

    static func files(_ folder: String, _ suffix: String) throws -> [(fileName: String, bytes: [UInt8])] {
        let urls = try FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return try urls.filter { $0.pathExtension == suffix }.sorted { $0.path < $1.path }
            .map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) }
    }

    static func id(_ number: Int) -> RecordID {
        RecordID(bytes: [0, 0, 0, 0, 0, 0, 0, 0, UInt8(number / 256), UInt8(number % 256)])
    }

    static func record(_ number: Int, _ type: String, _ json: String) throws -> KistRecord {
        KistRecord(id: id(number), type: type, fields: try JSONParser.parse(json).object ?? [:])
    }

    static func study(_ number: Int, _ csl: String) throws -> KistRecord {
        let value = try JSONParser.parse(csl)
        var fields: JSONObject = ["title": ["en": value["title"] ?? ""], "csl": value]
        if let doi = value["DOI"]?.string { fields["identifiers"] = [["scheme": "doi", "value": .string(doi)]] }
        return KistRecord(id: id(number), type: "study", fields: fields)
    }

    /// A record as it would come from a catalogue, its version named rightly.
    static func export(
        _ record: KistRecord, parents: [String] = [], number: Int = 1, state: ExportRecord.State = .current,
        files: [ExportFile] = []
    ) -> ExportRecord {
        ExportRecord(
            record: record, version: VersionDigestForTests.name(of: record, files: files, parents: parents),
            parents: parents, number: number,
            state: state, provenance: ["plugin": "test", "when": "2026-05-12"], files: files)
    }

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kist-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
