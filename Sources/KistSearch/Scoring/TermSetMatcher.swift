/// The documents of many terms, joined beforehand, with one score for each distance of the terms.
final class TermSetMatcher: Matcher {
    private let field: Int
    private let label: String
    private let words: [UInt64]
    private let count: Int
    /// By distance: one bit for each document whose nearest term is so far away, in whole windows.
    private let layers: [(words: [UInt64], score: Int64)]

    /// `layers` may share documents: the first one that has a document counts.
    init(_ layers: [(words: [UInt64], score: Int64)], field: Int, label: String) {
        self.field = field
        self.label = label
        var all = layers.first?.words ?? []
        var apart = layers
        for index in apart.indices.dropFirst() {
            for word in all.indices {
                apart[index].words[word] &= ~all[word]
                all[word] |= apart[index].words[word]
            }
        }
        self.layers = apart.filter { $0.score > 0 }
        words = all
        count = all.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    override var cost: Int { count }
    override var isScoring: Bool { !layers.isEmpty }

    override func next(from document: UInt32) throws -> UInt32 {
        var index = Int(document >> 6)
        guard index < words.count else { return .max }
        var word = words[index] & (UInt64.max &<< UInt64(document & 63))
        while word == 0 {
            index += 1
            guard index < words.count else { return .max }
            word = words[index]
        }
        return UInt32(index * 64 + word.trailingZeroBitCount)
    }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        let first = Int(start) / 64
        for index in 0..<Window.wordCount {
            result.words[index] = first + index < words.count ? words[first + index] & mask[index] : 0
        }
    }

    override func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {
        let first = Int(start) / 64
        for layer in layers {
            for index in 0..<Window.wordCount where first + index < layer.words.count {
                var word = layer.words[first + index] & mask[index]
                while word != 0 {
                    scores[index &* 64 &+ word.trailingZeroBitCount] &+= layer.score
                    word &= word &- 1
                }
            }
        }
    }

    /// The best layer that has a document in the window.
    override func bound(_ start: UInt32) throws -> Int64 {
        let first = Int(start) / 64
        for layer in layers {
            let end = min(first + Window.wordCount, layer.words.count)
            if first < end, layer.words[first..<end].contains(where: { $0 != 0 }) { return layer.score }
        }
        return 0
    }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        let index = Int(report.document >> 6)
        let bit = UInt64(1) << UInt64(report.document & 63)
        guard index < words.count, words[index] & bit != 0 else { return }
        report.fields.insert(field)
        for layer in layers where layer.words[index] & bit != 0 {
            let score = Double(layer.score) / BM25.unit
            report.parts.append(
                (
                    field,
                    ScorePart(
                        field: "", term: label, score: score, frequency: 0, length: 0, documentFrequency: 0,
                        weight: score)
                ))
        }
    }
}

extension MatcherFactory {
    func pattern(_ pattern: TermPattern) throws -> Matcher {
        let none = noWords
        var layers = pattern.scores.map { (words: [UInt64](), score: $0) }
        var isEmpty = true
        try pattern.forEach(in: segment.dictionary) { _, distance, info in
            isEmpty = false
            if layers[distance].words.isEmpty { layers[distance].words = none }
            try add(info, pattern.space, pattern.field, to: &layers[distance].words)
            return true
        }
        guard !isEmpty else { return Matcher() }
        layers.removeAll { $0.words.isEmpty }
        return TermSetMatcher(layers, field: pattern.field, label: pattern.label)
    }

    /// A bit for each document, in whole windows, none of them set.
    var noWords: [UInt64] {
        let windows = (segment.documentCount + Int(Window.size) - 1) / Int(Window.size)
        return [UInt64](repeating: 0, count: windows * Window.wordCount)
    }

    /// Sets the bits of a term's documents.
    func add(_ info: TermInfo, _ space: SegmentLayout.Space, _ field: Int, to words: inout [UInt64]) throws {
        if info.documentCount == 1 {
            guard Int(info.document >> 6) < words.count else { return }
            words[Int(info.document >> 6)] |= 1 << UInt64(info.document & 63)
            return
        }
        let cursor = try TermCursor(segment: segment, space: space, field: field, info: info)
        for block in 0..<cursor.blockCount {
            try cursor.load(block)
            for index in 0..<cursor.count {
                let document = cursor.documents[index]
                guard Int(document >> 6) < words.count else { continue }
                words[Int(document >> 6)] |= 1 << UInt64(document & 63)
            }
        }
    }
}
