import CPostings

/// Packs 128 numbers of up to 32 bits with one width; the layout is `kp_pack`'s.
enum BitPacking {
    static let count = 128

    static func width(of values: UnsafePointer<UInt32>) -> Int {
        var all: UInt32 = 0
        for index in 0..<count { all |= values[index] }
        return 32 - all.leadingZeroBitCount
    }

    static func byteCount(width: Int) -> Int { width * 16 }

    static func pack(_ values: UnsafePointer<UInt32>, width: Int, into buffer: ByteBuffer) {
        let offset = buffer.appendZeros(byteCount(width: width))
        kp_pack(values, UInt32(width), (buffer.start + offset).assumingMemoryBound(to: UInt8.self))
    }

    /// Fills `values` with 128 numbers. The caller has checked that `byteCount(width:)` bytes follow `source` and that
    /// `width` is at most 32.
    static func unpack(_ source: UnsafeRawPointer, width: Int, into values: UnsafeMutablePointer<UInt32>) {
        kp_unpack(source.assumingMemoryBound(to: UInt8.self), UInt32(width), values)
    }
}
