/// A run of numbers of one width, low bits first, that can be read at any place: the positions of a block.
enum PackedRun {
    static func append(_ values: UnsafeBufferPointer<UInt32>, to buffer: ByteBuffer) {
        var all: UInt32 = 0
        for value in values { all |= value }
        let width = 32 - all.leadingZeroBitCount
        buffer.append(UInt8(width))
        var pending: UInt64 = 0
        var bits = 0
        for value in values {
            pending |= UInt64(value) &<< UInt64(bits)
            bits += width
            while bits >= 8 {
                buffer.append(UInt8(truncatingIfNeeded: pending))
                pending &>>= 8
                bits -= 8
            }
        }
        if bits > 0 { buffer.append(UInt8(truncatingIfNeeded: pending)) }
    }

    /// Bytes of a run of `count` numbers after its width byte.
    static func byteCount(_ count: Int, width: Int) -> Int { (count * width + 7) / 8 }

    /// The caller has checked that the run lies inside a body, which has padding after it.
    @inline(__always)
    static func value(_ base: UnsafeRawPointer, _ index: Int, width: Int) -> UInt32 {
        let bit = index &* width
        let word = base.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self) &>> UInt64(bit & 7)
        return UInt32(truncatingIfNeeded: word & ((1 &<< UInt64(width)) &- 1))
    }
}
