/// SHA-224 and SHA-256 as FIPS 180-4 has them.
struct SHA256: BlockFunction {
    static let blockLength = 64, lengthBytes = 8
    static let isBigEndian = true

    private var state: [UInt32]
    private var words = [UInt32](repeating: 0, count: 64)

    /// - Parameter isShort: SHA-224, of which the first bytes of the state are the checksum.
    init(isShort: Bool) { state = isShort ? Self.shortStart : Self.start }

    mutating func mix(_ block: UnsafeRawBufferPointer, at start: Int) {
        for index in 0..<16 { words[index] = .read(block, at: start + 4 * index, isBigEndian: true) }
        for index in 16..<64 {
            let early = words[index - 15], late = words[index - 2]
            let first = early.rotated(right: 7) ^ early.rotated(right: 18) ^ (early >> 3)
            let second = late.rotated(right: 17) ^ late.rotated(right: 19) ^ (late >> 10)
            words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for step in 0..<64 {
            let high = e.rotated(right: 6) ^ e.rotated(right: 11) ^ e.rotated(right: 25)
            let choice = (e & f) ^ (~e & g)
            let first = h &+ high &+ choice &+ Self.constants[step] &+ words[step]
            let low = a.rotated(right: 2) ^ a.rotated(right: 13) ^ a.rotated(right: 22)
            let second = low &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ second)
        }
        for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
    }

    var bytes: [UInt8] { state.flatMap { $0.bytes(isBigEndian: true) } }

    private static let start: [UInt32] = [
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    ]
    private static let shortStart: [UInt32] = [
        0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4,
    ]
    /// From the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
        0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
        0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
        0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
        0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
        0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
        0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
    ]
}
