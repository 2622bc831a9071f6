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

    // MARK: - Plain words

    /// ASCII letters and digits.
    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }

    /// Where the ASCII letters and digits that begin at `start` end.
    @inline(__always)
    func plainEnd(_ start: Int) -> Int {
        guard let base = UnsafeRawPointer(base) else { return start }
        var end = start
        while end &+ 8 <= count {
            let length = Self.plainPrefix(
                UInt64(littleEndian: base.loadUnaligned(fromByteOffset: end, as: UInt64.self)))
            end &+= length
            if length < 8 { return end }
        }
        while end < count, Self.isPlain(byte(end)) { end &+= 1 }
        return end
    }

    /// How many of eight bytes, low first, are letters and digits before the first that is none.
    ///
    /// In each byte without its highest bit, adding 128 - c sets that bit when the byte is at least c, and never carries.
    @inline(__always)
    private static func plainPrefix(_ bytes: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let digits = bytes & (0x7F &* ones)
        let letters = digits | (0x20 &* ones)
        let isDigit = (digits &+ 0x50 &* ones) & ~(digits &+ 0x46 &* ones)
        let isLetter = (letters &+ 0x1F &* ones) & ~(letters &+ 0x05 &* ones)
        let others = ~((isDigit | isLetter) & ~bytes) & (0x80 &* ones)
        return others.trailingZeroBitCount &>> 3
    }

    /// Where the ASCII letters and digits and the characters beyond ASCII that begin at `start` end.
    @inline(__always)
    func writtenEnd(_ start: Int) -> Int {
        var end = start
        while end < count {
            let byte = byte(end)
            guard byte >= 0x80 || Self.isPlain(byte) else { break }
            end &+= 1
        }
        return end
    }

    /// The next place from `at` on where a word may begin, and the end of the letters and digits of ASCII there; nil at
    /// the end of the text. `end == start` where another character begins.
    @inline(__always)
    func nextWord(_ at: Int) -> (start: Int, end: Int)? {
        var start = at
        while start < count {
            let byte = byte(start)
            if Self.isPlain(byte) { return (start, plainEnd(start &+ 1)) }
            if byte >= 0x80 { return (start, start) }
            start &+= 1
        }
        return nil
    }
}
