import Glibc

/// The bytes of a source or of a nested item, with their hash: in memory where they are few, else on disk. A temporary file
/// removes itself when nobody holds it any more, so whoever wants to keep the bytes copies them while holding this.
public final class FileContent: Sendable {
    /// Number of bytes.
    public let size: Int64
    /// 64 lower-case hexadecimal digits.
    public let sha256: String
    private let place: Place

    enum Place: Sendable {
        /// A file of the user's, and its bytes, those that were hashed, where they are held.
        case source(FilePath, followsLinks: Bool, held: [UInt8]?)
        /// A file of our own. The folder is held so that it is not removed before the file is given up.
        case spooled(FilePath, SpoolFolder)
        /// Nowhere but here.
        case memory([UInt8])
    }

    init(_ place: Place, size: Int64, sha256: String) {
        self.place = place
        self.size = size
        self.sha256 = sha256
    }

    deinit {
        if case .spooled(let location, _) = place { _ = location.withCString { unlink($0) } }
    }

    /// All bytes, those that were hashed, where they are held in memory.
    public var held: [UInt8]? {
        switch place {
        case .source(_, _, let held): held
        case .spooled: nil
        case .memory(let bytes): bytes
        }
    }

    func open() throws(ImportError) -> FileReader {
        switch place {
        case .source(_, _, let held?), .memory(let held): FileReader(held: held)
        case .source(let location, let followsLinks, nil): try FileReader(location, followingLinks: followsLinks)
        case .spooled(let location, _): try FileReader(location, followingLinks: false)
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
