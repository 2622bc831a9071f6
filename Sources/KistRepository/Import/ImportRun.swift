import KistCatalogue
import KistImport
import KistModel
import KistProtocol

/// One import while it runs: takes files as they are read, in their order, and puts what they hold into the batch. Used by
/// one task at a time.
final class ImportRun {
    let repository: Repository
    let request: ImportRequest
    let writer: BatchWriter
    let maker: DraftMaker
    private(set) var report = ImportReport()
    /// Records that this run has met, to tell a file that lies there twice.
    private var met: [RecordID: String] = [:]
    /// The records of containers and their parts, by the container's number.
    private var bundles = BundleRecords()
    /// Entries of a list handled at once: their identities are looked up together.
    private static let entriesAtOnce = 500
    /// What is in the catalogue and not yet in the index.
    private(set) var fresh = FreshDocuments()
    private let feeder: IndexFeeder

    init(repository: Repository, request: ImportRequest, writer: BatchWriter) throws {
        self.repository = repository
        self.request = request
        self.writer = writer
        feeder = IndexFeeder(repository.index)
        maker = try DraftMaker(repository: repository, request: request, now: repository.catalogue.clock.text)
        report.isDryRun = request.isDryRun
    }

    // MARK: - One file

    /// Takes one file. Throws only what must end the whole import; trouble with the file itself becomes an item.
    func take(_ file: ExtractedFile) throws {
        switch file.outcome {
        case .failed(let code, _) where Self.notReadableAfterAll.contains(code): try takeUnread(file)
        case .failed(let code, let message): add(item(file, .failed, reason: message, code: code))
        case .skipped(_, let message): add(item(file, .skipped, reason: message))
        case .known: try takeKnown(file)
        case .read, .partlyRead, .noPlugin:
            guard let content = file.content, let source = ContentHash(hex: content.sha256) else {
                return add(item(file, .failed, reason: "its bytes could not be read"))
            }
            if content.size == 0 { return add(item(file, .skipped, reason: "the file is empty")) }
            if file.format == RetractionList.format, !file.entries.isEmpty {
                try takeRetractions(file, source: source)
            } else if !file.entries.isEmpty {
                try takeEntries(of: file, source: source)
            } else if file.isContainer, file.blocks.isEmpty {
                // What lies in a container comes as files of its own; the container is only how they came.
                if case .partlyRead(_, let message) = file.outcome { report.notes.append("\(file.path): \(message)") }
            } else {
                try takeDocument(file, source: source)
            }
        }
        if writer.groupIsDue { try commit() }
    }

    /// What its content looked like turned out not to be so: then it is a file like any other that nobody reads.
    private static let notReadableAfterAll: Set<String> = ["not-this-format", "empty"]

    /// The same bytes are a record already, so nobody has read them again.
    private func takeKnown(_ file: ExtractedFile) throws {
        var result = item(file, .added)
        guard let source = file.content.flatMap({ ContentHash(hex: $0.sha256) }),
            let known = try known(source: source, place: "", status: &result)
        else { return add(item(file, .failed, reason: "its record changed meanwhile; import it again")) }
        bundles.note(known.id, title: known.title, of: file)
        add(known)
    }

    private func takeUnread(_ file: ExtractedFile) throws {
        var unread = file
        unread.outcome = .noPlugin
        unread.plugin = nil
        unread.format = nil
        try take(unread)
    }

    func add(_ item: ImportItem) { report.items.append(item) }

    func note(_ text: String) { report.notes.append(text) }

    func addPack(_ difference: ImportReport.PackDifference) { report.packs.append(difference) }

    /// Makes what was taken durable: from here on it is acknowledged. The index follows while the import goes on.
    func commit() throws {
        _ = try writer.commitGroup()
        guard isIndexedOnTheWay else { return }
        try feeder.hand(fresh)
        fresh.removeAll()
    }

    /// Makes the rest durable, and all of it visible. To be called once, while the batch still holds the right to write;
    /// what changes after it is for `Repository.catchUpIndex`.
    func finishIndexing() throws {
        _ = try writer.commitGroup()
        guard isIndexedOnTheWay else { return }
        do {
            try feeder.finish(fresh)
            fresh.removeAll()
        } catch {
            // What was taken in is durable, and the batch must be able to end: whoever catches up after it meets the same
            // trouble and tells of it.
        }
    }

    /// Lets go of the index when the import ends early.
    func abandonIndexing() { feeder.abandon() }

    private var isIndexedOnTheWay: Bool { !request.isDryRun && !request.isStrict }

    /// Takes a file as one record, which `change` may complete. False when it was known already.
    @discardableResult
    func takeDocument(
        _ file: ExtractedFile, source: ContentHash, change: (inout KistRecord, TypeSchema) -> Void = { _, _ in }
    ) throws -> Bool {
        var result = item(file, .added)
        if case .partlyRead(_, let message) = file.outcome, file.diagnostics.isEmpty {
            result.diagnostics.append(Diagnostic(.warning, "partly-read", message))
        }
        if file.outcome == .noPlugin {
            // What a plugin claimed and could not read is worth a word; a picture that nobody claims is not.
            for index in result.diagnostics.indices where result.diagnostics[index].severity == .info {
                result.diagnostics[index].severity = .warning
            }
        }
        if let known = try known(source: source, place: "", status: &result) {
            bundles.note(known.id, title: known.title, of: file)
            add(known)
            return false
        }
        let prepared = file.prepared as? DraftMaker.Prepared
        var draft = try prepared?.draft.get() ?? maker.document(file, source: source)
        if let schema = repository.schemas[draft.record.type] { change(&draft.record, schema) }
        result.diagnostics += draft.diagnostics
        if let whole = bundles.whole(of: file) {
            draft.membership = { [maker] in maker.membership(of: $0, in: whole, number: file.announced?.number) }
        }
        try put(&draft, file: file, result: &result)
        bundles.note(result.id, title: result.title, of: file)
        add(result)
        return result.status == .added || result.status == .updated
    }

    private func takeEntries(of file: ExtractedFile, source: ContentHash) throws {
        // Entries that failed alone are told by the plugin, with their line.
        for diagnostic in file.diagnostics where diagnostic.severity == .error {
            var failure = item(file, .failed, reason: diagnostic.message)
            failure.entry = (file.entryPath + [diagnostic.place ?? "entry"]).joined(separator: " › ")
            add(failure)
        }
        let reader = try file.entries.reader()
        var keys: Set<String> = []
        var isFirst = true
        while true {
            let entries = try reader.next(Self.entriesAtOnce)
            if entries.isEmpty { break }
            for entry in entries {
                // A key that stands twice names neither: the place in the list does.
                let place = entry.key.flatMap { keys.insert($0).inserted ? $0 : nil } ?? entry.place
                var result = item(file, .added)
                result.entry = (file.entryPath + [entry.place]).joined(separator: " › ")
                result.diagnostics = isFirst ? file.diagnostics.filter { $0.severity != .error } : []
                // An article that lists its references is the first of them, and the file's text is its own.
                let isArticle = isFirst && !file.blocks.isEmpty
                isFirst = false
                if let known = try known(source: source, place: place, status: &result) {
                    bundles.note(known.id, title: known.title, of: file, key: entry.key)
                    add(known)
                    continue
                }
                var draft = maker.study(entry, file: file, source: source, place: place)
                if isArticle { maker.setText(of: &draft.record, file) }
                try put(&draft, file: isArticle ? file : nil, result: &result)
                bundles.note(result.id, title: result.title, of: file, key: entry.key)
                add(result)
                if writer.groupIsDue { try commit() }
            }
        }
    }

    // MARK: - Known already

    /// The item when the same bytes were taken in before: unchanged, or a second copy in this run.
    private func known(source: ContentHash, place: String, status result: inout ImportItem) throws -> ImportItem? {
        let id = RecordID.derived(collection: repository.collectionID, source: source, place: place)
        if let first = met[id] {
            result.status = .duplicate
            result.id = id
            result.reason = "the same file as \(first)"
            return result
        }
        met[id] = result.name
        let isTakenAgain = request.onDuplicate == .update && !request.values.isEmpty
        return try writer.read { reader -> ImportItem? in
            // What was erased must not come back, not even its bytes; nothing but its id says that it was here.
            if try reader.status(id)?.state == .erased { return gone(id, .erased, result, try reader.tombstone(id)) }
            if isTakenAgain { return nil }
            // A document that declares its id went by that one; an entry of a list has the id of its place, and looking
            // through all that came from a list for each of its entries would take the square of its length.
            let match: (id: RecordID, state: RecordState)?
            if place.isEmpty {
                let matches = try reader.records(fromSource: source)
                match = (matches.first { $0.id == id } ?? matches.first).map { ($0.id, $0.state) }
            } else {
                match = try reader.status(id).map { ($0.id, $0.state) }
            }
            guard let match else { return nil }
            guard let stored = try reader.record(match.id) else {
                return gone(match.id, match.state, result, try reader.tombstone(match.id))
            }
            switch match.state {
            case .current:
                if !place.isEmpty, try self.isToBeReadAgain(stored, result, reader) { return nil }
            case .withdrawn, .erased: return gone(match.id, match.state, result, try reader.tombstone(match.id))
            case .undone: return nil
            }
            var item = result
            item.status = .unchanged
            item.id = match.id
            item.type = stored.record.type
            item.title = repository.card(stored.record).title
            if item.plugin == nil {
                item.plugin = stored.provenance.plugin
                item.pluginVersion = stored.provenance.pluginVersion
            }
            return item
        }
    }

    /// Whether an update takes the entry of a list again: another version of the plugin made it, and nobody has worked on
    /// it since. The list is not kept, so this is how its entries are read again.
    private func isToBeReadAgain(
        _ stored: StoredVersion, _ result: ImportItem, _ reader: CatalogueReader
    ) throws -> Bool {
        let made = stored.provenance
        guard request.onDuplicate == .update, made.plugin == result.plugin, made.pluginVersion != result.pluginVersion
        else { return false }
        return try reader.batch(stored.batch)?.kind == .import
    }

    private func gone(_ id: RecordID, _ state: RecordState, _ result: ImportItem, _ tombstone: Tombstone?) -> ImportItem
    {
        var item = result
        item.status = .skipped
        item.id = id
        let what = state == .erased ? "erased" : "withdrawn"
        item.reason =
            "it was \(what)" + (tombstone.map { ": \($0.reason)" } ?? "")
            + (state == .erased ? "" : " (kist reinstate \(id.text))")
        return item
    }

    // MARK: - Putting

    private func put(_ draft: inout RecordDraft, file: ExtractedFile?, result: inout ImportItem) throws {
        result.type = draft.record.type
        result.title = repository.card(draft.record).title
        draft.identities = IdentityKeys.of(draft.record, schemas: repository.schemas)
        if try markIfRetracted(&draft) {
            result.diagnostics.append(
                Diagnostic(.warning, "retracted", "The work was retracted, as a list in the collection says."))
        }
        if let match = try duplicate(of: draft) {
            result.id = match.id
            switch (request.onDuplicate, match.state) {
            case (_, .withdrawn), (_, .erased):
                let tombstone = try writer.read { try $0.tombstone(match.id) }
                result = gone(match.id, match.state, result, tombstone)
                return
            case (.skip, _):
                result.status = .duplicate
                result.reason =
                    "\(match.why); known as \(match.id.text). --on-duplicate update or keep-both takes it in"
                return
            case (.keepBoth, _): break
            case (.update, _): draft.record.id = match.id
            }
        }
        do {
            if let file { try storeFiles(of: file, into: &draft) }
            try write(draft, &result)
            result.id = draft.record.id
        } catch {
            result.status = .failed
            result.reason = try Self.refusal(error)
        }
    }

    /// Why one record could not be put, while the batch goes on.
    /// - Throws: the error, where it is no trouble of this record alone.
    private static func refusal(_ error: any Error) throws -> String {
        switch error {
        case let error as CatalogueError
        where [.invalidRecord, .withdrawn, .erased, .conflict, .fileChanged].contains(error.code):
            return error.message
        case let error as ImportError: return error.message
        default: throw error
        }
    }

    /// Puts a draft and the links that it states.
    private func write(_ draft: RecordDraft, _ result: inout ImportItem) throws {
        let outcome = try writer.put(
            draft.record, provenance: draft.provenance, files: draft.files, identities: draft.identities)
        if !request.isDryRun {
            let document = repository.index.document(
                for: draft.record, version: outcome.version, state: .current, files: draft.files)
            fresh.keep(document, of: draft.record.id, version: outcome.version)
        }
        switch outcome {
        case .added, .revived: result.status = .added
        case .updated: result.status = .updated
        case .unchanged: result.status = .unchanged
        }
        for link in draft.links + [draft.membership?(draft.record)].compactMap({ $0 }) {
            _ = try writer.put(link, provenance: draft.provenance, files: [], identities: [])
        }
    }

    /// Puts the next version of a record that is known. The source's own file keeps the name that it had.
    func putAgain(
        _ draft: inout RecordDraft, file: ExtractedFile, before: StoredVersion, result: inout ImportItem
    ) throws {
        result.title = repository.card(draft.record).title
        draft.identities = IdentityKeys.of(draft.record, schemas: repository.schemas)
        do {
            try storeFiles(of: file, into: &draft)
            let sameBytes = before.files.first { $0.hash == before.provenance.source }
            for index in draft.files.indices where draft.files[index].hash == sameBytes?.hash {
                draft.files[index] = sameBytes ?? draft.files[index]
            }
            try write(draft, &result)
        } catch {
            result.status = .failed
            result.reason = try Self.refusal(error)
        }
    }

    private struct DuplicateMatch {
        var id: RecordID
        var state: RecordState
        var why: String
    }

    /// A record that is the same work by its declared id or a strong identifier: never by its title alone.
    private func duplicate(of draft: RecordDraft) throws -> DuplicateMatch? {
        let keys = draft.identities.filter {
            IdentityKeys.strong.contains($0.scheme) || $0.scheme == IdentityKey.titleYearAuthor
        }
        return try writer.read { reader in
            if draft.declaresID, let status = try reader.status(draft.record.id), status.state != .undone {
                return DuplicateMatch(id: status.id, state: status.state, why: "it declares an id that is known")
            }
            guard !keys.isEmpty else { return nil }
            let found = try reader.records(withAny: keys)
            for key in keys {
                for match in found[key] ?? [] where match.id != draft.record.id && match.state != .undone {
                    guard try reader.status(match.id)?.type == draft.record.type else { continue }
                    let why =
                        key.scheme == IdentityKey.titleYearAuthor
                        ? "title, year and first author are those of a known work"
                        : "its \(key.scheme.uppercased()) is known"
                    return DuplicateMatch(id: match.id, state: match.state, why: why)
                }
            }
            return nil
        }
    }

    /// Stores the source's own bytes and what was embedded in it, before anything refers to them.
    private func storeFiles(of file: ExtractedFile, into draft: inout RecordDraft) throws {
        guard let content = file.content else { return }
        var files = [try store(content, name: file.fileName, mediaType: file.mediaType, role: "main")]
        for item in file.items where !item.isRouted && item.junk == nil && item.isIntact {
            let name = item.item.path.split(separator: "/").last.map(String.init) ?? "attachment"
            let stored = try store(
                item.content, name: name, mediaType: item.item.mediaType, role: item.item.role.rawValue)
            if !files.contains(where: { $0.hash == stored.hash && $0.name == stored.name }) { files.append(stored) }
        }
        draft.files = files
    }

    func store(_ content: FileContent, name: String, mediaType: String?, role: String?) throws -> StoredFile {
        let hash = ContentHash(hex: content.sha256)
        if let hash, let known = try writer.knownFile(hash, name: name, mediaType: mediaType, role: role) {
            return known
        }
        if let bytes = content.held {
            return try writer.storeFile(bytes: bytes, hash: hash, name: name, mediaType: mediaType, role: role)
        }
        let next = try content.pieces()
        return try writer.storeFile(expecting: hash, name: name, mediaType: mediaType, role: role) {
            let piece = try next()
            return piece.isEmpty ? nil : piece[...]
        }
    }

    private func item(_ file: ExtractedFile, _ status: ImportItem.Status, reason: String? = nil, code: String? = nil)
        -> ImportItem
    {
        var item = ImportItem(
            path: file.source.path, entry: file.entryPath.isEmpty ? nil : file.entryPath.joined(separator: " › "),
            status: status)
        item.plugin = file.plugin?.name
        item.pluginVersion = file.plugin?.version
        item.coverage = file.outcome.isRead ? file.coverage : nil
        item.diagnostics = file.diagnostics
        item.reason = reason
        if let code, !item.diagnostics.contains(where: { $0.code == code }) {
            item.diagnostics.append(Diagnostic(.error, code, reason ?? code))
        }
        return item
    }
}

extension ExtractedFile {
    /// Whether it only holds other files. Known for sure when its members have been sent on.
    var isContainer: Bool { items.contains(where: \.isRouted) || format == "zip" }
}
