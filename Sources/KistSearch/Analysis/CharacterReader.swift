/// Reads scalars from UTF-8 that `String` has made valid.
///
/// Invariant: `base` has `count` bytes of valid UTF-8 and outlives the reader.
struct CharacterReader {
    private let base: UnsafePointer<UInt8>?
    let count: Int
    private(set) var offset = 0

    init(_ text: UnsafeBufferPointer<UInt8>) {
        base = text.baseAddress
        count = text.count
    }

    /// The byte at an offset; zero at the end.
    @inline(__always)
    func byte(_ at: Int) -> UInt8 {
        guard at < count, let base else { return 0 }
        return base[at]
    }

    mutating func move(to offset: Int) { self.offset = offset }

    /// The scalar at `at` and the number of its bytes; nil at the end.
    @inline(__always)
    func scalar(_ at: Int) -> (value: UInt32, size: Int)? {
        guard at < count else { return nil }
        let first = UInt32(byte(at))
        if first < 0x80 { return (first, 1) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | rest(at + 1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | rest(at + 1) << 6 | rest(at + 2), 3) }
        return ((first & 0x07) << 18 | rest(at + 1) << 12 | rest(at + 2) << 6 | rest(at + 3), 4)
    }

    @inline(__always)
    private func rest(_ at: Int) -> UInt32 { UInt32(byte(at)) & 0x3F }
}
