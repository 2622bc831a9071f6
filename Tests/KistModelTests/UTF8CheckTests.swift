import KistModel
import Testing

@Suite struct UTF8CheckTests {
    @Test(arguments: 0..<64) func agreesWithTheStandardLibrary(seed: UInt64) {
        var state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
        func random(_ bound: UInt64) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % bound)
        }
        // The edges of every rule, at every place of a stretch of sixteen.
        let pieces: [[UInt8]] = [
            [0x61], [0x7F], [0xC3, 0xA9], [0xE2, 0x80, 0x99], [0xF0, 0x9F, 0x93, 0x9A], [0x80], [0xC0, 0x80],
            [0xC1, 0xBF],
            [0xE0, 0x9F, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x80],
        ]
        for _ in 0..<200 {
            var bytes = [UInt8](repeating: 0x20, count: random(40))
            for _ in 0..<random(5) { bytes += pieces[random(UInt64(pieces.count))] }
            bytes += [UInt8](repeating: 0x20, count: random(20))
            #expect(UTF8Check.isValid(bytes) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }
}
