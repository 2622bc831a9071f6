/// Field lengths in one byte: exact up to 39 words, then with three significant bits after the first (the encoding that
/// Lucene calls SmallFloat.intToByte4). Zero means that the document lacks the field.
enum LengthByte {
    private static let exact = 24

    static func encode(_ length: Int) -> UInt8 {
        if length < exact { return UInt8(max(length, 0)) }
        return UInt8(min(exact + packed(UInt64(length - exact)), 255))
    }

    static func decode(_ byte: UInt8) -> Int {
        let value = Int(byte)
        if value < exact { return value }
        return exact + Int(unpacked(value - exact))
    }

    private static func packed(_ value: UInt64) -> Int {
        let bits = 64 - value.leadingZeroBitCount
        if bits < 4 { return Int(value) }
        let shift = bits - 4
        return Int((value >> UInt64(shift)) & 7) | (shift + 1) << 3
    }

    private static func unpacked(_ value: Int) -> UInt64 {
        let mantissa = UInt64(value & 7)
        let shift = value >> 3
        return shift == 0 ? mantissa : (mantissa | 8) << UInt64(shift - 1)
    }
}
