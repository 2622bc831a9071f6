internal import Foundation
internal import GRDB
internal import KistModel

extension BatchWriter {
    /// Stores bytes under their hash. In a dry run they are only hashed.
    public func storeFile(
        bytes: [UInt8], name: String, mediaType: String? = nil, role: String? = nil
    ) throws -> StoredFile {
        var given = false
        return try storeFile(name: name, mediaType: mediaType, role: role) {
            if given || bytes.isEmpty { return nil }
            given = true
            return bytes[...]
        }
    }

    /// Stores a copy of a file.
    public func storeFile(
        at path: String, name: String, mediaType: String? = nil, role: String? = nil
    ) throws -> StoredFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CatalogueError.system(errno, doing: "open the file", path) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: DiskFile.chunk)
        return try storeFile(name: name, mediaType: mediaType, role: role) {
            let count = try DiskFile.readSome(descriptor, &buffer, path)
            return count == 0 ? nil : buffer[..<count]
        }
    }

    /// Stores what `next` gives, piece by piece until nil. Memory does not grow with the file.
    ///
    /// A reading error is thrown on and leaves the batch whole; a full disk ends the batch.
    public func storeFile(
        name: String, mediaType: String? = nil, role: String? = nil, _ next: () throws -> ArraySlice<UInt8>?
    ) throws -> StoredFile {
        do {
            return try perform(countsAsItem: false) { db in
                let taken = try incoming.take(next)
                if try db.number("SELECT 1 FROM file WHERE hash = ?", [taken.hash.data]) == nil {
                    // Erased earlier in this batch, perhaps: it is wanted again.
                    try db.run("DELETE FROM doomedFile WHERE hash = ?", [taken.hash.data])
                    try db.run("INSERT INTO file (hash, bytes) VALUES (?, ?)", [taken.hash.data, taken.byteCount])
                } else if store.byteCount(of: taken.hash) == taken.byteCount {
                    incoming.drop(taken.hash)
                }
                return StoredFile(
                    hash: taken.hash, byteCount: taken.byteCount, name: name, mediaType: mediaType, role: role)
            }
        } catch let error as CatalogueError where error.code == .diskFull {
            fail()
            throw error
        }
    }

    /// The bytes of a stored file under another name, if the store has them: saves reading them again.
    public func knownFile(
        _ hash: ContentHash, name: String, mediaType: String? = nil, role: String? = nil
    ) throws -> StoredFile? {
        try read { reader in
            try reader.byteCount(of: hash).map {
                StoredFile(hash: hash, byteCount: $0, name: name, mediaType: mediaType, role: role)
            }
        }
    }
}
