public import Foundation
public import KistModel

/// The schema and the vocabularies in force, read from all layers.
public struct SchemaLibrary: Sendable {
    public let schemas: SchemaSet
    public let vocabularies: VocabularySet

    /// `collection` is a collection's folder, for its own additions. `cache` is where the compiled vocabularies are kept, when
    /// that can be written.
    public init(
        collection: URL?, cache: URL? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let folders = SchemaFolders(collection: collection, environment: environment)
        schemas = try Self.schemas(folders)
        vocabularies = VocabularySet(schemes: try VocabularyCache(file: cache).schemes(folders))
    }

    /// The schema alone: what reading a command line needs, without any vocabulary.
    public static func schemas(
        collection: URL?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> SchemaSet {
        try schemas(SchemaFolders(collection: collection, environment: environment))
    }

    private static func schemas(_ folders: SchemaFolders) throws -> SchemaSet {
        guard !folders.folders.isEmpty else {
            throw RepositoryError(
                .schema, "Kist does not find its schema files.",
                hint:
                    "They belong in share/kist/Schemas beside the program’s bin folder; KIST_SCHEMAS names another place."
            )
        }
        var layers: [[(fileName: String, bytes: [UInt8])]] = []
        for folder in folders.folders {
            let files = try SchemaFolders.files(in: folder, subfolder: "types", suffix: ".json")
            layers.append(try files.map { (fileName: $0.path, bytes: [UInt8](try Data(contentsOf: $0))) })
        }
        do {
            return try SchemaReader.read(layers: layers)
        } catch {
            throw RepositoryError(
                .schema, "A schema file cannot be used: \(error)", hint: "Mend the file, or take it out of its folder.")
        }
    }

    /// What a form of a type asks for, in a language.
    public func formPlan(type name: String, language: String) throws -> FormPlan {
        let key = Folding.key(name)
        let types = schemas.types.filter { !$0.isInternal }
        guard
            let type = types.first(where: {
                $0.name == name || $0.labels.values.joined().contains { Folding.key($0) == key }
            })
        else {
            let nearest = types.map(\.name).min { EditDistance.between(key, $0) < EditDistance.between(key, $1) }
            throw RepositoryError(
                .unknownType, "There is no type of record “\(name)”.",
                hint: "Did you mean \(nearest ?? "resource")? Types: \(types.map(\.name).joined(separator: ", ")).")
        }
        return FormPlan(type: type, schemas: schemas, vocabularies: vocabularies, language: language)
    }
}
