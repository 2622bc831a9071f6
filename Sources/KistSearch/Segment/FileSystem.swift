import Glibc
import Synchronization

/// The few calls to the system that an index needs.
enum FileSystem {
    /// What changes files, step by step.
    enum Step: String, Sendable {
        case write, sync, rename, syncFolder, remove
    }

    typealias Watcher = @Sendable (Step, _ path: String) throws -> Void

    /// For tests: asked before each step in a folder, by the folder's path. Where it throws, the step is not taken.
    private static let watchers = Mutex<[String: Watcher]>([:])
    private static let isWatched = Atomic(false)

    static func watch(_ folder: String, _ watcher: Watcher?) {
        watchers.withLock {
            $0[folder] = watcher
            isWatched.store(!$0.isEmpty, ordering: .sequentiallyConsistent)
        }
    }

    @inline(__always)
    private static func note(_ step: Step, _ path: String) throws {
        if isWatched.load(ordering: .relaxed) { try ask(step, path) }
    }

    private static func ask(_ step: Step, _ path: String) throws {
        let watcher = watchers.withLock { $0.first { path.hasPrefix($0.key) }?.value }
        try watcher?(step, path)
    }

    static func error(_ verb: String, _ path: String, _ number: Int32 = errno) -> SearchError {
        if number == ENOENT {
            return SearchError(.missing, "The search index lacks a file. Rebuild the index.", path: path)
        }
        let reason = String(cString: strerror(number))
        return SearchError(.io, "Cannot \(verb) a file of the search index: \(reason).", path: path)
    }

    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o777) != 0, errno != EEXIST { throw error("make the folder for", path) }
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Reads a small file whole.
    static func read(_ path: String, atMost limit: Int) throws -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error("open", path) }
        defer { Glibc.close(descriptor) }
        var content = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let got = Glibc.read(descriptor, &chunk, chunk.count)
            if got < 0 {
                if errno == EINTR { continue }
                throw error("read", path)
            }
            if got == 0 { return content }
            content.append(contentsOf: chunk[0..<got])
            guard content.count <= limit else {
                throw SearchError(
                    .corrupt, "A file of the search index is far too large. Rebuild the index.", path: path)
            }
        }
    }

    static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String) throws {
        try note(.write, path)
        var done = 0
        while done < bytes.count {
            let wrote = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if wrote < 0 {
                if errno == EINTR { continue }
                throw error("write", path)
            }
            done += wrote
        }
    }

    /// Writes beside, syncs, and renames into place, so that a reader sees the old file or the new one.
    static func replace(_ path: String, with content: [UInt8]) throws {
        let temporary = path + ".new"
        let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw error("write", temporary) }
        do {
            defer { Glibc.close(descriptor) }
            try content.withUnsafeBytes { try writeAll(descriptor, $0, path: temporary) }
            try note(.sync, temporary)
            guard fsync(descriptor) == 0 else { throw error("sync", temporary) }
        }
        try note(.rename, path)
        guard rename(temporary, path) == 0 else { throw error("rename", temporary) }
    }

    /// Writes a file whose name is new, and syncs it.
    static func write(_ path: String, _ content: [UInt8]) throws {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw error("write", path) }
        defer { Glibc.close(descriptor) }
        try content.withUnsafeBytes { try writeAll(descriptor, $0, path: path) }
        try note(.sync, path)
        guard fsync(descriptor) == 0 else { throw error("sync", path) }
    }

    /// Makes the content of a file durable.
    static func sync(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error("open", path) }
        defer { Glibc.close(descriptor) }
        try note(.sync, path)
        guard fsync(descriptor) == 0 else { throw error("sync", path) }
    }

    /// Makes renames and new names in a folder durable.
    static func syncFolder(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error("open", path) }
        defer { Glibc.close(descriptor) }
        try note(.syncFolder, path)
        guard fsync(descriptor) == 0 else { throw error("sync", path) }
    }

    /// Removes a file; one that is not there any more is fine, one that cannot go is removed by the next writer.
    static func remove(_ path: String) {
        do { try note(.remove, path) } catch { return }
        unlink(path)
    }

    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
