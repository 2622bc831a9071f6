import Glibc
import Synchronization

/// A private folder for what passes through: nested items, standard input, long lists of entries. Removed with all that is
/// in it when nobody holds it any more.
final class SpoolFolder: Sendable {
    private let location: FilePath
    private let count = Mutex(UInt64(0))

    /// Makes a fresh folder, readable by the user alone, inside `parent` (which is made when it is missing).
    /// - Throws: `spool`.
    init(in parent: String) throws(ImportError) {
        try Self.makeFolders(parent)
        var template = Array((parent + "/spool-XXXXXX").utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } != nil }
        guard made else {
            throw ImportError(.spool, "cannot make a temporary folder: \(SystemFailure.reason(errno))", path: parent)
        }
        location = FilePath(template.dropLast().map { UInt8(bitPattern: $0) })
    }

    deinit {
        // Files remove themselves; what is left is from files that are still held elsewhere or were cut short.
        if let stream = location.withCString({ opendir($0) }) {
            while let item = readdir(stream) {
                let name = SourceWalk.name(of: item)
                if name != [0x2E], name != [0x2E, 0x2E] { _ = location.appending(name).withCString { unlink($0) } }
            }
            closedir(stream)
        }
        _ = location.withCString { rmdir($0) }
    }

    /// A new, empty file, which is not made before there are more than `holding` bytes.
    func newFile(holding: Int = 0) -> SpoolWriter {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return SpoolWriter(at: location.appending(String(number)), in: self, holding: holding)
    }

    // MARK: - Files outside

    static func makeFolders(_ path: String) throws(ImportError) {
        var parts = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            parts += parts.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
            if mkdir(parts, 0o755) != 0, errno != EEXIST {
                let failure = errno
                // A folder above may be one that we may enter but not list or change.
                if !PluginPlaces.isFolder(parts) {
                    throw ImportError(.spool, "cannot make the folder: \(SystemFailure.reason(failure))", path: parts)
                }
            }
        }
    }

    /// Writes a file beside `path` and moves it there, so that a reader sees the old one or the new one.
    static func replace(_ path: String, with bytes: [UInt8]) throws(ImportError) {
        let fresh = path + ".new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ImportError(.spool, "cannot write it: \(SystemFailure.reason(errno))", path: path)
        }
        var failure: Int32 = 0
        do {
            try SpoolWriter.write(bytes, to: descriptor)
            if fsync(descriptor) != 0 { failure = errno }
        } catch {
            close(descriptor)
            unlink(fresh)
            throw error
        }
        close(descriptor)
        if failure == 0, rename(fresh, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(fresh)
            throw ImportError(.spool, "cannot write it: \(SystemFailure.reason(failure))", path: path)
        }
    }
}
