/// Which documents of a segment are gone, and what they took from its sums. A value: replaced whole, never changed.
final class Deletions: Sendable {
    /// One bit for each document, set when it is gone; whole 64-bit words.
    let words: [UInt64]
    let count: Int
    /// By field number: what the statistics of the segment lose.
    let lost: [FieldStatistics]

    private static let magic: UInt64 = 0x4554_454C_4544_534B  // "KSDELETE"
    private static let version: UInt32 = 1

    init(words: [UInt64], count: Int, lost: [FieldStatistics]) {
        self.words = words
        self.count = count
        self.lost = lost
    }

    init(segment: SegmentReader) {
        words = [UInt64](repeating: 0, count: (segment.documentCount + 63) / 64)
        count = 0
        lost = segment.statistics.map { _ in FieldStatistics() }
    }

    func contains(_ document: UInt32) -> Bool {
        words[Int(document >> 6)] & (1 << UInt64(document & 63)) != 0
    }

    /// A copy with more documents gone.
    func adding(_ documents: some Sequence<UInt32>, in segment: SegmentReader) throws -> Deletions {
        var words = words
        var count = count
        var lost = lost
        for document in documents {
            let bit = UInt64(1) << UInt64(document & 63)
            guard words[Int(document >> 6)] & bit == 0 else { continue }
            words[Int(document >> 6)] |= bit
            count += 1
            for field in lost.indices {
                let words = try segment.wordCount(field, document)
                guard words > 0 else { continue }
                lost[field].documentCount += 1
                lost[field].wordCount += words
            }
        }
        return Deletions(words: words, count: count, lost: lost)
    }

    var encoded: [UInt8] {
        let buffer = ByteBuffer()
        buffer.append(Self.magic)
        buffer.append(Self.version)
        buffer.append(UInt32(count))
        buffer.append(UInt32(words.count))
        buffer.append(UInt32(lost.count))
        for field in lost {
            buffer.append(UInt64(field.documentCount))
            buffer.append(UInt64(field.wordCount))
        }
        for word in words { buffer.append(word) }
        buffer.append(Checksum.xxh64(buffer.bytes))
        return Array(buffer.bytes)
    }

    convenience init(decoding bytes: [UInt8], path: String, segment: SegmentReader) throws {
        func damage(_ place: String) -> SearchError {
            SearchError(.corrupt, "The search index is damaged. Rebuild the index.", path: path, place: place)
        }
        guard bytes.count >= 32 else { throw damage("header: the file ends early") }
        let (words, count, lost) = try bytes.withUnsafeBytes { raw -> ([UInt64], Int, [FieldStatistics]) in
            let end = raw.count - 8
            let sum = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: end, as: UInt64.self))
            guard Checksum.xxh64(UnsafeRawBufferPointer(rebasing: raw[0..<end])) == sum else { throw damage("byte 0") }
            var reader = ByteReader(UnsafeRawBufferPointer(rebasing: raw[0..<end]))
            guard try reader.uint64() == Self.magic else { throw damage("byte 0") }
            guard try reader.uint32() == Self.version else {
                throw SearchError(
                    .tooNew, "The search index was written by a newer version of this program.", path: path)
            }
            let count = Int(try reader.uint32())
            let wordCount = Int(try reader.uint32())
            let fields = Int(try reader.uint32())
            guard wordCount == (segment.documentCount + 63) / 64, fields == segment.statistics.count else {
                throw damage("byte 16")
            }
            var lost: [FieldStatistics] = []
            for field in segment.statistics {
                let documents = try reader.uint64()
                let words = try reader.uint64()
                guard documents <= UInt64(field.documentCount), words <= UInt64(field.wordCount) else {
                    throw damage("byte 24")
                }
                lost.append(FieldStatistics(documentCount: Int(documents), wordCount: Int(words)))
            }
            var words: [UInt64] = []
            for _ in 0..<wordCount { words.append(try reader.uint64()) }
            guard words.reduce(0, { $0 + $1.nonzeroBitCount }) == count else { throw damage("byte 12") }
            // No document is gone that the segment does not have.
            let beyond = segment.documentCount & 63
            guard beyond == 0 || (words.last ?? 0) >> UInt64(beyond) == 0 else { throw damage("byte \(end - 8)") }
            return (words, count, lost)
        }
        self.init(words: words, count: count, lost: lost)
    }
}
