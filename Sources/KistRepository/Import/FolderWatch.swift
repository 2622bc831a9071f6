public import Foundation

/// Tells which files of a folder are new or changed since the last look and have come to rest.
///
/// A file counts when two looks in a row find it with the same size and time of change: what is still being copied or
/// written waits for the next look. Works on network folders, where the system does not tell of changes.
public struct FolderWatch {
    private struct State: Hashable {
        var size: Int
        var modified: Date
    }

    private let folder: URL
    private var taken: [String: State] = [:]
    private var waiting: [String: State] = [:]

    public init(_ folder: URL) { self.folder = folder }

    /// Looks once: the paths of files that can be taken in now, in order. What is returned comes again at the next look,
    /// until ``done(_:)`` says that it was taken in.
    public mutating func look() throws -> [String] {
        let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey, .isRegularFileKey]
        var failure: (any Error)?
        let listing = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: Array(keys), options: [.skipsHiddenFiles],
            errorHandler: { _, error in
                // A subfolder that is gone or closed to us does not stop the others.
                failure = failure ?? error
                return true
            })
        guard let listing else { throw Self.unreadable(folder, nil) }
        var found: [String: State] = [:]
        while let url = listing.nextObject() as? URL {
            guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true,
                let size = values.fileSize, let modified = values.contentModificationDate
            else { continue }
            found[url.path] = State(size: size, modified: modified)
        }
        if found.isEmpty, let failure { throw Self.unreadable(folder, failure) }
        var ready: [String] = []
        var next: [String: State] = [:]
        for (path, state) in found where taken[path] != state {
            next[path] = state
            if waiting[path] == state { ready.append(path) }
        }
        // A file that has gone and comes back is new.
        taken = taken.filter { found[$0.key] != nil }
        waiting = next
        return ready.sorted()
    }

    /// These files need not come again until they change.
    public mutating func done(_ paths: [String]) {
        for path in paths {
            if let state = waiting.removeValue(forKey: path) { taken[path] = state }
        }
    }

    private static func unreadable(_ folder: URL, _ error: (any Error)?) -> RepositoryError {
        RepositoryError(
            .io, "The folder \(folder.path) cannot be watched\(error.map { ": \($0.localizedDescription)" } ?? ".")",
            hint: "Check that it is there and that you may read it.")
    }
}
