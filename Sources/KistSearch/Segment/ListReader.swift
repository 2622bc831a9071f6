import CPostings

/// Reads whole posting lists of a segment for a merge. Used by one thread.
struct ListReader {
    let segment: SegmentReader

    /// Adds the postings of a term to `run`, with the documents that `numbers` gives; those without (`.max`) left out.
    func read(
        _ info: TermInfo, space: SegmentLayout.Space, field: Int, _ numbers: [UInt32], into run: PostingRun
    ) throws {
        if info.documentCount == 1 { return try readOne(info, space: space, field: field, numbers, into: run) }
        let cursor = try TermCursor(segment: segment, space: space, field: field, info: info)
        run.reserve(documents: info.documentCount, positions: 0)
        // The writer counts on lists that ascend: a file may say otherwise under a right checksum.
        var expected = 0
        try numbers.withUnsafeBufferPointer { numbers in
            for block in 0..<cursor.blockCount {
                try cursor.load(block)
                try cursor.loadFrequencies()
                let base = space.hasPositions ? try cursor.preparePositions() : nil
                for index in 0..<cursor.count {
                    let document = Int(cursor.documents[index])
                    let frequency = cursor.frequencies[index]
                    guard document >= expected, document < numbers.count, frequency > 0 else { throw damage(info) }
                    expected = document + 1
                    let new = numbers[document]
                    if new == .max { continue }
                    if let base {
                        try readPositions(cursor.positions(index, base), new, info, into: run)
                    } else {
                        run.end.begin(new)
                        run.end.occur(Int(frequency))
                    }
                }
            }
        }
    }

    /// Most words stand in one document only: no cursor for them.
    private func readOne(
        _ info: TermInfo, space: SegmentLayout.Space, field: Int, _ numbers: [UInt32], into run: PostingRun
    ) throws {
        guard Int(info.document) < numbers.count, info.frequency > 0 else { throw damage(info) }
        let new = numbers[Int(info.document)]
        if new == .max { return }
        run.reserve(documents: 1, positions: 0)
        guard space.hasPositions else {
            run.end.begin(new)
            return run.end.occur(Int(info.frequency))
        }
        guard let widths = try segment.positionWidths(field) else { throw damage(info) }
        let width = widths[Int(info.document)]
        let size = (Int(info.frequency) * Int(width) + 7) / 8
        let bytes = try segment.file.bytes(segment.positions, info.positionsOffset, size)
        try readPositions(
            kp_positions(
                base: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bit: 0, count: info.frequency,
                width: UInt32(width)), new, info, into: run)
    }

    private func readPositions(
        _ place: kp_positions, _ document: UInt32, _ info: TermInfo, into run: PostingRun
    ) throws {
        // Positions differ, so there are no more of them than a width can tell apart.
        let width = Int(place.width)
        let count = Int(place.count)
        guard width <= 32, count <= 1 << width, let base = UnsafeRawPointer(place.base) else { throw damage(info) }
        run.reserve(documents: 0, positions: count)
        run.end.begin(document)
        var bit = Int(place.bit)
        var before: UInt32 = 0
        for index in 0..<count {
            let position = PackedRun.value(base, bit: bit, width: width)
            guard index == 0 || position > before else { throw damage(info) }
            before = position
            run.end.occur(position, true)
            bit &+= width
        }
    }

    private func damage(_ info: TermInfo) -> SearchError {
        segment.file.damage(at: segment.postings.offset + info.postingsOffset)
    }
}
