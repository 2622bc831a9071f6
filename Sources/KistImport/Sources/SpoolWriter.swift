import Glibc

/// Bytes that come piece by piece and are hashed: held in memory while they are few, else a file in the spool. Dropped before
/// `finish`, they are gone.
final class SpoolWriter {
    private let location: FilePath
    /// Holds the folder for as long as there is something in it.
    private let folder: SpoolFolder
    /// Negative until there is a file.
    private var descriptor: Int32 = -1
    private var held: [UInt8] = []
    private let holding: Int
    private var hash = ContentHash()
    private(set) var size: Int64 = 0
    private var isFinished = false

    /// A file is made when there are more than `holding` bytes.
    init(at location: FilePath, in folder: SpoolFolder, holding: Int) {
        self.location = location
        self.folder = folder
        self.holding = holding
    }

    private func makeFile() throws(ImportError) {
        descriptor = location.withCString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else {
            throw ImportError(
                .spool, "cannot make a temporary file: \(SystemFailure.reason(errno))", path: location.shown)
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if !isFinished { _ = location.withCString { unlink($0) } }
    }

    /// - Throws: `spool`, for example when the disk is full.
    func append(_ bytes: [UInt8]) throws(ImportError) {
        if descriptor < 0 {
            if held.count + bytes.count <= holding {
                held += bytes
            } else {
                try makeFile()
                try Self.write(held, to: descriptor)
                held = []
            }
        }
        if descriptor >= 0 { try Self.write(bytes, to: descriptor) }
        hash.update(bytes)
        size += Int64(bytes.count)
    }

    func finish() -> FileContent {
        isFinished = true
        return FileContent(
            descriptor < 0 ? .memory(held) : .spooled(location, folder), size: size, sha256: hash.finish())
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
