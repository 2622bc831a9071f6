internal import Crypto
internal import Foundation

/// `files/`: originals by their SHA-256, `files/ab/abcd…`. New ones wait in `files/.incoming` until their group commits.
struct FileStore {
    let folder: String

    init(_ location: CollectionLocation) { folder = location.filesFolder.path }

    var incoming: String { folder + "/.incoming" }

    func folder(of hash: ContentHash) -> String { folder + "/" + hash.hex.prefix(2) }

    func path(of hash: ContentHash) -> String { folder(of: hash) + "/" + hash.hex }

    /// Byte count of the stored file; nil when it is not there.
    func byteCount(of hash: ContentHash) -> Int? {
        var status = stat()
        guard lstat(path(of: hash), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Removes a file; one that is gone already is fine.
    func remove(_ hash: ContentHash) throws {
        let path = path(of: hash)
        guard unlink(path) == 0 || errno == ENOENT else {
            throw CatalogueError.system(errno, doing: "remove the file", path)
        }
    }

    /// Hash and size of a file's bytes, read in pieces.
    static func measure(_ path: String) throws -> (hash: ContentHash, byteCount: Int) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CatalogueError.system(errno, doing: "open the file", path) }
        defer { close(descriptor) }
        var hasher = SHA256()
        var total = 0
        var buffer = [UInt8](repeating: 0, count: DiskFile.chunk)
        while true {
            let count = try DiskFile.readSome(descriptor, &buffer, path)
            if count == 0 { return (ContentHash(hasher.finalize()), total) }
            buffer.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            total += count
        }
    }

    /// The hashes of all files in the store, in order, and the paths of whatever else lies there.
    func contents() throws -> (files: [ContentHash], strangers: [String]) {
        var files: [ContentHash] = []
        var strangers: [String] = []
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder) else { return ([], []) }
        do {
            for name in try manager.contentsOfDirectory(atPath: folder).sorted() where name != ".incoming" {
                var isFolder: ObjCBool = false
                let path = folder + "/" + name
                guard manager.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                    strangers.append(path)
                    continue
                }
                for file in try manager.contentsOfDirectory(atPath: path).sorted() {
                    if let hash = ContentHash(hex: file), file.hasPrefix(name) {
                        files.append(hash)
                    } else {
                        strangers.append(path + "/" + file)
                    }
                }
            }
        } catch let error as CocoaError {
            throw CatalogueError(.readWrite, "the files cannot be listed: \(error.localizedDescription)", place: folder)
        }
        return (files, strangers)
    }
}
