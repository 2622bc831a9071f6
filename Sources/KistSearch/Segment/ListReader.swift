/// Reads whole posting lists of a segment for a merge. Used by one thread.
struct ListReader {
    let segment: SegmentReader

    /// Adds the postings of a term to `run`, with the documents that `numbers` gives; those without (`.max`) left out.
    mutating func read(
        _ info: TermInfo, space: SegmentLayout.Space, field: Int, _ numbers: [UInt32], into run: PostingRun
    ) throws {
        let cursor = try TermCursor(segment: segment, space: space, field: field, info: info)
        try numbers.withUnsafeBufferPointer { numbers in
            for block in 0..<cursor.blockCount {
                try cursor.load(block)
                try cursor.loadFrequencies()
                for index in 0..<cursor.count {
                    let new = numbers[Int(cursor.documents[index])]
                    if new == .max { continue }
                    guard space.hasPositions else {
                        run.reserve(documents: 1, positions: 0)
                        run.begin(new)
                        run.occur(Int(cursor.frequencies[index]))
                        continue
                    }
                    let place = try cursor.positionRun(index)
                    run.reserve(documents: 1, positions: place.count)
                    run.begin(new)
                    var bit = place.bit
                    for _ in 0..<place.count {
                        run.occur(PackedRun.value(place.base, bit: bit, width: place.width), true)
                        bit &+= place.width
                    }
                }
            }
        }
    }
}
