internal import Foundation
internal import GRDB

extension CatalogueError {
    /// From an error number of the operating system.
    static func system(_ number: Int32, doing what: String, _ place: String) -> CatalogueError {
        switch number {
        case ENOSPC, EDQUOT, EFBIG:
            CatalogueError(
                .diskFull, "there is no room left to \(what): free some space and run it again", place: place)
        case EROFS, EACCES, EPERM:
            CatalogueError(.readOnly, "there is no permission to \(what)", place: place)
        case ENOENT: CatalogueError(.missing, "there is nothing to \(what)", place: place)
        default:
            CatalogueError(
                .readWrite, "it was not possible to \(what): \(String(cString: strerror(number)))", place: place)
        }
    }

    /// From an error of SQLite. Its message names columns at most, never values.
    init(_ error: DatabaseError, at place: String) {
        let words = error.message ?? "error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(
                .diskFull, "the disk is full: free some space and run it again; all that was acknowledged is kept",
                place: place)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            self.init(.damaged, "the catalogue is damaged (\(words)): restore it from a backup", place: place)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .locked, "another program holds the catalogue: wait until it has finished and try again", place: place)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(.readOnly, "the catalogue may not be written (\(words))", place: place)
        case .SQLITE_ERROR where words.hasPrefix("no such table") || words.hasPrefix("no such column"):
            self.init(.damaged, "the catalogue lacks a part (\(words)): restore it from a backup", place: place)
        default:
            self.init(.readWrite, "the catalogue could not be read or written (\(words))", place: place)
        }
    }

    /// Runs `body`; whatever SQLite throws comes out as a ``CatalogueError``.
    static func translating<T>(at place: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw CatalogueError(error, at: place)
        }
    }
}
