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
            let limit = UInt32.max >> UInt32(random.below(32))
            let values = (0..<random.below(300)).map { _ in UInt32(truncatingIfNeeded: random.next()) & limit }
            let buffer = ByteBuffer()
            values.withUnsafeBufferPointer { PackedRun.append($0, to: buffer) }
            let width = Int(buffer.bytes[0])
            #expect(buffer.count == 1 + PackedRun.byteCount(values.count, width: width))
            _ = buffer.appendZeros(16)
            for (index, value) in values.enumerated() {
                #expect(PackedRun.value(buffer.start + 1, index, width: width) == value)
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

    /// No posting of a block scores more than the block's impacts allow, for any average length.
    @Test func impactsBoundScores() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let postings = (0..<128).map { _ in
                (frequency: UInt32(1 + random.below(random.chance(20) ? 400 : 9)), length: UInt8(1 + random.below(120)))
            }
            var impacts = Impacts()
            for posting in postings { impacts.add(frequency: posting.frequency, length: posting.length) }
            let buffer = ByteBuffer()
            impacts.append(to: buffer)
            #expect(buffer.count == SegmentLayout.impactsSize)
            for average in [3.0, 40, 900] {
                let inverses = BM25.inverses(averageLength: average)
                let weight = BM25.scaled(3)
                var bound: Int64 = 0
                for pair in 0..<4 {
                    let frequency = buffer.bytes[pair * 2]
                    let inverse = inverses[Int(buffer.bytes[pair * 2 + 1])]
                    bound = max(
                        bound, frequency == 255 ? Int64(weight) : BM25.score(weight, UInt32(frequency), inverse))
                }
                for posting in postings {
                    #expect(BM25.score(weight, posting.frequency, inverses[Int(posting.length)]) <= bound)
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
