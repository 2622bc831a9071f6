import KistCatalogue
import KistModel

/// The keys by which records are recognised when they are met again, or named by others.
enum IdentityKeys {
    /// Keys of a record: its identifiers, its title, and for a work its title, year and first author together.
    static func of(_ record: KistRecord, schemas: SchemaSet) -> [IdentityKey] {
        var keys: [IdentityKey] = []
        let isPart = schemas.value(role: "csl", of: record)?["type"]?.string.map(parts.contains) ?? false
        for item in schemas.value(role: "identifiers", of: record)?.items ?? [] {
            guard let identifier = Identifier(item) else { continue }
            // The number of a book says nothing of which chapter of it this is.
            if isPart, identifier.scheme == IdentityKey.isbn { continue }
            keys.append(IdentityKey(scheme: identifier.scheme, value: identifier.value))
        }
        for title in titles(record, schemas: schemas) {
            keys.append(IdentityKey(scheme: IdentityKey.title, value: title))
        }
        if let key = citation(record, schemas: schemas) { keys.append(key) }
        keys += RetractionList.keys(of: schemas.value(role: "extra", of: record))
        return Array(Set(keys)).sorted()
    }

    /// Identifiers that name one work wherever they stand: by these alone is a record taken for one that is known.
    static let strong: Set<String> = [IdentityKey.doi, IdentityKey.isbn, IdentityKey.pmid, "pmcid", "arxiv", "eric"]

    /// Kinds of work that stand in another one, whose ISBN they carry.
    private static let parts: Set<String> = [
        "chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia", "article", "article-journal",
        "article-magazine", "article-newspaper", "review", "review-book", "figure", "map",
    ]

    /// Keys that a text may be, the surest first: an identifier, then an exact title.
    static func naming(_ text: String) -> [IdentityKey] {
        var keys: [IdentityKey] = []
        if let identifier = Identifier.recognise(text) {
            keys.append(IdentityKey(scheme: identifier.scheme, value: identifier.value))
        }
        let title = Folding.key(text)
        if !title.isEmpty { keys.append(IdentityKey(scheme: IdentityKey.title, value: title)) }
        return keys
    }

    /// Folded title, year and first author's family name: two works that share all three are one.
    static func citation(title: String, year: String, family: String) -> IdentityKey? {
        let title = Folding.key(title), family = Folding.key(family)
        guard !title.isEmpty, year.count == 4, !family.isEmpty else { return nil }
        return IdentityKey(scheme: IdentityKey.titleYearAuthor, value: "\(title)|\(year)|\(family)")
    }

    /// Every title in every language, folded; a title before its colon counts too where that leaves three words or more.
    private static func titles(_ record: KistRecord, schemas: SchemaSet) -> [String] {
        var titles: [String] = []
        for role in ["title", "altTitle"] {
            for value in schemas.value(role: role, of: record)?.items ?? [] {
                let texts =
                    value.string.map { [$0] }
                    ?? (value.object?.members ?? []).flatMap { $0.value.items.compactMap(\.string) }
                titles += texts.map { Folding.key($0) }.filter { !$0.isEmpty && $0.utf8.count <= 500 }
            }
        }
        return titles
    }

    private static func citation(_ record: KistRecord, schemas: SchemaSet) -> IdentityKey? {
        guard let csl = schemas.value(role: "csl", of: record)?.object, let title = csl["title"]?.string,
            let year = BibliographicMapper.date(csl["issued"])?.prefix(4)
        else { return nil }
        let names = (csl["author"] ?? csl["editor"])?.items ?? []
        guard let first = names.first.flatMap({ CSLName($0) }) else { return nil }
        return citation(title: title, year: String(year), family: first.sortName)
    }
}
