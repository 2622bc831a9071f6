import Foundation
import KistCatalogue
import KistModel
import KistSearch

/// Keeps the search index in step with the catalogue: it remembers the log number that it has reached, and everything in it
/// can be built again.
struct IndexKeeper: Sendable {
    let catalogue: Catalogue
    let builder: IndexDocumentBuilder
    let schema: SearchSchema

    /// Records read from the catalogue at once.
    private static let page = 500
    /// A tail longer than this is indexed first, rather than held in memory for one search.
    private static let longestTail = 2_000

    private var folder: URL { catalogue.location.indexFolder }
    private static let logStamp = "log"
    private static let schemaStamp = "schema"

    init(catalogue: Catalogue, schemas: SchemaSet, vocabularies: VocabularySet) {
        self.catalogue = catalogue
        builder = IndexDocumentBuilder(schemas: schemas, vocabularies: vocabularies)
        schema = IndexLayout.schema(for: schemas)
    }

    private var fingerprint: String { "\(IndexLayout.version) \(schema.fingerprint)" }

    // MARK: - Searching

    /// A searcher that has everything that the catalogue has acknowledged. Where the index is behind, it is brought up to date
    /// if nobody else writes; else what is missing is held in memory for this search.
    func searcher() throws -> Searcher {
        let head = try catalogue.read { try $0.head() }
        if let searcher = try currentSearcher(), position(of: searcher) == head { return searcher }
        if !catalogue.isReadOnly, let lock = try? catalogue.lockForWriting(wait: 0) {
            defer { lock.release() }
            // A full or read-only disk must not stop a search: the tail in memory answers as well.
            if (try? catchUp()) != nil, let searcher = try currentSearcher() { return searcher }
        }
        return try overlaid()
    }

    private func overlaid() throws -> Searcher {
        let base: Searcher
        let position: Int
        if let searcher = try currentSearcher() {
            base = searcher
            position = self.position(of: searcher)
        } else {
            base = try emptySearcher()
            position = 0
        }
        var documents: [SearchDocument] = []
        var gone: [String] = []
        try forEachChange(after: position) {
            documents.append($0)
        } gone: {
            gone.append($0)
        }
        return try base.overlaying(documents, deleting: gone)
    }

    /// A searcher over nothing, for a collection whose index cannot be written.
    private func emptySearcher() throws -> Searcher {
        let place = FileManager.default.temporaryDirectory.appending(
            path: "kist-index-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: place) }
        return try SearchIndex.create(at: place, schema: schema).searcher()
    }

    /// Nil when there is no index, or one of another schema or of damaged files: then it is built again.
    private func currentSearcher() throws -> Searcher? {
        guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
        do {
            let searcher = try SearchIndex.open(at: folder).searcher()
            return searcher.stamp[Self.schemaStamp] == fingerprint ? searcher : nil
        } catch let error as SearchError {
            switch error.code {
            case .missing, .corrupt, .foreign, .tooNew: return nil
            default: throw error
            }
        }
    }

    private func position(of searcher: Searcher) -> Int { searcher.stamp[Self.logStamp].flatMap { Int($0) } ?? 0 }

    // MARK: - Writing (the caller holds the right to write)

    /// Indexes what the log has gained. Returns the log number reached.
    ///
    /// `fresh` has documents of records that were put just now, so that they need not be read back.
    @discardableResult
    func catchUp(fresh: FreshDocuments = FreshDocuments(), progress: (Step) -> Void = { _ in }) throws -> Int {
        guard let position = try usablePosition() else {
            return try rebuild(fresh: fresh, progress: progress).head
        }
        let head = try catalogue.read { try $0.head() }
        guard position < head else { return head }
        let index = try SearchIndex.open(at: folder)
        let writer = try writer(of: index)
        defer { writer.close() }
        try add(after: position, upTo: head, fresh, to: writer, progress: progress)
        try writer.commit(stamp: stamp(head))
        return head
    }

    /// Begins an update that goes on while the catalogue is written. An index that is of no use is built again first.
    func beginUpdate(fresh: FreshDocuments) throws -> IndexUpdate {
        let position = try usablePosition() ?? rebuild(fresh: fresh).head
        return IndexUpdate(self, writer: try writer(of: SearchIndex.open(at: folder), threads: 1), position: position)
    }

    /// More threads than this learn the same words once more each for little gain.
    private static let mostThreads = 4

    /// `threads` take documents apart: one where others keep the processors busy.
    private func writer(of index: SearchIndex, threads: Int = mostThreads) throws -> IndexWriter {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        return try index.writer(
            threads: min(processors, threads), commitThreads: min(processors, Self.mostThreads))
    }

    /// The log number that the index has reached; nil when it must be built again.
    private func usablePosition() throws -> Int? {
        guard let searcher = try currentSearcher() else { return nil }
        let position = position(of: searcher)
        return position <= (try catalogue.read { try $0.head() }) ? position : nil
    }

    /// Builds a new index beside the old one, which answers until the new one is moved into its place.
    @discardableResult
    func rebuild(
        fresh documents: FreshDocuments = FreshDocuments(), progress: (Step) -> Void = { _ in }
    ) throws -> (head: Int, count: Int) {
        let fresh = folder.deletingLastPathComponent().appending(path: "index.new", directoryHint: .isDirectory)
        let old = folder.deletingLastPathComponent().appending(path: "index.old", directoryHint: .isDirectory)
        for leftover in [fresh, old] where FileManager.default.fileExists(atPath: leftover.path) {
            try FileManager.default.removeItem(at: leftover)
        }
        let index = try SearchIndex.create(at: fresh, schema: schema)
        let writer = try writer(of: index)
        let head = try catalogue.read { try $0.head() }
        let count = try add(after: 0, upTo: head, documents, to: writer, progress: progress)
        try writer.commit(stamp: stamp(head))
        writer.close()
        if FileManager.default.fileExists(atPath: folder.path) { try FileManager.default.moveItem(at: folder, to: old) }
        try FileManager.default.moveItem(at: fresh, to: folder)
        if FileManager.default.fileExists(atPath: old.path) { try FileManager.default.removeItem(at: old) }
        return (head, count)
    }

    func stamp(_ head: Int) -> [String: String] {
        [Self.logStamp: String(head), Self.schemaStamp: fingerprint]
    }

    /// Adds what changed between two log numbers to a writer; returns the number of documents.
    @discardableResult
    func add(
        after position: Int, upTo head: Int, _ fresh: FreshDocuments, to writer: IndexWriter, progress: (Step) -> Void
    ) throws -> Int {
        var count = 0
        try forEachChange(after: position, upTo: head, fresh) { document in
            try writer.add(document)
            count += 1
            progress(Step("Indexing", done: count, total: nil))
        } gone: { key in
            try writer.delete(key: key)
        }
        return count
    }

    /// Calls once for each record that changed since `position`, as it stands now.
    private func forEachChange(
        after position: Int, upTo head: Int = .max, _ fresh: FreshDocuments = FreshDocuments(),
        document: (SearchDocument) throws -> Void,
        gone: (String) throws -> Void
    ) throws {
        var position = position
        while position < head {
            let page = try catalogue.read { reader -> (last: Int?, work: [(RecordID, SearchDocument?)]) in
                let changes = try reader.changes(after: position, limit: Self.page)
                var work: [(RecordID, SearchDocument?)] = []
                for change in changes where change.isLatest {
                    work.append((change.id, try indexed(change.id, state: change.state, fresh, reader: reader)))
                }
                return (changes.last?.number, work)
            }
            guard let last = page.last else { return }
            for (id, made) in page.work {
                if let made { try document(made) } else { try gone(id.text) }
            }
            position = last
        }
    }

    /// The document of a record; nil for one that must not be found.
    private func indexed(
        _ id: RecordID, state: RecordState, _ fresh: FreshDocuments, reader: CatalogueReader
    ) throws -> SearchDocument? {
        if state == .current, let known = fresh[id], try reader.status(id)?.version == known.version {
            return known.document
        }
        guard state == .current || state == .withdrawn, let stored = try reader.record(id) else { return nil }
        return document(
            for: stored.record, version: stored.name, state: state == .withdrawn ? .withdrawn : .current,
            files: stored.files)
    }

    /// The document of a record's version; nil for a record that is not to be found by itself.
    func document(
        for record: KistRecord, version: VersionName, state: IndexedState, files: [StoredFile]
    ) -> SearchDocument? {
        guard schemas[record.type]?.isInternal != true else { return nil }
        return builder.document(for: record, version: version.hex, state: state, fileNames: files.map(\.name))
    }

    private var schemas: SchemaSet { builder.schemas }
}
