/// SHA-1 as FIPS 180-4 has it. Broken for proving who wrote something; archives use it to find damage.
struct SHA1: BlockFunction {
    static let blockLength = 64, lengthBytes = 8
    static let isBigEndian = true

    private var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    private var words = [UInt32](repeating: 0, count: 80)

    mutating func mix(_ block: UnsafeRawBufferPointer, at start: Int) {
        for index in 0..<16 { words[index] = .read(block, at: start + 4 * index, isBigEndian: true) }
        for index in 16..<80 {
            let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
            words[index] = mixed.rotated(left: 1)
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for step in 0..<80 {
            let (mixed, constant): (UInt32, UInt32) =
                switch step {
                case 0..<20: (d ^ (b & (c ^ d)), 0x5A82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case 40..<60: ((b & c) | (d & (b | c)), 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            let sum = a.rotated(left: 5) &+ mixed &+ e &+ constant &+ words[step]
            (e, d, c, b, a) = (d, c, b.rotated(left: 30), a, sum)
        }
        for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }

    var bytes: [UInt8] { state.flatMap { $0.bytes(isBigEndian: true) } }
}
