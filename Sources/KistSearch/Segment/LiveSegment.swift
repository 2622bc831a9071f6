/// A segment and what of it is deleted.
struct LiveSegment: Sendable {
    let reader: SegmentReader
    let deletions: Deletions
    /// The file that the deletions were read from.
    var deletionsName: String?

    var liveCount: Int { reader.documentCount - deletions.count }

    /// Sets `bits` to the live documents of a window.
    func fillLive(_ start: UInt32, _ bits: WindowBits) {
        let count = reader.documentCount
        let first = Int(start) / 64
        for index in 0..<Window.wordCount {
            let from = Int(start) + index * 64
            var word: UInt64 = 0
            if from < count {
                word = count - from >= 64 ? .max : (1 &<< UInt64(count - from)) &- 1
                word &= ~deletions.words[first + index]
            }
            bits.words[index] = word
        }
    }

    /// How many live documents have a term.
    func documentFrequency(_ key: [UInt8]) throws -> Int {
        guard let info = try reader.dictionary.find(key), let space = SegmentLayout.Space(rawValue: key[1]) else {
            return 0
        }
        guard deletions.count > 0 else { return info.documentCount }
        let cursor = try TermCursor(segment: reader, space: space, field: Int(key[0]), info: info)
        var gone = 0
        if deletions.count < info.documentCount / 32 {
            for (index, bits) in deletions.words.enumerated() {
                var word = bits
                while word != 0 {
                    let document = UInt32(index * 64 + word.trailingZeroBitCount)
                    if try cursor.index(of: document) != nil { gone += 1 }
                    word &= word - 1
                }
            }
        } else {
            for block in 0..<cursor.blockCount {
                try cursor.load(block)
                for index in 0..<cursor.count where deletions.contains(cursor.documents[index]) { gone += 1 }
            }
        }
        return info.documentCount - gone
    }
}
