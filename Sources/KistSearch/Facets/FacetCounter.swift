/// Counts the values of one keyword field among the matches of one segment.
final class FacetCounter {
    let field: Int
    private let column: KeywordColumn
    private var counts: [UInt32]

    init(field: Int, column: KeywordColumn) {
        self.field = field
        self.column = column
        counts = [UInt32](repeating: 0, count: column.valueCount)
    }

    /// `bits` has live documents of the segment only.
    func add(_ start: UInt32, _ bits: WindowBits) {
        counts.withUnsafeMutableBufferPointer { counts in
            bits.forEach { local in
                column.forEachOrdinal(Int(start) &+ local) { counts[$0] &+= 1 }
            }
        }
    }

    func add(to sums: inout [String: Int]) throws {
        for (ordinal, count) in counts.enumerated() where count > 0 {
            sums[try column.value(ordinal), default: 0] += Int(count)
        }
    }

    /// The most frequent first, then by the bytes of the value.
    static func sorted(_ sums: [String: Int], limit: Int) -> [FacetCount] {
        let counts = sums.map { FacetCount(value: $0.key, count: $0.value) }.sorted {
            if $0.count != $1.count { return $0.count > $1.count }
            return $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
        }
        return Array(counts.prefix(max(limit, 0)))
    }
}
