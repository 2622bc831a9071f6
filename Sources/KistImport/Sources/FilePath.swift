/// A path as the system knows it: bytes, which need not be UTF-8. Shown to people with what is not UTF-8 replaced.
struct FilePath: Hashable, Sendable {
    /// Without a terminating zero.
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
    init(_ text: String) { bytes = Array(text.utf8) }

    var shown: String { String(decoding: bytes, as: UTF8.self) }

    /// The last component; for a path that ends in slashes, the one before them.
    var name: [UInt8] {
        var end = bytes.count
        while end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        let start = bytes[..<end].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return Array(bytes[start..<end])
    }

    func appending(_ name: [UInt8]) -> FilePath {
        bytes.last == UInt8(ascii: "/") || bytes.isEmpty
            ? FilePath(bytes + name) : FilePath(bytes + [UInt8(ascii: "/")] + name)
    }

    func appending(_ name: String) -> FilePath { appending(Array(name.utf8)) }

    /// Calls `body` with the path as C wants it. A path with a zero inside names nothing: it is cut there by the system, so
    /// it is refused here by an empty path.
    func withCString<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
        var terminated = bytes.contains(0) ? [] : bytes.map { CChar(bitPattern: $0) }
        terminated.append(0)
        return terminated.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return body("") }
            return body(base)
        }
    }
}
