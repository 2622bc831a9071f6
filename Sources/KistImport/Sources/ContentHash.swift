internal import Crypto

/// SHA-256 as it is written everywhere in Kist: 64 lower-case hexadecimal digits.
struct ContentHash {
    private var hasher = SHA256()

    mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable {
            hasher.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        if done == nil { Array(bytes).withUnsafeBytes { hasher.update(bufferPointer: $0) } }
    }

    func finish() -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in hasher.finalize() {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The hash of all that `reader` holds, read once from start to end in pieces of 1 MiB.
    static func of(
        _ reader: FileReader, isCancelled: () -> Bool = { false }
    ) throws(ImportError) -> String {
        var hash = ContentHash()
        var offset: Int64 = 0
        while offset < reader.size {
            if isCancelled() { throw ImportError(.cancelled, "the import was stopped") }
            let piece = try reader.read(at: offset, count: 1 << 20)
            guard !piece.isEmpty else { throw FileReader.shorter }
            hash.update(piece)
            offset += Int64(piece.count)
        }
        return hash.finish()
    }
}
