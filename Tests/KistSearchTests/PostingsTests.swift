import Testing

@testable import KistSearch

@Suite struct PostingsTests {
    @Test func packedBlocksComeBack() {
        var random = SeededGenerator(seed: 1)
        for width in 0...32 {
            for _ in 0..<20 {
                let limit = width == 32 ? UInt32.max : (1 << UInt32(width)) - 1
                let values = (0..<128).map { _ in UInt32(truncatingIfNeeded: random.next()) & limit }
                let buffer = ByteBuffer()
                BitPacking.pack(values, width: width, into: buffer)
                #expect(buffer.count == BitPacking.byteCount(width: width))
                _ = buffer.appendZeros(16)
                var result = [UInt32](repeating: 1, count: 128)
                BitPacking.unpack(UnsafeRawPointer(buffer.start), width: width, into: &result)
                #expect(result == values)
            }
        }
    }

    @Test func packedRunsComeBack() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<300 {
            let values = (0..<random.below(300)).map { _ in
                let width = random.below(33)
                let mask = width == 32 ? UInt32.max : (1 << UInt32(width)) - 1
                return (value: UInt32(truncatingIfNeeded: random.next()) & mask, width: width)
            }
            let buffer = ByteBuffer()
            var run = PackedRun(buffer)
            for value in values { run.append(value.value, width: value.width) }
            run.finish()
            let bits = values.reduce(0) { $0 + $1.width }
            #expect(buffer.count == (bits + 7) / 8)
            _ = buffer.appendZeros(16)
            var bit = 0
            for value in values {
                #expect(PackedRun.value(buffer.start, bit: bit, width: value.width) == value.value)
                bit += value.width
            }
        }
    }

    @Test func lengthBytesKeepOrder() {
        var last: UInt8 = 0
        for length in 0..<100_000 {
            let byte = LengthByte.encode(length)
            #expect(byte >= last && LengthByte.decode(byte) <= length)
            if length < 40 { #expect(LengthByte.decode(byte) == length) }
            last = byte
        }
        for byte in UInt8.min...UInt8.max { #expect(LengthByte.encode(LengthByte.decode(byte)) == byte) }
    }

    /// Bounds hold for every average length that a search may have, whatever the segment's own was.
    @Test func unitScoresBoundScores() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<5000 {
            let frequency = UInt32(1 + random.below(random.chance(20) ? 400 : 9))
            let length = UInt8(1 + random.below(200))
            let own = Double(1 + random.below(1000))
            let fraction = UnitScore(averageLength: own).upper(frequency: frequency, length: length)
            for average in [3.0, own, own * 0.7, own * 1.4, 900] {
                let k1 = random.pick([BM25.k1, SearchRanking.default.k1])
                let spread = ScoreTable(averageLength: average, k1: k1).spread
                let inverse = BM25.inverses(averageLength: average, k1: k1)[Int(length)]
                for factor in [0.00001, 0.3, 3, 900] {
                    let weight = BM25.scaled(factor)
                    let score = BM25.score(weight, frequency, inverse)
                    #expect(score <= UnitScore.bound(fraction, weight: weight, ratio: average / own, spread: spread))
                    #expect(
                        score >= UnitScore.leastScore(fraction, weight: weight, ratio: average / own, spread: spread))
                }
            }
        }
    }

    @Test func checksumsAreXXH64() {
        func sum(_ text: String) -> UInt64 { Array(text.utf8).withUnsafeBytes { Checksum.xxh64($0) } }
        #expect(sum("") == 0xEF46_DB37_51D8_E999)
        #expect(sum("abc") == 0x44BC_2CF5_AD77_0999)
        #expect(sum("Nobody inspects the spammish repetition") == 0xFBCE_A83C_8A37_8BF1)
    }
}
