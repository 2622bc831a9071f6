internal import Foundation
internal import GRDB
internal import KistModel

extension BatchWriter {
    /// Stores bytes under their hash, which may be known already. In a dry run nothing is written.
    public func storeFile(
        bytes: [UInt8], hash: ContentHash? = nil, name: String, mediaType: String? = nil, role: String? = nil
    ) throws -> StoredFile {
        try keep(name: name, mediaType: mediaType, role: role) {
            let hash = hash ?? ContentHash(of: bytes)
            try incoming.take(bytes, hash: hash)
            return (hash, bytes.count)
        }
    }

    /// Stores what `next` gives, piece by piece until nil. Memory does not grow with the file.
    ///
    /// A reading error, or a hash that is not the `expected` one (`fileChanged`), is thrown on and leaves the batch whole; a
    /// full disk ends the batch.
    public func storeFile(
        expecting expected: ContentHash? = nil, name: String, mediaType: String? = nil, role: String? = nil,
        _ next: () throws -> ArraySlice<UInt8>?
    ) throws -> StoredFile {
        try keep(name: name, mediaType: mediaType, role: role) { try incoming.take(expecting: expected, next) }
    }

    private func keep(
        name: String, mediaType: String?, role: String?, _ take: () throws -> (hash: ContentHash, byteCount: Int)
    ) throws -> StoredFile {
        do {
            return try perform(countsAsItem: false) { db in
                let taken = try take()
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
