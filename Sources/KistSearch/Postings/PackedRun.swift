/// Numbers of chosen widths, low bits first, one after the other: the positions of a block.
struct PackedRun {
    private let buffer: ByteBuffer
    private var pending: UInt64 = 0
    private var bits = 0

    init(_ buffer: ByteBuffer) {
        self.buffer = buffer
    }

    /// `value` fits `width` bits, at most 32.
    @inline(__always)
    mutating func append(_ value: UInt32, width: Int) {
        pending |= UInt64(value) &<< UInt64(bits)
        bits &+= width
        if bits >= 32 {
            buffer.append(UInt32(truncatingIfNeeded: pending))
            pending &>>= 32
            bits &-= 32
        }
    }

    /// Ends the run with a whole byte.
    mutating func finish() {
        while bits > 0 {
            buffer.append(UInt8(truncatingIfNeeded: pending))
            pending &>>= 8
            bits -= 8
        }
        bits = 0
        pending = 0
    }

    /// The number of `width` bits that begins at a bit. The caller has checked that the run lies inside a body, which has
    /// padding after it.
    @inline(__always)
    static func value(_ base: UnsafeRawPointer, bit: Int, width: Int) -> UInt32 {
        let word = base.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self) &>> UInt64(bit & 7)
        return UInt32(truncatingIfNeeded: word & ((1 &<< UInt64(width)) &- 1))
    }
}
