import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A search index in a folder: immutable segments, and a manifest that names the ones that count.
///
/// Readers never wait: a searcher is a snapshot. One writer at a time, in any process.
public final class SearchIndex: Sendable {
    public let schema: SearchSchema
    let folder: String
    private let latest = Mutex<(generation: Int, searcher: Searcher)?>(nil)

    private init(folder: String, schema: SearchSchema) {
        self.folder = folder
        self.schema = schema
    }

    /// Makes an empty index. Throws `.exists` if the folder has one.
    public static func create(at url: URL, schema: SearchSchema) throws -> SearchIndex {
        try schema.validate()
        let folder = path(url)
        try FileSystem.makeFolder(folder)
        let lock = try IndexLock(folder: folder)
        defer { lock.release() }
        guard !FileSystem.exists(folder + "/" + IndexManifest.fileName) else {
            throw SearchError(.exists, "There is a search index here already.", path: folder)
        }
        let manifest = IndexManifest(schema: schema)
        try FileSystem.replace(folder + "/" + IndexManifest.fileName, with: manifest.encoded())
        try FileSystem.syncFolder(folder)
        return SearchIndex(folder: folder, schema: schema)
    }

    /// Opens an index: reads its manifest and nothing else.
    /// Throws `.missing`, `.foreign`, `.tooNew` or `.corrupt`.
    public static func open(at url: URL) throws -> SearchIndex {
        let folder = path(url)
        let manifest = try IndexManifest.read(folder: folder)
        return SearchIndex(folder: folder, schema: manifest.schema)
    }

    private static func path(_ url: URL) -> String {
        let path = url.path
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// A snapshot of the newest commit, whichever process made it.
    public func searcher() throws -> Searcher {
        // A commit elsewhere may remove files between our reading the manifest and opening them: then read it again.
        var attempt = 0
        while true {
            do {
                return try openSearcher()
            } catch let error as SearchError where error.code == .missing && attempt < 20 {
                attempt += 1
            }
        }
    }

    private func openSearcher() throws -> Searcher {
        let manifest = try IndexManifest.read(folder: folder)
        guard manifest.schema == schema else {
            throw SearchError(.corrupt, "The search index was replaced by another one. Open it again.", path: folder)
        }
        let known = latest.withLock { $0 }
        if let known, known.generation == manifest.generation { return known.searcher }
        let segments = try Self.open(manifest, folder: folder, known: known?.searcher.segments ?? [])
        let searcher = Searcher(schema: schema, stamp: manifest.stamp, segments: segments)
        latest.withLock { current in
            if manifest.generation >= current?.generation ?? 0 { current = (manifest.generation, searcher) }
        }
        return searcher
    }

    /// Opens the segments of a manifest, taking over those that are open.
    static func open(_ manifest: IndexManifest, folder: String, known: [LiveSegment]) throws -> [LiveSegment] {
        try manifest.segments.map { entry in
            let path = folder + "/" + entry.name
            let open = known.first { $0.reader.file.name == entry.name && $0.reader.file.path == path }
            let reader = try open?.reader ?? SegmentReader.open(folder: folder, entry: entry, schema: manifest.schema)
            guard reader.documentCount == entry.documentCount else { throw reader.file.damage(at: 12) }
            guard let name = entry.deletionsName else {
                if let open, open.deletions.count == 0 { return open }
                return LiveSegment(reader: reader, deletions: Deletions(segment: reader))
            }
            if let open, open.deletionsName == name { return open }
            let deletionsPath = folder + "/" + name
            let bytes = try FileSystem.read(deletionsPath, atMost: reader.documentCount / 8 + 65536)
            let deletions = try Deletions(decoding: bytes, path: deletionsPath, segment: reader)
            guard deletions.count == entry.deletedCount else {
                throw SearchError(
                    .corrupt, "The search index is damaged. Rebuild the index.", path: deletionsPath, place: "byte 12")
            }
            return LiveSegment(reader: reader, deletions: deletions, deletionsName: name)
        }
    }

    /// Takes the writer's place. Throws `.locked` when someone else has it.
    ///
    /// `memoryLimit` is in bytes: what the writer holds, documents on their way and tables included, at least 1 MB; the
    /// longest posting list counts on top. `threads` take words apart and sort them; `commitThreads`, as many if nil, encode
    /// what they have collected. The index is the same for any number.
    public func writer(
        memoryLimit: Int = 256 << 20, threads: Int = 1, commitThreads: Int? = nil
    ) throws -> IndexWriter {
        try IndexWriter(
            folder: folder, schema: schema, memoryLimit: memoryLimit, threads: threads,
            commitThreads: commitThreads ?? threads)
    }

    /// Checks every byte of the index against its checksums; throws with the place of the first damage.
    public func verify() throws {
        let manifest = try IndexManifest.read(folder: folder)
        for segment in try Self.open(manifest, folder: folder, known: []) { try segment.reader.file.verify() }
    }
}
