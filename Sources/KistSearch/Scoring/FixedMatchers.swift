/// Matches that all have the same score.
class FixedMatcher: Matcher {
    let field: Int?
    let label: String
    let value: Int64

    init(field: Int?, label: String, score: Int64) {
        self.field = field
        self.label = label
        value = score
    }

    override var isScoring: Bool { value > 0 }

    override func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {
        guard value > 0 else { return }
        if !isMatched { try fill(start, mask, scratch) }
        let bits = isMatched ? mask : UnsafePointer(scratch.words)
        for index in 0..<Window.wordCount {
            var word = bits[index]
            while word != 0 {
                scores[index &* 64 &+ word.trailingZeroBitCount] &+= value
                word &= word &- 1
            }
        }
    }

    override func bound(_ start: UInt32) throws -> Int64 { value }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        guard let field else { return }
        try fill(start, mask, scratch)
        guard !scratch.isEmpty else { return }
        report.fields.insert(field)
        guard value > 0 else { return }
        report.parts.append(
            (
                field,
                ScorePart(
                    field: "", term: label, score: Double(value) / BM25.unit, frequency: 0, length: 0,
                    documentFrequency: 0, weight: Double(value) / BM25.unit)
            ))
    }
}

/// Every document.
final class AllMatcher: FixedMatcher {
    private let count: Int

    init(documentCount: Int) {
        count = documentCount
        super.init(field: nil, label: "", score: 0)
    }

    override var cost: Int { count }
    override func next(from document: UInt32) throws -> UInt32 { document }
    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        result.copy(mask)
    }
}

/// The documents of one exact value.
final class ValueMatcher: FixedMatcher {
    private let cursor: TermCursor

    init(_ cursor: TermCursor, field: Int, label: String, score: Int64) {
        self.cursor = cursor
        super.init(field: field, label: label, score: score)
    }

    override var cost: Int { cursor.info.documentCount }
    override func next(from document: UInt32) throws -> UInt32 { try cursor.next(from: document) }
    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        try cursor.fill(start, mask, result)
    }
}

/// One document.
final class DocumentMatcher: FixedMatcher {
    private let document: UInt32

    init(_ document: UInt32) {
        self.document = document
        super.init(field: nil, label: "", score: 0)
    }

    override var cost: Int { 1 }
    override func next(from first: UInt32) throws -> UInt32 { first <= document ? document : .max }
    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        result.clear()
        guard Window.start(of: document) == start else { return }
        result.set(Int(document - start))
        for index in 0..<Window.wordCount { result.words[index] &= mask[index] }
    }
}

/// Documents whose number lies in a range.
final class RangeMatcher: FixedMatcher {
    private let column: UnsafeRawPointer
    private let range: ClosedRange<Double>
    private let count: Int
    /// Keeps the column's bytes.
    private let segment: SegmentReader

    init(
        _ column: UnsafeRawPointer, _ range: ClosedRange<Double>, _ segment: SegmentReader, field: Int, score: Int64
    ) {
        self.column = column
        self.range = range
        self.segment = segment
        count = segment.documentCount
        super.init(field: field, label: "\(range.lowerBound)..\(range.upperBound)", score: score)
    }

    override var cost: Int { count }
    override func next(from document: UInt32) throws -> UInt32 { document }

    /// `mask` has live documents of the segment only, so the column reaches that far.
    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        for index in 0..<Window.wordCount {
            var word = mask[index]
            var kept: UInt64 = 0
            while word != 0 {
                let bit = word.trailingZeroBitCount
                let document = Int(start) &+ index &* 64 &+ bit
                let number = column.loadUnaligned(fromByteOffset: document &* 8, as: Double.self)
                if range.contains(number) { kept |= 1 &<< UInt64(bit) }
                word &= word &- 1
            }
            result.words[index] = kept
        }
    }
}
