import CPostings

/// Reads whole posting lists of a segment for a merge. Used by one thread.
struct ListReader {
    let segment: SegmentReader

    /// Adds the postings of a term to `run`, with the documents that `numbers` gives; those without (`.max`) left out.
    mutating func read(
        _ info: TermInfo, space: SegmentLayout.Space, field: Int, _ numbers: [UInt32], into run: PostingRun
    ) throws {
        let cursor = try TermCursor(segment: segment, space: space, field: field, info: info)
        func damage(_ part: SegmentFile.Part, _ offset: Int) -> SearchError {
            segment.file.damage(at: part.offset + offset)
        }
        // The writer counts on lists that ascend: a file may say otherwise under a right checksum.
        var expected = 0
        try numbers.withUnsafeBufferPointer { numbers in
            for block in 0..<cursor.blockCount {
                try cursor.load(block)
                try cursor.loadFrequencies()
                let base = space.hasPositions ? try cursor.preparePositions() : nil
                for index in 0..<cursor.count {
                    let document = Int(cursor.documents[index])
                    guard document >= expected, document < numbers.count, cursor.frequencies[index] > 0 else {
                        throw damage(segment.postings, info.postingsOffset)
                    }
                    expected = document + 1
                    let new = numbers[document]
                    if new == .max { continue }
                    guard let base else {
                        run.reserve(documents: 1, positions: 0)
                        run.begin(new)
                        run.occur(Int(cursor.frequencies[index]))
                        continue
                    }
                    let place = cursor.positions(index, base)
                    run.reserve(documents: 1, positions: Int(place.count))
                    run.begin(new)
                    var bit = Int(place.bit)
                    var last: UInt32 = 0
                    for _ in 0..<place.count {
                        let position = PackedRun.value(place.base, bit: bit, width: Int(place.width))
                        guard position >= last else { throw damage(segment.positions, info.positionsOffset) }
                        last = position
                        run.occur(position, true)
                        bit &+= Int(place.width)
                    }
                }
            }
        }
    }
}
