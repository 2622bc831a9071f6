internal import Foundation

/// Reading and writing files so that what is acknowledged is on the disk.
enum DiskFile {
    static let chunk = 1 << 20

    /// The whole of a file, at most `limit` bytes.
    static func contents(of path: String, limit: Int) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CatalogueError.system(errno, doing: "open the file", path) }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(chunk, limit + 1))
        while true {
            let count = try readSome(descriptor, &buffer, path)
            if count == 0 { return result }
            guard result.count + count <= limit else {
                throw CatalogueError(.readWrite, "the file is larger than \(limit) bytes", place: path)
            }
            result += buffer[..<count]
        }
    }

    /// Reads up to the buffer's size; 0 at the end.
    static func readSome(_ descriptor: Int32, _ buffer: inout [UInt8], _ path: String) throws -> Int {
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw CatalogueError.system(errno, doing: "read the file", path) }
        }
    }

    static func writeAll(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>, _ path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw CatalogueError.system(errno, doing: "write the file", path)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Puts `bytes` in the place of the file: written beside it, synchronised, renamed, folder synchronised.
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CatalogueError.system(errno, doing: "write the file", temporary) }
        do {
            try writeAll(descriptor, bytes[...], temporary)
            guard fsync(descriptor) == 0 else { throw CatalogueError.system(errno, doing: "save the file", temporary) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        try move(temporary, to: path)
        try synchronise((path as NSString).deletingLastPathComponent)
    }

    static func move(_ source: String, to target: String) throws {
        guard rename(source, target) == 0 else {
            throw CatalogueError.system(errno, doing: "move the file into place", target)
        }
    }

    /// Makes a file's content, or a folder's names, durable.
    static func synchronise(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CatalogueError.system(errno, doing: "save", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw CatalogueError.system(errno, doing: "save", path) }
    }

    /// Makes a folder with its parents; one that is there already is fine.
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CatalogueError(.readWrite, "the folder cannot be made: \(error.localizedDescription)", place: path)
        }
    }
}
