public import Foundation
public import KistCatalogue
public import KistModel

/// A collection with all that belongs to it: the catalogue, its schema, its search index. Every use case is an extension of
/// this type in a file of its own; the command line, packs and pages ask nothing else.
public final class Repository: Sendable {
    public let catalogue: Catalogue
    public let schemas: SchemaSet
    public let vocabularies: VocabularySet
    let index: IndexKeeper
    let environment: [String: String]

    public var location: CollectionLocation { catalogue.location }
    public var info: CollectionInfo { catalogue.info }
    public var collectionID: String { catalogue.info.id }

    init(catalogue: Catalogue, library: SchemaLibrary, environment: [String: String]) {
        self.catalogue = catalogue
        self.environment = environment
        schemas = library.schemas
        vocabularies = library.vocabularies
        index = IndexKeeper(catalogue: catalogue, schemas: library.schemas, vocabularies: library.vocabularies)
    }

    /// Opens the collection at a place.
    ///
    /// - Throws: ``RepositoryError`` `noCollection`; ``CatalogueError`` when it is damaged or too new.
    public static func open(
        at location: CollectionLocation, forWriting: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Repository {
        guard location.exists else {
            throw RepositoryError(
                .noCollection, "There is no collection in \(location.folder.path).",
                hint: "Make one with kist init, or name another with --collection DIR.")
        }
        let catalogue = try Catalogue.open(
            at: location.folder, readOnly: false, clock: try .environment(environment),
            chance: .environment(environment))
        let cache = location.indexFolder.appending(path: "vocabularies.json")
        let library = try SchemaLibrary(collection: location.folder, cache: cache, environment: environment)
        return Repository(catalogue: catalogue, library: library, environment: environment)
    }

    /// Makes a collection and opens it. `authority` and `licence` are names, codes or ids as people write them.
    public static func create(
        at location: CollectionLocation, name: String? = nil, hub: String? = nil, authority: String? = nil,
        licence: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Repository {
        let library = try SchemaLibrary(collection: nil, environment: environment)
        func concept(_ text: String?, _ role: String) throws -> String? {
            guard let text, let field = library.schemas.allFields.first(where: { $0.role == role }) else { return nil }
            return try ValueReader(field: field, vocabularies: library.vocabularies).term(text)
        }
        let info = CollectionInfo(
            name: name ?? hub ?? location.folder.lastPathComponent, hub: hub,
            authority: try concept(authority, "authority"),
            licence: try concept(licence, "licence"), chance: .environment(environment))
        try Catalogue.create(at: location.folder, info: info)
        return try open(at: location, forWriting: true, environment: environment)
    }

    /// The name of a concept for people, in English.
    public func label(_ concept: String) -> String { vocabularies.label(concept) }

    public func typeLabel(_ type: String, plural: Bool = false) -> String {
        guard let schema = schemas[type] else { return type }
        return plural ? schema.plural() : schema.label()
    }

    public func card(_ record: KistRecord) -> RecordCard { RecordCard(record, schemas: schemas) }

    /// Fields that are counted beside results unless others are asked for.
    public var defaultFacets: [String] {
        ["type"] + schemas.allFields.filter { $0.isFacet && $0.kind != .date && IndexLayout.isIndexed($0) }.map(\.name)
            + ["year"]
    }

    /// The concept of an authority that goes by a name.
    public func authority(named text: String) throws -> String {
        guard let field = schemas.allFields.first(where: { $0.role == "authority" }) else {
            throw RepositoryError(.unknownField, "The schema has no authority field.")
        }
        return try ValueReader(field: field, vocabularies: vocabularies).term(text)
    }
}

/// How far a long use case has come.
public struct Step: Sendable {
    public var name: String
    public var done: Int
    public var total: Int?

    public init(_ name: String, done: Int, total: Int?) {
        self.name = name
        self.done = done
        self.total = total
    }
}
