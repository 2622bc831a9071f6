extension SIMDMask where Storage == SIMD16<Int8> {
    /// The place of the first of sixteen bytes that is marked; 16 when none is.
    ///
    /// A marked byte has all its bits set, and the lowest bits are those of the first byte on the machines that Kist runs on,
    /// all of which are little-endian.
    @inlinable @inline(__always)
    public var firstMarked: Int {
        let halves = unsafeBitCast(self, to: SIMD2<UInt64>.self)
        return halves[0] != 0
            ? halves[0].trailingZeroBitCount >> 3 : 8 + halves[1].trailingZeroBitCount >> 3
    }
}
