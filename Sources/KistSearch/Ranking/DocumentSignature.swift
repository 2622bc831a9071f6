/// A few words that say what a document is about, as numbers of ten bits: up to sixteen, in sixteen bytes.
///
/// The words are those with the largest f / (f + 1) · √(bytes - 1), f their frequency in a field: long words that come
/// often. No statistics of the collection are in it, so it is the same whatever the segments are, and merging segments
/// changes no signature.
///
/// The ascending set is written as Elias and Fano do: 32 bits with bit (value / 64 + index) set for each value, then the
/// lower six bits of each value, low bits first.
enum DocumentSignature {
    /// Most values in a signature.
    static let capacity = 16
    /// Values lie below.
    static let valueCount = 1024
    static let byteCount = 16
    private static let lowBits: UInt64 = 6

    /// The number that stands for a word.
    static func value(of word: UnsafeBufferPointer<UInt8>) -> UInt16 {
        var hash: UInt32 = 2_166_136_261
        for byte in word { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return UInt16(truncatingIfNeeded: (hash &* 0x9E37_79B1) >> 22)
    }

    /// How well a word of some bytes that occurs so often characterises a document: 0...63.
    static func rank(bytes: Int, frequency: UInt32) -> UInt16 {
        guard bytes > 1, frequency > 0 else { return 0 }
        let frequency = Double(frequency)
        return UInt16(min(16 * (frequency / (frequency + 1)) * Double(bytes - 1).squareRoot(), 63))
    }

    /// Writes up to sixteen values, ascending and different.
    static func write(_ values: UnsafeBufferPointer<UInt16>, to bytes: UnsafeMutableRawPointer) {
        var highs: UInt32 = 0
        var low: UInt64 = 0
        var lowEnd: UInt32 = 0
        for (index, value) in values.prefix(capacity).enumerated() {
            highs |= 1 &<< (UInt32(value >> 6) &+ UInt32(index))
            let bits = UInt64(value & 63)
            let place = UInt64(index) &* lowBits
            if place < 64 {
                low |= bits &<< place
                if place > 58 { lowEnd |= UInt32(truncatingIfNeeded: bits &>> (64 &- place)) }
            } else {
                lowEnd |= UInt32(bits) &<< UInt32(place &- 64)
            }
        }
        bytes.storeBytes(of: highs.littleEndian, as: UInt32.self)
        bytes.storeBytes(of: low.littleEndian, toByteOffset: 4, as: UInt64.self)
        bytes.storeBytes(of: lowEnd.littleEndian, toByteOffset: 12, as: UInt32.self)
    }

    /// Reads a signature into room for sixteen values; returns their number. Whatever the bytes are, values are below
    /// `valueCount` and ascend.
    static func read(_ bytes: UnsafeRawPointer, into values: UnsafeMutablePointer<UInt16>) -> Int {
        var highs = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
        let low = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt64.self))
        let lowEnd = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
        var count = 0
        var before = -1
        while highs != 0, count < capacity {
            let high = highs.trailingZeroBitCount - count
            highs &= highs &- 1
            let place = UInt64(count) &* lowBits
            let bits =
                place < 64
                ? low &>> place | (place > 58 ? lowEnd &<< (64 &- place) : 0) : lowEnd &>> (place &- 64)
            let value = high << 6 | Int(bits & 63)
            guard high < 16, value > before else { break }
            values[count] = UInt16(value)
            before = value
            count += 1
        }
        return count
    }
}
