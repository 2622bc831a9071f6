public import Foundation
internal import GRDB

extension CatalogueReader {
    /// How many bytes a stored file has; nil when the store has none with this hash.
    public func byteCount(of hash: ContentHash) throws -> Int? {
        try db.number("SELECT bytes FROM file WHERE hash = ?", [hash.data])
    }

    /// Where a stored file lies; nil when the store has none with this hash. Only for reading.
    public func url(of hash: ContentHash) throws -> URL? {
        guard try byteCount(of: hash) != nil else { return nil }
        return URL(fileURLWithPath: FileStore(location).path(of: hash))
    }

    /// The bytes of a stored file, checked against their hash.
    ///
    /// - Throws: ``CatalogueError`` `unknownFile`; `damaged` when the bytes are not what was stored; `readWrite` above
    ///   `limit`.
    public func bytes(of hash: ContentHash, limit: Int = 256 << 20) throws -> [UInt8] {
        guard let url = try url(of: hash) else {
            throw CatalogueError(.unknownFile, "the store has no file with this hash", place: hash.hex)
        }
        let bytes = try DiskFile.contents(of: url.path, limit: limit)
        guard ContentHash(of: bytes) == hash else {
            throw CatalogueError(
                .damaged, "the file's bytes are not what was stored: run “kist check”", place: hash.hex)
        }
        return bytes
    }

    /// How many files the store has, and their bytes together.
    public func fileTotals() throws -> (count: Int, byteCount: Int) {
        guard let row = try db.row("SELECT count(*), coalesce(sum(bytes), 0) FROM file") else { return (0, 0) }
        return (row[0], row[1])
    }
}
