import Foundation

/// One file of a pack before it is written.
struct PackEntry {
    enum Content {
        case bytes([UInt8])
        case file(URL)
    }

    /// Inside the bag, for example `data/index.html`.
    var path: String
    var content: Content
    var byteCount: Int64
    var sha256: String

    init(_ path: String, _ bytes: [UInt8]) {
        self.path = path
        content = .bytes(bytes)
        byteCount = Int64(bytes.count)
        sha256 = ContentHash.hex(of: bytes)
    }

    init(_ path: String, file: ExportFile) {
        self.path = path
        content = .file(file.path)
        byteCount = file.byteCount
        sha256 = file.sha256
    }
}
