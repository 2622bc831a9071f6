/// Where the postings of a term lie. A term of one document has it in the dictionary itself.
struct TermInfo {
    var documentCount = 0
    var document: UInt32 = 0
    var frequency: UInt32 = 1
    var postingsOffset = 0
    var positionsOffset = 0
    /// The smallest document.
    var firstDocument: UInt32 = 0
}

/// What a writer of postings has to know of a field's documents.
struct PostingColumns {
    /// Length bytes by document.
    var lengths: UnsafePointer<UInt8>
    /// Bits that a position takes, by document.
    var positionWidths: UnsafePointer<UInt8>
    var unitScore: UnitScore
}

/// Encodes postings: blocks of 128 packed, the rest as varints; positions apart. Used by one thread.
struct PostingsWriter {
    private let data = ByteBuffer(capacity: 4096)
    private var numbers = [UInt32](repeating: 0, count: 128)
    private var lasts: [UInt32] = []
    private var dataOffsets: [UInt32] = []
    private var positionOffsets: [UInt32] = []
    private var largest: [UInt16] = []
    /// How many postings have a unit score, by its upper twelve bits.
    private var histogram = [UInt32](repeating: 0, count: 4096)

    /// Appends a list, which is not empty, to `postings` and `positions`; offsets are those there. `columns` is nil for
    /// spaces without frequencies.
    mutating func write(
        _ list: PostingList, space: SegmentLayout.Space, columns: PostingColumns?, postings: ByteBuffer,
        positions: ByteBuffer
    ) -> TermInfo {
        let count = list.documents.count
        var info = TermInfo(documentCount: count)
        info.postingsOffset = postings.count
        info.positionsOffset = positions.count
        info.firstDocument = list.documents[0]
        if count == 1 {
            info.document = list.documents[0]
            if space.hasFrequencies { info.frequency = list.frequencies[0] }
            if space.hasPositions, let columns { appendPositions(list, 0, 1, columns, to: positions) }
        } else if count < SegmentLayout.blockSize {
            appendTail(list, 0, space.hasFrequencies, to: postings)
            if space.hasPositions, let columns { appendPositions(list, 0, count, columns, to: positions) }
        } else {
            writeBlocks(list, space: space, columns: columns, to: postings, positions)
        }
        return info
    }

    // MARK: - Blocks

    private mutating func writeBlocks(
        _ list: PostingList, space: SegmentLayout.Space, columns: PostingColumns?, to buffer: ByteBuffer,
        _ positions: ByteBuffer
    ) {
        let count = list.documents.count
        let blockSize = SegmentLayout.blockSize
        data.removeAll()
        lasts.removeAll(keepingCapacity: true)
        dataOffsets.removeAll(keepingCapacity: true)
        positionOffsets.removeAll(keepingCapacity: true)
        largest.removeAll(keepingCapacity: true)
        let positionsStart = positions.count
        var start = 0
        while start < count {
            let end = min(start + blockSize, count)
            lasts.append(list.documents[end - 1])
            dataOffsets.append(UInt32(data.count))
            positionOffsets.append(UInt32(positions.count - positionsStart))
            if let columns { note(list, start, end, columns) }
            if end - start == blockSize {
                appendBlock(list, start, space.hasFrequencies)
            } else {
                appendTail(list, start, space.hasFrequencies, to: data)
            }
            if space.hasPositions, let columns { appendPositions(list, start, end, columns, to: positions) }
            start = end
        }
        let head = SegmentLayout.listHeadSize + lasts.count * SegmentLayout.blockEntrySize(space)
        buffer.append(UInt32(head + data.count))
        for fraction in bestFractions(hasFrequencies: columns != nil) { buffer.append(fraction) }
        lasts.withUnsafeBytes { buffer.append($0) }
        dataOffsets.withUnsafeBytes { buffer.append($0) }
        if space.hasPositions { positionOffsets.withUnsafeBytes { buffer.append($0) } }
        if space.hasFrequencies { largest.withUnsafeBytes { buffer.append($0) } }
        buffer.append(data.bytes)
    }

    /// Remembers the largest unit score of a block, and counts all.
    private mutating func note(_ list: PostingList, _ start: Int, _ end: Int, _ columns: PostingColumns) {
        var best: UInt16 = 0
        for index in start..<end {
            let fraction = columns.unitScore.upper(
                frequency: list.frequencies[index], length: columns.lengths[Int(list.documents[index])])
            best = max(best, fraction)
            histogram[Int(fraction &>> 4)] &+= 1
        }
        largest.append(best)
    }

    /// At most the unit scores of the 10th, 100th and 1,000th best posting, and the best one; zeros where there are fewer.
    private mutating func bestFractions(hasFrequencies: Bool) -> [UInt16] {
        guard hasFrequencies else { return [0, 0, 0, 0] }
        var result: [UInt16] = []
        var seen: UInt32 = 0
        var bin = histogram.count
        for rank in SegmentLayout.rankedBest {
            while bin > 0, seen < rank {
                bin -= 1
                seen += histogram[bin]
            }
            result.append(seen >= rank ? UInt16(bin) << 4 : 0)
        }
        for index in histogram.indices { histogram[index] = 0 }
        return result + [largest.max() ?? 0]
    }

    private mutating func appendBlock(_ list: PostingList, _ start: Int, _ hasFrequencies: Bool) {
        let previous = start == 0 ? UInt32.max : list.documents[start - 1]
        let last = list.documents[start + 127]
        var before = previous
        for index in 0..<128 {
            let document = list.documents[start + index]
            numbers[index] = document &- before &- 1
            before = document
        }
        let width = numbers.withUnsafeBufferPointer { BitPacking.width(of: $0.baseAddress!) }
        let base = (previous &+ 1) & ~63
        let wordCount = Int((last >> 6) - (base >> 6)) + 1
        let isDense =
            wordCount <= SegmentLayout.largestBitWords
            && wordCount * 8 <= BitPacking.byteCount(width: width)
        data.append(isDense ? SegmentLayout.bitBlock : UInt8(width))
        let frequencyByte = data.count
        if hasFrequencies { data.append(UInt8(0)) }
        if isDense {
            let at = data.appendZeros(wordCount * 8)
            for index in 0..<128 {
                let local = Int(list.documents[start + index] - base)
                let byte = data.start + at + local >> 3
                byte.storeBytes(of: byte.load(as: UInt8.self) | 1 << UInt8(local & 7), as: UInt8.self)
            }
        } else {
            numbers.withUnsafeBufferPointer { BitPacking.pack($0.baseAddress!, width: width, into: data) }
        }
        if hasFrequencies { appendFrequencies(list, start, kindAt: frequencyByte) }
    }

    /// Frequencies less one, packed with the width that takes least; what is larger stands apart.
    private mutating func appendFrequencies(_ list: PostingList, _ start: Int, kindAt place: Int) {
        var counts = [Int](repeating: 0, count: 33)
        for index in 0..<128 {
            numbers[index] = list.frequencies[start + index] &- 1
            counts[32 - numbers[index].leadingZeroBitCount] += 1
        }
        var width = 32
        var best = Int.max
        var larger = 0
        for candidate in stride(from: 32, through: 0, by: -1) {
            let exceptions = larger == 0 ? 0 : 1 + larger * 2
            let size = BitPacking.byteCount(width: candidate) + exceptions
            // Exceptions must pay for the time that they take.
            if larger <= 24, size < best || (larger == 0 && size <= best) { (width, best) = (candidate, size) }
            larger += counts[candidate]
        }
        let mask: UInt32 = width == 32 ? .max : (1 << UInt32(width)) - 1
        let exceptions = numbers.indices.filter { numbers[$0] > mask }
        let kind = UInt8(width) | (exceptions.isEmpty ? 0 : SegmentLayout.hasExceptions)
        (data.start + place).storeBytes(of: kind, as: UInt8.self)
        let high = exceptions.map { numbers[$0] >> UInt32(width) }
        for index in exceptions { numbers[index] &= mask }
        numbers.withUnsafeBufferPointer { BitPacking.pack($0.baseAddress!, width: width, into: data) }
        guard !exceptions.isEmpty else { return }
        data.append(UInt8(exceptions.count))
        for (index, rest) in zip(exceptions, high) {
            data.append(UInt8(index))
            data.appendVarint(UInt64(rest))
        }
    }

    private func appendTail(_ list: PostingList, _ start: Int, _ hasFrequencies: Bool, to buffer: ByteBuffer) {
        var previous = start == 0 ? UInt32.max : list.documents[start - 1]
        for index in start..<list.documents.count {
            let document = list.documents[index]
            let gap = UInt64(document &- previous &- 1)
            previous = document
            if hasFrequencies {
                let frequency = list.frequencies[index]
                buffer.appendVarint(gap << 1 | (frequency == 1 ? 1 : 0))
                if frequency != 1 { buffer.appendVarint(UInt64(frequency)) }
            } else {
                buffer.appendVarint(gap)
            }
        }
    }

    // MARK: - Positions

    /// Each position with the width of its document.
    private func appendPositions(
        _ list: PostingList, _ start: Int, _ end: Int, _ columns: PostingColumns, to positions: ByteBuffer
    ) {
        var run = PackedRun(positions)
        for at in start..<end {
            let width = Int(columns.positionWidths[Int(list.documents[at])])
            let first = Int(list.starts[at])
            for index in first..<first &+ Int(list.frequencies[at]) {
                run.append(list.positions[index], width: width)
            }
        }
        run.finish()
    }
}
