import KistCatalogue
import KistModel
import KistProtocol

/// A list of retracted works. It becomes one record, which keeps the identifiers of all works on it; a study with one of
/// them is marked as retracted, whether it is in the collection already or comes later. The mark is a field of the study, so
/// it goes with it wherever the study goes; taking the import back takes the list and the marks back.
struct RetractionList {
    /// The format that plugins give such lists.
    static let format = "retraction-list"
    /// The member of the record's `extra` that holds the list: identifier → what is known of the retraction.
    static let member = "retractions"
    private static let prefix = "retracted-"

    /// `doi:10.1000/x` → `2020-01-02 · Retraction · 10.1000/notice`.
    private(set) var works = JSONObject()
    /// Rows that tell of something else: corrections, expressions of concern, reinstatements.
    private(set) var others = 0

    /// Adds one row; what is not a retraction is counted only.
    mutating func add(_ entry: BibliographicEntry) {
        func value(_ name: String) -> String? { entry.unknown[name]?.items.first?.string }
        let nature = value("RetractionNature") ?? "Retraction"
        guard Folding.key(nature).hasPrefix("retract") else {
            others += 1
            return
        }
        let words = [value("RetractionDate"), nature, value("RetractionDOI")].compactMap(\.self).joined(
            separator: " · ")
        var isKnown = false
        for (name, scheme) in [("DOI", "doi"), ("PMID", "pmid")] {
            guard let text = entry.csl[name]?.string, let identifier = Identifier(scheme: scheme, text) else {
                continue
            }
            works[identifier.text] = .string(String(words.prefix(200)))
            isKnown = true
        }
        if !isKnown { others += 1 }
    }

    // MARK: - Keys

    /// The keys by which a record that keeps a list says what is on it.
    static func keys(of extra: JSONValue?) -> [IdentityKey] {
        (extra?.items ?? []).flatMap { $0[member]?.object?.names ?? [] }.compactMap { name in
            guard let colon = name.firstIndex(of: ":") else { return nil }
            return IdentityKey(scheme: prefix + name[..<colon], value: String(name[name.index(after: colon)...]))
        }
    }

    /// The keys that a list would have for a work with these.
    static func keys(naming keys: [IdentityKey]) -> [IdentityKey] {
        keys.filter { $0.scheme == IdentityKey.doi || $0.scheme == IdentityKey.pmid }
            .map { IdentityKey(scheme: prefix + $0.scheme, value: $0.value) }
    }

    /// The keys of the works on a list.
    static func works(_ keys: [IdentityKey]) -> [IdentityKey] {
        keys.filter { $0.scheme.hasPrefix(prefix) }
            .map { IdentityKey(scheme: String($0.scheme.dropFirst(prefix.count)), value: $0.value) }
    }
}
