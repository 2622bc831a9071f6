import Glibc

/// What documents gain by being like the best of a result: pseudo-relevance feedback (Rocchio 1971) over signatures,
/// within the candidates.
///
/// Values of signatures count by how rare they are among the candidates; vectors are divided by their lengths, and the
/// best count by the fourth power of their scores.
struct Likeness {
    /// How many of the best the others are compared with.
    static let exampleCount = 5
    /// What a document that is all like the best gains, in scores of the best one.
    static let share = 2.0

    /// By place in the order given.
    private(set) var gains: [Int64]

    /// `candidates` come best first.
    init(_ candidates: [TopHits.Entry], _ searcher: Searcher) throws {
        let count = candidates.count
        gains = [Int64](repeating: 0, count: count)
        guard let best = candidates.first, best.score > 0 else { return }
        let size = DocumentSignature.capacity
        var values = [UInt16](repeating: 0, count: count * size)
        var counts = [Int](repeating: 0, count: count)
        var having = [UInt16](repeating: 0, count: DocumentSignature.valueCount)
        try values.withUnsafeMutableBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for (index, candidate) in candidates.enumerated() {
                let reader = searcher.segments[candidate.segment].reader
                guard let signature = try reader.signature(candidate.document) else { continue }
                counts[index] = DocumentSignature.read(signature, into: base + index * size)
                for place in 0..<counts[index] { having[Int(base[index * size + place])] += 1 }
            }
        }
        let rarities = (0...count).map { log((Double(count) + 1) / (Double($0) + 0.5)) }
        var norms = [Double](repeating: 0, count: count)
        for index in 0..<count {
            var sum = 0.0
            for place in 0..<counts[index] {
                let rarity = rarities[Int(having[Int(values[index * size + place])])]
                sum += rarity * rarity
            }
            norms[index] = sum.squareRoot()
        }
        var centre = [Double](repeating: 0, count: DocumentSignature.valueCount)
        var total = 0.0
        for index in 0..<min(count, Self.exampleCount) {
            let share = Double(candidates[index].score) / Double(best.score)
            let square = share * share
            let weight = square * square
            total += weight
            guard norms[index] > 0 else { continue }
            for place in 0..<counts[index] {
                let value = Int(values[index * size + place])
                centre[value] += weight * rarities[Int(having[value])] / norms[index]
            }
        }
        for index in 0..<count where norms[index] > 0 {
            var sum = 0.0
            for place in 0..<counts[index] {
                let value = Int(values[index * size + place])
                sum += centre[value] * rarities[Int(having[value])]
            }
            gains[index] = Int64(Self.share * Double(best.score) * (sum / (norms[index] * total)))
        }
    }
}
