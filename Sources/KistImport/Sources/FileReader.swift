import Glibc

/// An open regular file, or bytes that are held in memory. Reads at any offset; closes itself. Sendable: the descriptor never
/// changes, and reading at an offset moves no shared position.
final class FileReader: Sendable {
    /// Negative where there is no file.
    private let descriptor: Int32
    /// All bytes, where they are held in memory.
    let held: [UInt8]?
    /// Bytes at the time of opening.
    let size: Int64
    private let modified: Int64
    private let modifiedFraction: Int

    /// - Parameters:
    ///   - followingLinks: false for what was found in a folder: a link there is never followed.
    ///   - holding: a file of at most so many bytes is read at once and held.
    /// - Throws: `notFound`, `notReadable`, `notAFile`, or `changed` when a file that is to be held grows or shrinks meanwhile.
    init(_ path: FilePath, followingLinks: Bool = true, holding limit: Int = 0) throws(ImportError) {
        // Not blocking, so that a pipe or a device in the way cannot hold us up at opening.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
        let opened = path.withCString { open($0, flags) }
        guard opened >= 0 else {
            let failure = errno
            let code: ImportError.Code = failure == ENOENT || failure == ENOTDIR ? .notFound : .notReadable
            throw ImportError(code, "cannot open it: \(SystemFailure.reason(failure))", path: path.shown)
        }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw ImportError(.notAFile, "it is not an ordinary file", path: path.shown)
        }
        descriptor = opened
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec)
        modifiedFraction = status.st_mtim.tv_nsec
        guard size <= Int64(limit) else {
            held = nil
            return
        }
        do throws(ImportError) {
            let bytes = try Self.bytes(of: opened, at: 0, count: Int(size))
            guard bytes.count == Int(size) else { throw Self.shorter }
            held = bytes
        } catch {
            close(opened)
            throw error
        }
    }

    /// Reads what is in memory already.
    init(held bytes: [UInt8]) {
        descriptor = -1
        held = bytes
        size = Int64(bytes.count)
        modified = 0
        modifiedFraction = 0
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    static var shorter: ImportError {
        ImportError(.changed, "the file became shorter while it was read; try again")
    }

    /// True while the file has the size and the time of change that it had at opening.
    var isUnchanged: Bool {
        if descriptor < 0 { return true }
        var status = stat()
        return fstat(descriptor, &status) == 0 && Int64(status.st_size) == size
            && Int64(status.st_mtim.tv_sec) == modified
            && status.st_mtim.tv_nsec == modifiedFraction
    }

    /// The bytes from `offset`; fewer than `count` only at the end of the file.
    func read(at offset: Int64, count: Int) throws(ImportError) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let wanted = Int(min(Int64(count), size - offset))
        if let held { return wanted == held.count ? held : Array(held[Int(offset)..<Int(offset) + wanted]) }
        return try Self.bytes(of: descriptor, at: offset, count: wanted)
    }

    /// Fewer than `wanted` only at the end of the file.
    private static func bytes(
        of descriptor: Int32, at offset: Int64, count wanted: Int
    ) throws(ImportError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, wanted - filled, off_t(offset) + off_t(filled))
                if got > 0 {
                    filled += got
                } else if got < 0, errno == EINTR {
                    continue
                } else {
                    failure = got < 0 ? errno : 0
                    break
                }
            }
        }
        guard failure == 0 else { throw ImportError(.notReadable, "cannot read it: \(SystemFailure.reason(failure))") }
        return bytes
    }
}
