/// Adds, replaces and deletes documents. Nothing is visible to others or durable before `commit`. One per index at a
/// time; not to be used by two threads at once.
///
/// Segments of about one size are joined in the background once there are many: a commit publishes what is there, and a
/// segment that was joined in the meantime with it.
public final class IndexWriter {
    private let folder: String
    private let schema: SearchSchema
    private let lock: IndexLock
    /// The last commit.
    private var manifest: IndexManifest
    private var committed: WriterParts
    /// Files that the manifest on disk names.
    private var committedNames: Set<String>
    /// What the next commit would leave.
    private var current: WriterParts
    private var nextSegment: Int
    private let pending: PendingLanes
    /// Keys to delete from `current` before the documents at hand are written.
    private var deleted: Set<[UInt8]> = []
    private var merge: BackgroundMerge?
    private var isOpen = true
    /// Why the last merge in the background came to nothing, if it did; it is tried again after a commit or two.
    public private(set) var mergeFailure: SearchError?
    private var pausesMerges = false

    private static let mostDeleted = 4096
    /// A commit waits for the merge at hand when there are more segments than this.
    private static let mostSegments = 48

    init(folder: String, schema: SearchSchema, memoryLimit: Int, threads: Int, commitThreads: Int) throws {
        self.folder = folder
        self.schema = schema
        lock = try IndexLock(folder: folder)
        manifest = try IndexManifest.read(folder: folder)
        guard manifest.schema == schema else {
            throw SearchError(.corrupt, "The search index was replaced by another one. Open it again.", path: folder)
        }
        pending = PendingLanes(
            schema: schema, path: folder + "/segment-pending", threads: threads, writingThreads: commitThreads,
            memoryLimit: max(memoryLimit, 1 << 20))
        let segments = try SearchIndex.open(manifest, folder: folder, known: [])
        committed = WriterParts(parts: zip(manifest.segments, segments).map { WriterParts.Part(entry: $0, live: $1) })
        current = committed
        committedNames = committed.fileNames
        nextSegment = manifest.nextSegment
        removeStrayFiles()
    }

    // MARK: - Changes

    /// Adds a document, or replaces the one with its key. Throws `.invalidDocument` and changes nothing if it does not
    /// fit the schema.
    public func add(_ document: SearchDocument) throws {
        try check()
        do {
            try pending.add(document)
        } catch let error as SearchError where error.code == .invalidDocument {
            throw error
        } catch {
            close(finishingMerge: false)
            throw error
        }
        try noteDeleted(document.key)
        if pending.areDocumentsMany { try guarded { try flush() } }
    }

    /// Deletes the document with a key, if there is one.
    public func delete(key: String) throws {
        try check()
        try guarded { try pending.remove(key) }
        try noteDeleted(key)
    }

    private func noteDeleted(_ key: String) throws {
        if current.parts.isEmpty { return }
        // Keys are bytes: texts that look alike are not one key.
        deleted.insert(Array(key.utf8))
        if deleted.count >= Self.mostDeleted { try guarded { try applyDeletions() } }
    }

    /// Makes all changes durable and visible at once. `stamp` replaces the one of the commit before.
    public func commit(stamp: [String: String]) throws {
        try check()
        try guarded {
            try flush()
            if merge?.isDone ?? false || current.parts.count > Self.mostSegments { try adoptMerge() }
            current = try publish(current, stamp: stamp)
            committed = current
            try startMerge()
        }
    }

    /// Joins all segments into one, without what was deleted. Visible with the next commit.
    public func mergeAll() throws {
        try check()
        try guarded {
            cancelMerge()
            try flush()
            if current.parts.count > 1 || current.parts.contains(where: { $0.live.deletions.count > 0 }) {
                try mergeNow(Array(current.parts.indices))
            }
        }
    }

    /// A snapshot of the documents as they are now, committed or not: as if they had been committed.
    public func searcher() throws -> Searcher {
        try check()
        try guarded { try flush() }
        return Searcher(schema: schema, stamp: manifest.stamp, segments: current.parts.map(\.live))
    }

    /// Forgets all changes since the last commit.
    public func rollback() throws {
        try check()
        forgetChanges()
    }

    // MARK: - Merges

    /// Waits until no merge is under way or due, and publishes what was joined. Uncommitted changes stay uncommitted.
    public func finishMerges() throws {
        try check()
        try guarded {
            try finishAllMerges()
        }
    }

    private func finishAllMerges() throws {
        while merge != nil {
            try adoptMerge()
            committed = try publish(committed, stamp: manifest.stamp)
            try startMerge()
        }
    }

    /// Stops the merge under way, if there is one. Another one may begin with the next commit.
    public func cancelMerges() {
        cancelMerge()
    }

    /// Gives up the writer's place, after the merge under way. Changes that were not committed are lost.
    public func close() {
        close(finishingMerge: true)
    }

    deinit { close(finishingMerge: false) }

    private func close(finishingMerge: Bool) {
        guard isOpen else { return }
        isOpen = false
        forgetChanges()
        if finishingMerge, merge != nil {
            do {
                try finishAllMerges()
            } catch {
                // The last commit stands; the segments are joined another time.
                mergeFailure = error as? SearchError
            }
        }
        cancelMerge()
        lock.release()
    }

    private static let closed = SearchError(
        .closed, "The writer of the search index was closed, or gave up after an error. Open a new one.")

    private func check() throws {
        guard isOpen else { throw Self.closed }
    }

    /// After a failed write the state in memory is not to be trusted: the writer closes, the last commit stands.
    private func guarded(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            close(finishingMerge: false)
            throw error
        }
    }

    private func cancelMerge() {
        guard let merge else { return }
        merge.cancel()
        FileSystem.remove(folder + "/segment-\(merge.number).kss")
        self.merge = nil
    }

    /// Takes over the segment that was joined in the background, waiting for it.
    private func adoptMerge() throws {
        guard let merge else { return }
        self.merge = nil
        do {
            guard let merged = try merge.finish() else { return }
            try current.adopt(merged)
            try committed.adopt(merged)
            mergeFailure = nil
        } catch let error as SearchError where error.code == .io {
            FileSystem.remove(folder + "/segment-\(merge.number).kss")
            mergeFailure = error
            pausesMerges = true
        }
    }

    /// Starts the merge that is due among the committed segments, unless one is under way.
    private func startMerge() throws {
        guard merge == nil, !pausesMerges else {
            pausesMerges = false
            return
        }
        let sizes = committed.parts.map { ($0.live.reader.documentCount, $0.live.deletions.count) }
        guard let due = MergePolicy.due(sizes) else { return }
        merge = try BackgroundMerge(
            folder: folder, schema: schema, sources: due.map { committed.parts[$0] }, number: takeNumber())
    }

    private func mergeNow(_ indices: [Int]) throws {
        let merged = try BackgroundMerge.merge(
            indices.map { current.parts[$0] }, folder: folder, schema: schema, number: takeNumber())
        try current.adopt(merged)
        // Sources that were never committed are named by nothing any more.
        for source in merged.sources where !committedNames.contains(source.entry.name) {
            FileSystem.remove(folder + "/" + source.entry.name)
        }
    }

    // MARK: - Segments

    private func takeNumber() -> Int {
        defer { nextSegment += 1 }
        return nextSegment
    }

    private func flush() throws {
        try applyDeletions()
        guard !pending.isEmpty else { return }
        let number = takeNumber()
        if try pending.write(to: folder + "/segment-\(number).kss"),
            let part = try WriterParts.open(folder, number, schema)
        {
            current.parts.append(part)
        }
    }

    private func applyDeletions() throws {
        guard !deleted.isEmpty else { return }
        try current.delete(deleted)
        deleted = []
    }

    /// Makes the parts durable, then the manifest that names them.
    private func publish(_ parts: WriterParts, stamp: [String: String]) throws -> WriterParts {
        var next = parts
        for index in next.parts.indices {
            if !next.parts[index].isSynced {
                try FileSystem.sync(folder + "/" + next.parts[index].entry.name)
                next.parts[index].isSynced = true
            }
            guard next.parts[index].isChanged else { continue }
            next.parts[index].entry.deletions = manifest.generation + 1
            next.parts[index].entry.deletedCount = next.parts[index].live.deletions.count
            guard let name = next.parts[index].entry.deletionsName else { continue }
            try FileSystem.write(folder + "/" + name, next.parts[index].live.deletions.encoded)
            next.parts[index].isChanged = false
        }
        manifest.segments = next.parts.map(\.entry)
        manifest.stamp = stamp
        manifest.generation += 1
        manifest.nextSegment = nextSegment
        // The files before the manifest that names them.
        try FileSystem.syncFolder(folder)
        try FileSystem.replace(folder + "/" + IndexManifest.fileName, with: manifest.encoded())
        try FileSystem.syncFolder(folder)
        let kept = next.fileNames.union(current.fileNames)
        for name in committedNames.subtracting(kept).sorted() { FileSystem.remove(folder + "/" + name) }
        committedNames = next.fileNames
        return next
    }

    private func forgetChanges() {
        pending.removeAll()
        deleted = []
        current = committed
        removeStrayFiles()
    }

    /// Removes files of ours that nothing names: left by merges, rollbacks and crashes.
    private func removeStrayFiles() {
        var kept = committed.fileNames.union(current.fileNames)
        if let merge { kept.insert("segment-\(merge.number).kss") }
        for name in FileSystem.names(in: folder)
        where !kept.contains(name) && (name.hasPrefix("segment-") || name.hasSuffix(".new")) {
            FileSystem.remove(folder + "/" + name)
        }
    }
}
