import Glibc

/// The bytes of a source or of a nested item, on disk, with their hash. A temporary one removes itself when nobody holds
/// it any more, so whoever wants to keep the bytes copies or moves them while holding this.
public final class FileContent: Sendable {
    /// Where the bytes are.
    public var path: String { location.shown }
    /// Number of bytes.
    public let size: Int64
    /// 64 lower-case hexadecimal digits.
    public let sha256: String
    /// True for what was spooled (nested items, standard input).
    public let isTemporary: Bool

    let location: FilePath
    let followsLinks: Bool

    /// Held so that a temporary file's folder is not removed before the file is given up.
    private let folder: SpoolFolder?

    init(
        location: FilePath, size: Int64, sha256: String, isTemporary: Bool, followsLinks: Bool = true,
        folder: SpoolFolder? = nil
    ) {
        self.folder = folder
        self.location = location
        self.size = size
        self.sha256 = sha256
        self.isTemporary = isTemporary
        self.followsLinks = followsLinks
    }

    deinit {
        if isTemporary { _ = location.withCString { unlink($0) } }
    }

    func open() throws(ImportError) -> FileReader { try FileReader(location, followingLinks: followsLinks) }

    /// The bytes from `offset`; fewer than `count` only at the end.
    /// - Throws: `notFound` or `notReadable`.
    public func read(at offset: Int64 = 0, count: Int) throws(ImportError) -> [UInt8] {
        try open().read(at: offset, count: count)
    }

    /// Hands all bytes to `body` in pieces of at most 1 MiB, and checks that they are still those that were hashed.
    /// - Throws: what `body` throws, or `changed`, `notFound`, `notReadable`.
    public func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        let reader = try open()
        var hash = ContentHash()
        var offset: Int64 = 0
        while offset < reader.size {
            let piece = try reader.read(at: offset, count: 1 << 20)
            if piece.isEmpty { break }
            hash.update(piece)
            offset += Int64(piece.count)
            try body(piece)
        }
        guard hash.finish() == sha256 else {
            throw ImportError(.changed, "the file changed while it was being imported; import it again", path: path)
        }
    }
}
