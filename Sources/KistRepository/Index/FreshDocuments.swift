import KistCatalogue
import KistModel
import KistSearch

/// Search documents of records that were put just now. Each counts only while its version is the record's current one,
/// so nothing that happens to the record later can make the index wrong.
struct FreshDocuments {
    struct Entry {
        var version: VersionName
        /// Nil for a record that is not to be found by itself.
        var document: SearchDocument?
    }

    private var entries: [RecordID: Entry] = [:]

    var count: Int { entries.count }

    subscript(id: RecordID) -> Entry? { entries[id] }

    mutating func keep(_ document: SearchDocument?, of id: RecordID, version: VersionName) {
        entries[id] = Entry(version: version, document: document)
    }

    mutating func removeAll() { entries.removeAll() }
}
