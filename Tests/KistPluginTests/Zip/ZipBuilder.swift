import CZip
import Glibc

/// Builds an archive in memory with the writer of `CZip`.
struct ZipBuilder {
    var entries: [(name: String, bytes: [UInt8], stored: Bool)] = []

    mutating func add(_ name: String, _ text: String, stored: Bool = false) {
        entries.append((name, Array(text.utf8), stored))
    }

    mutating func add(_ name: String, bytes: [UInt8], stored: Bool = false) {
        entries.append((name, bytes, stored))
    }

    /// The status of the writer when it failed, else the archive.
    func build() -> (bytes: [UInt8], status: Int32) {
        guard let stream = tmpfile() else { return ([], -1) }
        defer { fclose(stream) }
        let file = fileno(stream)
        guard let writer = czip_writer_open_fd(file) else { return ([], -2) }
        for entry in entries {
            entry.bytes.withUnsafeBytes { bytes in
                _ = czip_writer_add(
                    writer, entry.name, bytes.baseAddress, bytes.count, Int32(entry.stored ? CZIP_STORE : CZIP_DEFLATE))
            }
        }
        let status = czip_writer_close(writer)
        var result = [UInt8](repeating: 0, count: Int(lseek(file, 0, SEEK_END)))
        let count = result.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        return (Array(result.prefix(max(0, count))), status)
    }
}
