import KistModel
import Testing

@Suite struct LaneMaskTests {
    /// All marks of sixteen bytes.
    @Test func theFirstMarkedByteIsFound() {
        for marks in 0...UInt32(0xFFFF) {
            var lane = SIMD16<UInt8>()
            for index in 0..<16 where marks & (1 << UInt32(index)) != 0 { lane[index] = 0xFF }
            let first = marks == 0 ? 16 : marks.trailingZeroBitCount
            guard (lane .>= SIMD16(repeating: 0x80)).firstMarked == first else {
                Issue.record("marks \(marks)")
                return
            }
        }
    }
}
