internal import Crypto
internal import Foundation

/// The files that a group brings: written to temporary names as they come, made durable and moved into place all at once
/// before the group's commit.
struct IncomingFiles {
    private let store: FileStore
    private let keeps: Bool
    private var waiting: [(temporary: String, hash: ContentHash)] = []
    private var known: Set<ContentHash> = []
    private var count = 0

    /// With `keeps` false nothing is written (a dry run): bytes are only hashed.
    init(_ store: FileStore, keeps: Bool) {
        self.store = store
        self.keeps = keeps
    }

    /// Makes the folder, and removes what a killed writer left. Only with the right to write.
    func prepare() throws {
        guard keeps else { return }
        try DiskFile.makeFolder(store.incoming)
        let leftovers: [String]
        do {
            leftovers = try FileManager.default.contentsOfDirectory(atPath: store.incoming)
        } catch {
            throw CatalogueError(.readWrite, "the folder of incoming files cannot be read", place: store.incoming)
        }
        for name in leftovers { unlink(store.incoming + "/" + name) }
    }

    /// Takes bytes whose hash is known.
    mutating func take(_ bytes: [UInt8], hash: ContentHash) throws {
        guard keeps, !known.contains(hash) else { return }
        let temporary = nextName()
        try Self.write(temporary) { descriptor in try DiskFile.writeAll(descriptor, bytes[...], temporary) }
        known.insert(hash)
        waiting.append((temporary, hash))
    }

    /// Takes bytes piece by piece until `next` gives nil.
    /// - Throws: `fileChanged` when their hash is not the one that is expected; then nothing is kept.
    mutating func take(
        expecting expected: ContentHash? = nil, _ next: () throws -> ArraySlice<UInt8>?
    ) throws -> (hash: ContentHash, byteCount: Int) {
        var hasher = SHA256()
        var total = 0
        func takeAll(_ keep: (ArraySlice<UInt8>) throws -> Void) throws -> ContentHash {
            while let piece = try next() {
                piece.withUnsafeBytes { hasher.update(bufferPointer: $0) }
                total += piece.count
                try keep(piece)
            }
            let hash = ContentHash(hasher.finalize())
            guard expected == nil || expected == hash else {
                throw CatalogueError(.fileChanged, "the file changed while it was being imported; import it again")
            }
            return hash
        }
        guard keeps else { return (try takeAll { _ in }, total) }
        let temporary = nextName()
        let hash = try Self.write(temporary) { descriptor in
            try takeAll { try DiskFile.writeAll(descriptor, $0, temporary) }
        }
        if known.insert(hash).inserted {
            waiting.append((temporary, hash))
        } else {
            unlink(temporary)
        }
        return (hash, total)
    }

    private mutating func nextName() -> String {
        count += 1
        return "\(store.incoming)/\(getpid())-\(count)"
    }

    /// Makes a file and has it filled; when that fails, it is gone.
    private static func write<T>(_ path: String, _ fill: (Int32) throws -> T) throws -> T {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CatalogueError.system(errno, doing: "write the file", path) }
        defer { close(descriptor) }
        do {
            return try fill(descriptor)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// The file is in the store already: what was taken is not needed.
    mutating func drop(_ hash: ContentHash) {
        for file in waiting where file.hash == hash { unlink(file.temporary) }
        waiting.removeAll { $0.hash == hash }
        known.remove(hash)
    }

    /// Bytes to the disk, then names, then the names' folders: after this, a power cut loses none of them.
    mutating func settle() throws {
        guard !waiting.isEmpty else { return }
        try FileSystemSync.synchronise(waiting.map(\.temporary), in: store.incoming)
        // The store's own folder always: a killed writer may have made a folder in it that is not durable yet.
        var folders: Set<String> = [store.folder]
        for file in waiting {
            let folder = store.folder(of: file.hash)
            if folders.insert(folder).inserted, mkdir(folder, 0o755) != 0, errno != EEXIST {
                throw CatalogueError.system(errno, doing: "make a folder for files", folder)
            }
            try DiskFile.move(file.temporary, to: store.path(of: file.hash))
        }
        try FileSystemSync.synchronise(folders.sorted(), in: store.folder)
        waiting = []
        known = []
    }

    /// Throws away what has not been moved into place.
    mutating func discard() {
        for file in waiting { unlink(file.temporary) }
        waiting = []
        known = []
    }
}
