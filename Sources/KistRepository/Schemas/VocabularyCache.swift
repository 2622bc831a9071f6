import Crypto
import Foundation
import KistModel

/// Vocabularies as they were last compiled, so that starting up parses no Turtle. The cache is named by the content of every
/// file that it was made from, and is no more than that: it may be deleted, and where it cannot be written Kist does without.
struct VocabularyCache {
    let file: URL?

    /// Raised when the cache's own form changes.
    private static let format = 1

    func schemes(_ folders: SchemaFolders) throws -> [ConceptScheme] {
        let layers = try folders.folders.map {
            try SchemaFolders.files(in: $0, subfolder: "vocabularies", suffix: ".ttl")
        }
        let key = try fingerprint(layers.flatMap { $0 })
        if let cached = read(key) { return cached }
        let schemes = try Self.compile(layers)
        write(schemes, key: key)
        return schemes
    }

    private static func compile(_ layers: [[URL]]) throws -> [ConceptScheme] {
        let files = try layers.map { try $0.map { (fileName: $0.path, bytes: [UInt8](try Data(contentsOf: $0))) } }
        do {
            return try VocabularyReader.read(layers: files)
        } catch {
            throw RepositoryError(
                .schema, "A vocabulary cannot be used: \(error)", hint: "Mend the file, or take it out of its folder.")
        }
    }

    private func fingerprint(_ files: [URL]) throws -> String {
        var hash = SHA256()
        hash.update(data: Data("\(Self.format)\n".utf8))
        for file in files {
            // Name, size and the time of the last change stand for the content: reading 80 files to learn that none changed
            // would cost what the cache saves.
            let values = try file.resourceValues(forKeys: [.fileSizeKey, .contentModificationDateKey])
            let changed = values.contentModificationDate?.timeIntervalSince1970 ?? 0
            hash.update(data: Data("\(file.path)\n\(values.fileSize ?? 0)\n\(changed)\n".utf8))
        }
        return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private func read(_ key: String) -> [ConceptScheme]? {
        guard let file, let data = try? Data(contentsOf: file), let json = try? JSONParser.parse([UInt8](data)),
            json["key"]?.string == key, let list = json["schemes"]?.array
        else { return nil }
        let schemes = list.compactMap { ConceptScheme(json: $0) }
        return schemes.count == list.count ? schemes : nil
    }

    private func write(_ schemes: [ConceptScheme], key: String) {
        guard let file else { return }
        let json: JSONValue = ["key": .string(key), "schemes": .array(schemes.map(\.json))]
        // A collection on a read-only disk: the vocabularies were read, so nothing is lost but the time to do it again.
        try? Data(json.canonical).write(to: file, options: .atomic)
    }
}
