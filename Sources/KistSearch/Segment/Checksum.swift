/// XXH64 (Yann Collet, seed 0): the checksum of every page and header of a segment.
enum Checksum {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    static func xxh64(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let base = bytes.baseAddress else { return finish(prime5) }
        var at = 0
        let count = bytes.count
        var hash: UInt64
        if count >= 32 {
            var a = prime1 &+ prime2
            var b = prime2
            var c: UInt64 = 0
            var d = 0 &- prime1
            while at &+ 32 <= count {
                a = round(a, base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                b = round(b, base.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self))
                c = round(c, base.loadUnaligned(fromByteOffset: at &+ 16, as: UInt64.self))
                d = round(d, base.loadUnaligned(fromByteOffset: at &+ 24, as: UInt64.self))
                at &+= 32
            }
            hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
            hash = merge(merge(merge(merge(hash, a), b), c), d)
        } else {
            hash = prime5
        }
        hash = hash &+ UInt64(count)
        while at &+ 8 <= count {
            hash ^= round(0, base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            hash = rotate(hash, 27) &* prime1 &+ prime4
            at &+= 8
        }
        if at &+ 4 <= count {
            hash ^= UInt64(base.loadUnaligned(fromByteOffset: at, as: UInt32.self)) &* prime1
            hash = rotate(hash, 23) &* prime2 &+ prime3
            at &+= 4
        }
        while at < count {
            hash ^= UInt64(base.load(fromByteOffset: at, as: UInt8.self)) &* prime5
            hash = rotate(hash, 11) &* prime1
            at &+= 1
        }
        return finish(hash)
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ by: UInt64) -> UInt64 {
        (value &<< by) | (value &>> (64 &- by))
    }

    @inline(__always)
    private static func round(_ accumulator: UInt64, _ input: UInt64) -> UInt64 {
        rotate(accumulator &+ input &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func merge(_ hash: UInt64, _ accumulator: UInt64) -> UInt64 {
        (hash ^ round(0, accumulator)) &* prime1 &+ prime4
    }

    private static func finish(_ value: UInt64) -> UInt64 {
        var hash = value
        hash ^= hash &>> 33
        hash = hash &* prime2
        hash ^= hash &>> 29
        hash = hash &* prime3
        return hash ^ (hash &>> 32)
    }
}
