/// Documents that all parts match.
final class AndMatcher: Matcher {
    let parts: [Matcher]
    private let byCost: [Matcher]
    private let rest = WindowBits()

    init(_ parts: [Matcher]) {
        self.parts = parts
        byCost = parts.sorted { $0.cost < $1.cost }
    }

    override var cost: Int { byCost.first?.cost ?? 0 }
    override var isScoring: Bool { parts.contains(where: \.isScoring) }

    override func next(from document: UInt32) throws -> UInt32 {
        var result = document
        for part in byCost {
            result = try part.next(from: result)
            if result == .max { return .max }
        }
        return result
    }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        result.copy(mask)
        for part in byCost {
            rest.copy(result.words)
            try part.fill(start, rest.words, result)
            if result.isEmpty { return }
        }
    }

    override func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {
        if !isMatched { try fill(start, mask, scratch) }
        let bits = isMatched ? mask : UnsafePointer(scratch.words)
        for part in parts where part.isScoring { try part.score(start, bits, isMatched: true, scores) }
    }

    override func bound(_ start: UInt32) throws -> Int64 {
        var sum: Int64 = 0
        for part in parts { sum &+= try part.bound(start) }
        return sum
    }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        try fill(start, mask, scratch)
        guard !scratch.isEmpty else { return }
        for part in parts { try part.report(start, mask, &report) }
    }
}

/// Documents that any part matches.
final class OrMatcher: Matcher {
    let parts: [Matcher]
    private let rest = WindowBits()
    private let some = WindowBits()

    init(_ parts: [Matcher]) {
        self.parts = parts
    }

    override var cost: Int { parts.reduce(0) { $0 + $1.cost } }
    override var isScoring: Bool { parts.contains(where: \.isScoring) }

    override func next(from document: UInt32) throws -> UInt32 {
        var result = UInt32.max
        for part in parts {
            result = min(result, try part.next(from: document))
            if result == document { return result }
        }
        return result
    }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        result.clear()
        rest.copy(mask)
        for part in parts {
            try part.fill(start, rest.words, some)
            var left: UInt64 = 0
            for index in 0..<Window.wordCount {
                result.words[index] |= some.words[index]
                rest.words[index] &= ~some.words[index]
                left |= rest.words[index]
            }
            if left == 0 { return }
        }
    }

    override func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {
        for part in parts where part.isScoring { try part.score(start, mask, isMatched: false, scores) }
    }

    override func bound(_ start: UInt32) throws -> Int64 {
        var sum: Int64 = 0
        for part in parts { sum &+= try part.bound(start) }
        return sum
    }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        for part in parts { try part.report(start, mask, &report) }
    }
}

/// Documents that the part does not match.
final class NotMatcher: Matcher {
    private let part: Matcher
    private let count: Int

    init(_ part: Matcher, documentCount: Int) {
        self.part = part
        count = documentCount
    }

    override var cost: Int { count }
    override func next(from document: UInt32) throws -> UInt32 { document }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        try part.fill(start, mask, result)
        for index in 0..<Window.wordCount { result.words[index] = mask[index] & ~result.words[index] }
    }
}

/// Documents that the first part matches; the others add to their scores.
final class RaisedMatcher: Matcher {
    private let part: Matcher
    private let others: [Matcher]

    init(_ part: Matcher, _ others: [Matcher]) {
        self.part = part
        self.others = others
    }

    override var cost: Int { part.cost }
    override var isScoring: Bool { true }
    override func next(from document: UInt32) throws -> UInt32 { try part.next(from: document) }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        try part.fill(start, mask, result)
    }

    override func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {
        if !isMatched { try part.fill(start, mask, scratch) }
        let bits = isMatched ? mask : UnsafePointer(scratch.words)
        try part.score(start, bits, isMatched: true, scores)
        for other in others { try other.score(start, bits, isMatched: false, scores) }
    }

    override func bound(_ start: UInt32) throws -> Int64 {
        var sum = try part.bound(start)
        for other in others { sum &+= try other.bound(start) }
        return sum
    }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        try part.fill(start, mask, scratch)
        guard !scratch.isEmpty else { return }
        try part.report(start, mask, &report)
        for other in others { try other.report(start, mask, &report) }
    }
}

/// Matches as its part and adds nothing.
final class UnscoredMatcher: Matcher {
    private let part: Matcher

    init(_ part: Matcher) {
        self.part = part
    }

    override var cost: Int { part.cost }
    override func next(from document: UInt32) throws -> UInt32 { try part.next(from: document) }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        try part.fill(start, mask, result)
    }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        var inner = MatchReport(document: report.document)
        try part.report(start, mask, &inner)
        report.fields.formUnion(inner.fields)
    }
}
