import Glibc

/// The bytes of a source or of a nested item, with their hash: in memory where they are few, else on disk. A temporary file
/// removes itself when nobody holds it any more, so whoever wants to keep the bytes copies them while holding this.
public final class FileContent: Sendable {
    /// Number of bytes.
    public let size: Int64
    /// 64 lower-case hexadecimal digits.
    public let sha256: String
    /// All bytes, those that were hashed, where they are held in memory.
    public let held: [UInt8]?

    private let place: Place?

    /// Where bytes are on disk.
    enum Place: Sendable {
        case source(FilePath, followsLinks: Bool)
        /// What was spooled (nested items, standard input). The folder is held so that it is not removed before the file is
        /// given up.
        case spooled(FilePath, SpoolFolder)
    }

    init(_ place: Place, size: Int64, sha256: String, held: [UInt8]? = nil) {
        self.place = place
        self.size = size
        self.sha256 = sha256
        self.held = held
    }

    /// Bytes that are nowhere but here.
    init(held bytes: [UInt8], sha256: String) {
        place = nil
        size = Int64(bytes.count)
        self.sha256 = sha256
        held = bytes
    }

    deinit {
        if case .spooled(let location, _) = place { _ = location.withCString { unlink($0) } }
    }

    func open() throws(ImportError) -> FileReader {
        if let held { return FileReader(held: held) }
        switch place {
        case .source(let location, let followsLinks): return try FileReader(location, followingLinks: followsLinks)
        case .spooled(let location, _): return try FileReader(location, followingLinks: false)
        case nil: return FileReader(held: [])
        }
    }

    /// The bytes from `offset`; fewer than `count` only at the end.
    /// - Throws: `notFound` or `notReadable`.
    public func read(at offset: Int64 = 0, count: Int) throws(ImportError) -> [UInt8] {
        try open().read(at: offset, count: count)
    }

    /// All bytes one after the other: each call gives the next, at most 1 MiB, and none at the end. A file may have changed
    /// since it was hashed: whoever keeps the bytes compares.
    /// - Throws: `notFound` or `notReadable`.
    public func pieces() throws(ImportError) -> () throws(ImportError) -> [UInt8] {
        let reader = try open()
        var offset: Int64 = 0
        return { () throws(ImportError) in
            let piece = try reader.read(at: offset, count: 1 << 20)
            offset += Int64(piece.count)
            return piece
        }
    }
}
