import Glibc

/// A file in the spool that is being written and hashed. Dropped before `finish`, it is gone.
final class SpoolWriter {
    private let location: FilePath
    /// Holds the folder for as long as there is something in it.
    private let folder: SpoolFolder
    private let descriptor: Int32
    private var hash = ContentHash()
    private(set) var size: Int64 = 0
    private var isFinished = false

    init(at location: FilePath, in folder: SpoolFolder) throws(ImportError) {
        self.location = location
        self.folder = folder
        descriptor = location.withCString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else {
            throw ImportError(
                .spool, "cannot make a temporary file: \(SystemFailure.reason(errno))", path: location.shown)
        }
    }

    deinit {
        close(descriptor)
        if !isFinished { _ = location.withCString { unlink($0) } }
    }

    /// - Throws: `spool`, for example when the disk is full.
    func append(_ bytes: [UInt8]) throws(ImportError) {
        try Self.write(bytes, to: descriptor)
        hash.update(bytes)
        size += Int64(bytes.count)
    }

    func finish() -> FileContent {
        isFinished = true
        return FileContent(
            location: location, size: size, sha256: hash.finish(), isTemporary: true, followsLinks: false,
            folder: folder)
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(ImportError) {
        var failure: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count, let base = buffer.baseAddress {
                let count = Glibc.write(descriptor, base + done, buffer.count - done)
                if count > 0 {
                    done += count
                } else if errno != EINTR {
                    failure = errno == 0 ? EIO : errno
                    return
                }
            }
        }
        guard failure == 0 else {
            throw ImportError(.spool, "cannot write a temporary file: \(SystemFailure.reason(failure))")
        }
    }
}
