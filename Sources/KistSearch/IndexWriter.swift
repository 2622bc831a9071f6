/// Adds, replaces and deletes documents. Nothing is visible or durable before `commit`. One per index at a time; not to
/// be used by two threads at once.
public final class IndexWriter {
    private struct Part {
        var entry: IndexManifest.Segment
        var live: LiveSegment
        /// Whether deletions differ from the file that the manifest names.
        var isChanged = false
    }

    private let folder: String
    private let schema: SearchSchema
    private let memoryLimit: Int
    private let lock: IndexLock
    private var manifest: IndexManifest
    private var parts: [Part] = []
    private var builder: SegmentBuilder
    /// Keys to delete from `parts` before the documents at hand are written.
    private var deleted: Set<String> = []
    private var isOpen = true

    init(folder: String, schema: SearchSchema, memoryLimit: Int) throws {
        self.folder = folder
        self.schema = schema
        self.memoryLimit = max(memoryLimit, 1 << 20)
        lock = try IndexLock(folder: folder)
        manifest = try IndexManifest.read(folder: folder)
        guard manifest.schema == schema else {
            throw SearchError(.corrupt, "The search index was replaced by another one. Open it again.", path: folder)
        }
        builder = SegmentBuilder(schema: schema)
        parts = try Self.parts(manifest, folder: folder)
        removeStrayFiles()
    }

    private static func parts(_ manifest: IndexManifest, folder: String) throws -> [Part] {
        let segments = try SearchIndex.open(manifest, folder: folder, known: [])
        return zip(manifest.segments, segments).map { Part(entry: $0, live: $1) }
    }

    // MARK: - Changes

    /// Adds a document, or replaces the one with its key. Throws `.invalidDocument` and changes nothing if it does not
    /// fit the schema.
    public func add(_ document: SearchDocument) throws {
        try check()
        try builder.add(document)
        if !parts.isEmpty { deleted.insert(document.key) }
        if builder.byteCount >= memoryLimit { try guarded { try flush() } }
    }

    /// Deletes the document with a key, if there is one.
    public func delete(key: String) throws {
        try check()
        builder.remove(key)
        if !parts.isEmpty { deleted.insert(key) }
    }

    /// Makes all changes durable and visible at once. `stamp` replaces the one of the commit before.
    public func commit(stamp: [String: String]) throws {
        try check()
        try guarded {
            try flush()
            try mergeWhereDue()
            try publish(stamp)
        }
    }

    /// Joins all segments into one, without what was deleted. Visible with the next commit.
    public func mergeAll() throws {
        try check()
        try guarded {
            try flush()
            if parts.count > 1 || parts.contains(where: { $0.live.deletions.count > 0 }) {
                try merge(Array(parts.indices))
            }
        }
    }

    /// Forgets all changes since the last commit.
    public func rollback() throws {
        guard isOpen else { throw Self.closed }
        builder = SegmentBuilder(schema: schema)
        deleted = []
        manifest = try IndexManifest.read(folder: folder)
        parts = try Self.parts(manifest, folder: folder)
        removeStrayFiles()
    }

    /// Gives up the writer's place. Changes that were not committed are lost.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        removeStrayFiles()
        lock.release()
    }

    deinit { close() }

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
            close()
            throw error
        }
    }

    // MARK: - Segments

    private func flush() throws {
        try applyDeletions()
        guard !builder.isEmpty else {
            builder = SegmentBuilder(schema: schema)
            return
        }
        let number = takeNumber()
        _ = try builder.write(to: folder + "/segment-\(number).kss")
        builder = SegmentBuilder(schema: schema)
        parts.append(try open(number))
    }

    private func takeNumber() -> Int {
        defer { manifest.nextSegment += 1 }
        return manifest.nextSegment
    }

    private func open(_ number: Int) throws -> Part {
        var entry = IndexManifest.Segment(number: number, documentCount: 0, deletedCount: 0, deletions: 0)
        let path = folder + "/" + entry.name
        let file = try SegmentFile(name: entry.name, path: path, mapped: try MappedFile(path: path))
        let reader = try SegmentReader(file: file, schema: schema)
        entry.documentCount = reader.documentCount
        return Part(entry: entry, live: LiveSegment(reader: reader, deletions: Deletions(segment: reader)))
    }

    private func applyDeletions() throws {
        guard !deleted.isEmpty else { return }
        for index in parts.indices {
            let live = parts[index].live
            var found: [UInt32] = []
            for key in deleted where !key.isEmpty && key.utf8.count <= SegmentLayout.maximumKeyLength {
                if let document = try live.reader.document(forKey: key), !live.deletions.contains(document) {
                    found.append(document)
                }
            }
            guard !found.isEmpty else { continue }
            let deletions = try live.deletions.adding(found, in: live.reader)
            parts[index].live = LiveSegment(reader: live.reader, deletions: deletions)
            parts[index].isChanged = true
        }
        deleted = []
        parts.removeAll { $0.live.liveCount == 0 }
    }

    /// Segments of about one size are joined once there are many; one that is largely deleted is written anew.
    private func mergeWhereDue() throws {
        while let due = MergePolicy.due(parts.map { ($0.live.reader.documentCount, $0.live.deletions.count) }) {
            try merge(due)
        }
    }

    private func merge(_ indices: [Int]) throws {
        let sources = indices.map { (segment: parts[$0].live.reader, deletions: parts[$0].live.deletions) }
        let number = takeNumber()
        let merger = SegmentMerger(schema: schema, sources: sources)
        let written = try merger.write(to: folder + "/segment-\(number).kss").documentCount
        let rest = parts.indices.filter { !indices.contains($0) }.map { parts[$0] }
        parts = written > 0 ? rest + [try open(number)] : rest
    }

    private func publish(_ stamp: [String: String]) throws {
        for index in parts.indices where parts[index].isChanged {
            parts[index].entry.deletions += 1
            parts[index].entry.deletedCount = parts[index].live.deletions.count
            guard let name = parts[index].entry.deletionsName else { continue }
            try FileSystem.replace(folder + "/" + name, with: parts[index].live.deletions.encoded)
            parts[index].isChanged = false
        }
        manifest.segments = parts.map(\.entry)
        manifest.stamp = stamp
        manifest.generation += 1
        // The files before the manifest that names them.
        try FileSystem.syncFolder(folder)
        try FileSystem.replace(folder + "/" + IndexManifest.fileName, with: manifest.encoded())
        try FileSystem.syncFolder(folder)
        removeStrayFiles()
    }

    /// Removes files of ours that the manifest on disk does not name: left by merges, rollbacks and crashes.
    private func removeStrayFiles() {
        guard let manifest = try? IndexManifest.read(folder: folder) else { return }
        let kept = Set(manifest.segments.flatMap { [$0.name] + ($0.deletionsName.map { [$0] } ?? []) })
        for name in FileSystem.names(in: folder)
        where !kept.contains(name) && (name.hasPrefix("segment-") || name.hasSuffix(".new")) {
            FileSystem.remove(folder + "/" + name)
        }
    }
}
