/// Packs 128 numbers of up to 32 bits with one width, in four interleaved lanes: number `4 * i + lane` is the i-th of its
/// lane, lanes are streams of 32-bit words, low bits first, and the words of the four lanes alternate.
enum BitPacking {
    static let count = 128

    static func width(of values: UnsafePointer<UInt32>) -> Int {
        var all: UInt32 = 0
        for index in 0..<count { all |= values[index] }
        return 32 - all.leadingZeroBitCount
    }

    static func byteCount(width: Int) -> Int { width * 16 }

    static func pack(_ values: UnsafePointer<UInt32>, width: Int, into buffer: ByteBuffer) {
        guard width > 0 else { return }
        let offset = buffer.appendZeros(byteCount(width: width))
        let words = (buffer.start + offset).assumingMemoryBound(to: UInt32.self)
        for lane in 0..<4 {
            for index in 0..<32 {
                let bit = index * width
                let value = UInt64(values[index * 4 + lane]) << UInt64(bit & 31)
                let word = (bit >> 5) * 4 + lane
                words[word] |= UInt32(truncatingIfNeeded: value)
                if (bit & 31) + width > 32 { words[word + 4] |= UInt32(truncatingIfNeeded: value >> 32) }
            }
        }
    }

    /// Fills `values` with 128 numbers. The caller has checked that `byteCount(width:)` bytes follow `source` and that
    /// `width` is at most 32.
    static func unpack(_ source: UnsafeRawPointer, width: Int, into values: UnsafeMutablePointer<UInt32>) {
        let out = UnsafeMutableRawPointer(values)
        if width == 0 {
            out.initializeMemory(as: UInt32.self, repeating: 0, count: count)
            return
        }
        let mask = SIMD4<UInt32>(repeating: width == 32 ? .max : (1 &<< UInt32(width)) &- 1)
        var bit = 0
        for index in 0..<32 {
            let shift = bit & 31
            let at = (bit &>> 5) &* 16
            var lanes =
                source.loadUnaligned(fromByteOffset: at, as: SIMD4<UInt32>.self)
                &>> SIMD4(repeating: UInt32(truncatingIfNeeded: shift))
            if shift &+ width > 32 {
                // The halves share no bit: adding joins them, and stays one vector instruction where `|` does not.
                lanes =
                    lanes
                    &+ (source.loadUnaligned(fromByteOffset: at &+ 16, as: SIMD4<UInt32>.self)
                        &<< SIMD4(repeating: UInt32(truncatingIfNeeded: 32 &- shift)))
            }
            out.storeBytes(of: lanes & mask, toByteOffset: index &* 16, as: SIMD4<UInt32>.self)
            bit &+= width
        }
    }

    /// Turns 128 gaps into ascending numbers: each is one more than the sum of the last number and its gap.
    static func restore(_ values: UnsafeMutablePointer<UInt32>, after previous: UInt32) {
        var last = previous
        for index in 0..<count {
            last = last &+ values[index] &+ 1
            values[index] = last
        }
    }
}
