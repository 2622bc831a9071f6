import Testing

@testable import OfficeDocumentImporter

@Suite struct WhiteSpaceTests {
    /// Said plainly: no sign below a space, and no space behind white space.
    private func isSingle(_ bytes: [UInt8], afterSpace: Bool) -> Bool {
        var wasSpace = afterSpace
        for byte in bytes {
            if byte < 0x20 || (byte == 0x20 && wasSpace) { return false }
            wasSpace = byte == 0x20
        }
        return true
    }

    @Test(arguments: 0..<200) func saysWhatTheSlowWaySays(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: UInt64) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % bound)
        }
        for _ in 0..<50 {
            // Mostly letters, so that many texts are single all through.
            let signs: [UInt8] = [0x20, 0x20, 0x0A, 0x09, 0xC3, 0xA9]
            var bytes = [UInt8](repeating: 0x61, count: random(80))
            for _ in 0..<random(6) where !bytes.isEmpty { bytes[random(UInt64(bytes.count))] = signs[random(6)] }
            for afterSpace in [true, false] {
                let found = bytes.withUnsafeBufferPointer { WhiteSpace.isSingle(in: $0, afterSpace: afterSpace) }
                #expect(found == isSingle(bytes, afterSpace: afterSpace), "\(bytes), \(afterSpace)")
            }
        }
    }
}
