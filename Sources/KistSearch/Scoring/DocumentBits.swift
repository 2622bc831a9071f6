/// Which documents of a segment match a plan: one bit for each, in whole windows. A value that any number of searches
/// share.
final class DocumentBits: Sendable {
    let words: [UInt64]
    let count: Int

    /// Asks the matcher about every document of the segment, deleted ones too.
    init(_ matcher: Matcher, documentCount: Int) throws {
        let windows = (documentCount + Int(Window.size) - 1) / Int(Window.size)
        var words = [UInt64](repeating: 0, count: windows * Window.wordCount)
        let mask = WindowBits()
        let result = WindowBits()
        var document: UInt32 = 0
        while document < UInt32(documentCount) {
            document = try matcher.next(from: document)
            guard document < UInt32(documentCount) else { break }
            let start = Window.start(of: document)
            let first = Int(start) / 64
            for index in 0..<Window.wordCount {
                let left = documentCount - (first + index) * 64
                mask.words[index] = left >= 64 ? .max : left > 0 ? (1 &<< UInt64(left)) &- 1 : 0
            }
            try matcher.fill(start, mask.words, result)
            for index in 0..<Window.wordCount { words[first + index] = result.words[index] }
            document = start &+ Window.size
        }
        self.words = words
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }
}

/// Documents that were found before. Says nothing about why: only for what adds nothing to a score.
final class BitsMatcher: Matcher {
    private let bits: DocumentBits

    init(_ bits: DocumentBits) {
        self.bits = bits
    }

    override var cost: Int { bits.count }

    override func next(from document: UInt32) throws -> UInt32 {
        var index = Int(document >> 6)
        guard index < bits.words.count else { return .max }
        var word = bits.words[index] & (UInt64.max &<< UInt64(document & 63))
        while word == 0 {
            index += 1
            guard index < bits.words.count else { return .max }
            word = bits.words[index]
        }
        return UInt32(index * 64 + word.trailingZeroBitCount)
    }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        let first = Int(start) / 64
        bits.words.withUnsafeBufferPointer { words in
            let count = min(max(words.count - first, 0), Window.wordCount)
            for index in 0..<count { result.words[index] = words[first &+ index] & mask[index] }
            for index in count..<Window.wordCount { result.words[index] = 0 }
        }
    }
}
