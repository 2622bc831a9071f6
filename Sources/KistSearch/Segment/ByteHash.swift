/// A fast hash of short runs of bytes for tables in memory. Never stored.
enum ByteHash {
    private static let first: UInt64 = 0xA076_1D64_78BD_642F
    private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB

    /// Multiplies to 128 bits and adds the halves, so that every bit of either reaches every bit of the result.
    @inline(__always)
    static func mix(_ low: UInt64, _ high: UInt64) -> UInt64 {
        let product = (low ^ first).multipliedFullWidth(by: high ^ second)
        return product.low ^ product.high
    }

    @inline(__always)
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64 = 0) -> UInt64 {
        let count = bytes.count
        guard count > 0, let base = UnsafeRawPointer(bytes.baseAddress) else { return mix(seed, 0) }
        var hash = seed ^ UInt64(truncatingIfNeeded: count)
        if count < 8 { return mix(hash, short(base, count)) }
        var at = 0
        while at &+ 8 < count {
            hash = mix(hash, base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at &+= 8
        }
        return mix(hash, base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    }

    /// Up to seven bytes as a number.
    @inline(__always)
    static func short(_ base: UnsafeRawPointer, _ count: Int) -> UInt64 {
        if count >= 4 {
            let low = UInt64(base.loadUnaligned(as: UInt32.self))
            let high = UInt64(base.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            return low | high &<< 32
        }
        guard count > 0 else { return 0 }
        let low = UInt64(base.load(as: UInt8.self))
        let middle = UInt64(base.load(fromByteOffset: count &>> 1, as: UInt8.self))
        let high = UInt64(base.load(fromByteOffset: count &- 1, as: UInt8.self))
        return low | middle &<< 8 | high &<< 16
    }
}
