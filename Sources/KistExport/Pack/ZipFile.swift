import CZip
import Crypto
import Foundation

/// Writes a zip beside its final place and moves it there when it is whole. Same entries, same bytes.
///
/// The writer handle and the descriptor live only inside ``write(_:under:to:)``, which releases both on every way out.
enum ZipFile {
    /// Formats that are compressed already: stored as they are.
    private static let packed: Set<String> = [
        "docx", "odt", "pptx", "odp", "xlsx", "ods", "zip", "epub", "jpg", "jpeg", "png", "gif", "webp", "mp3", "mp4",
        "m4a", "m4v", "mov", "ogg",
        "webm", "gz", "7z", "pdf",
    ]

    /// Returns the size of the archive. `folder` is put before every path; empty for none.
    static func write(_ entries: [PackEntry], under folder: String, to target: URL) throws -> Int64 {
        let parent = target.deletingLastPathComponent()
        let draft = parent.appending(
            path: ".\(target.lastPathComponent).part-\(ProcessInfo.processInfo.processIdentifier)")
        let descriptor = open(draft.path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw cannotWrite(target, errno) }
        var isOpen = true
        do {
            try write(entries, under: folder, descriptor: descriptor, target: target)
            guard fsync(descriptor) == 0 else { throw cannotWrite(target, errno) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw cannotWrite(target, errno) }
            isOpen = false
            guard close(descriptor) == 0 else { throw cannotWrite(target, errno) }
            guard rename(draft.path, target.path) == 0 else { throw cannotWrite(target, errno) }
            return Int64(status.st_size)
        } catch {
            if isOpen { close(descriptor) }
            unlink(draft.path)
            throw error
        }
    }

    private static func write(_ entries: [PackEntry], under folder: String, descriptor: Int32, target: URL) throws {
        guard let writer = czip_writer_open_fd(descriptor) else {
            throw ExportError(.cannotWrite, "There is not enough memory to write “\(target.lastPathComponent)”.")
        }
        var isOpen = true
        defer { if isOpen { czip_writer_close(writer) } }
        func check(_ status: Int32, _ path: String) throws {
            guard status == 0 else {
                throw status == CZIP_ERROR_IO
                    ? cannotWrite(target, czip_writer_errno(writer))
                    : ExportError(
                        .cannotWrite, "“\(path)” could not be put into “\(target.lastPathComponent)”.", place: path)
            }
        }
        for entry in entries {
            let name = folder.isEmpty ? entry.path : "\(folder)/\(entry.path)"
            let ending = entry.path.split(separator: ".").last.map(String.init) ?? ""
            let method = Int32(packed.contains(ending) || entry.path == "mimetype" ? CZIP_STORE : CZIP_DEFLATE)
            switch entry.content {
            case .bytes(let bytes):
                try check(
                    bytes.withUnsafeBytes { czip_writer_add(writer, name, $0.baseAddress, $0.count, method) },
                    entry.path)
            case .file(let url):
                try check(czip_writer_begin(writer, name, UInt64(max(0, entry.byteCount)), method), entry.path)
                try copy(url, entry) { piece in
                    try check(piece.withUnsafeBytes { czip_writer_data(writer, $0.baseAddress, $0.count) }, entry.path)
                }
                try check(czip_writer_end(writer), entry.path)
            }
        }
        isOpen = false
        let status = czip_writer_close(writer)
        guard status == 0 else { throw cannotWrite(target, errno) }
    }

    /// Hands a file out in pieces, and makes sure that it is what its name says.
    private static func copy(_ url: URL, _ entry: PackEntry, to sink: ([UInt8]) throws -> Void) throws {
        func missing(_ what: String) -> ExportError {
            ExportError(
                .missingFile, "The file for “\(entry.path)” \(what).",
                hint: "Run “kist check” to see what the collection lacks.", place: entry.sha256)
        }
        let input = open(url.path, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw missing("cannot be read") }
        defer { close(input) }
        var hash = SHA256()
        var left = entry.byteCount
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw missing("cannot be read") }
            if count == 0 { break }
            left -= Int64(count)
            guard left >= 0 else { throw missing("is longer than the collection says") }
            let piece = Array(buffer[0..<count])
            hash.update(data: piece)
            try sink(piece)
        }
        guard left == 0 else { throw missing("is shorter than the collection says") }
        guard ContentHash.hex(hash.finalize()) == entry.sha256 else {
            throw missing("is not what it was when it came in")
        }
    }

    private static func cannotWrite(_ target: URL, _ number: Int32) -> ExportError {
        ExportError(
            .cannotWrite, "“\(target.lastPathComponent)” could not be written: \(String(cString: strerror(number))).",
            hint: "Check that the folder exists, can be written to, and has room.", place: target.lastPathComponent)
    }
}
