/// Tells whether bytes are UTF-8 as Unicode defines it (Table 3-7): no overlong forms, no surrogates, nothing beyond
/// U+10FFFF. ASCII is passed over sixteen bytes at a time.
public enum UTF8Check {
    /// Whether all bytes, which outlive the call, are ASCII.
    public static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        typealias Lane = SIMD16<UInt8>
        var index = 0
        while index + Lane.scalarCount <= bytes.count, let base = bytes.baseAddress {
            if any(UnsafeRawPointer(base + index).loadUnaligned(as: Lane.self) .>= Lane(repeating: 0x80)) {
                return false
            }
            index += Lane.scalarCount
        }
        return bytes[index...].allSatisfy { $0 < 0x80 }
    }

    /// True for no bytes at all, too.
    public static func isValid(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer(isValid) }

    /// The same for bytes that outlive the call. Nothing is read beyond their end.
    public static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        typealias Lane = SIMD16<UInt8>
        let count = bytes.count
        var index = 0
        func follows(_ place: Int) -> Bool { place < count && bytes[place] & 0xC0 == 0x80 }
        while index < count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                while index + Lane.scalarCount <= count, let base = bytes.baseAddress {
                    let lane = UnsafeRawPointer(base + index).loadUnaligned(as: Lane.self)
                    let ascii = (lane .>= Lane(repeating: 0x80)).firstMarked
                    index += ascii
                    if ascii < Lane.scalarCount { break }
                }
                continue
            }
            guard byte >= 0xC2, byte <= 0xF4, follows(index + 1) else { return false }
            if byte < 0xE0 {
                index += 2
                continue
            }
            let second = bytes[index + 1]
            guard follows(index + 2) else { return false }
            if byte < 0xF0 {
                if byte == 0xE0, second < 0xA0 { return false }
                if byte == 0xED, second > 0x9F { return false }
                index += 3
                continue
            }
            guard follows(index + 3) else { return false }
            if byte == 0xF0, second < 0x90 { return false }
            if byte == 0xF4, second > 0x8F { return false }
            index += 4
        }
        return true
    }
}
