/// Postings of one term on their way from a builder or from segments to a writer, in memory that is used again.
///
/// Invariant: each block has room for its capacity, of which the count is initialised; posting i has the positions
/// from `starts[i]` up to those of posting i + 1. Used by one thread.
final class PostingRun {
    /// Where the postings are and how many: a value, so that a loop that adds some holds it in registers.
    struct End {
        fileprivate var documents: UnsafeMutablePointer<UInt32>
        fileprivate var frequencies: UnsafeMutablePointer<UInt32>
        fileprivate var starts: UnsafeMutablePointer<UInt32>
        fileprivate var positions: UnsafeMutablePointer<UInt32>
        fileprivate(set) var count = 0
        fileprivate(set) var positionCount = 0

        /// Begins a document; room for it has been reserved.
        @inline(__always)
        mutating func begin(_ document: UInt32) {
            documents[count] = document
            frequencies[count] = 0
            starts[count] = UInt32(truncatingIfNeeded: positionCount)
            count &+= 1
        }

        /// Adds an occurrence to the last document; room for it has been reserved.
        @inline(__always)
        mutating func occur(_ position: UInt32, _ hasPositions: Bool) {
            frequencies[count &- 1] &+= 1
            guard hasPositions else { return }
            positions[positionCount] = position
            positionCount &+= 1
        }

        /// Adds occurrences without positions to the last document.
        @inline(__always)
        mutating func occur(_ times: Int) { frequencies[count &- 1] &+= UInt32(truncatingIfNeeded: times) }
    }

    /// What is added here becomes part of the run.
    var end: End
    private var capacity = 256
    private var positionCapacity = 1024
    private var sorted = SortedPostings()
    private var slots: [UInt32] = []
    private var bits: [UInt64] = []
    private var packed: [UInt64] = []

    init() {
        end = End(
            documents: GrowingMemory.reserve(capacity, of: UInt32.self),
            frequencies: GrowingMemory.reserve(capacity, of: UInt32.self),
            starts: GrowingMemory.reserve(capacity, of: UInt32.self),
            positions: GrowingMemory.reserve(positionCapacity, of: UInt32.self))
    }

    deinit {
        for block in [end.documents, end.frequencies, end.starts, end.positions] { GrowingMemory.release(block) }
    }

    var count: Int { end.count }
    var positionCount: Int { end.positionCount }

    func removeAll() {
        end.count = 0
        end.positionCount = 0
    }

    /// Makes room for more postings and positions; for many, no more than is asked for.
    func reserve(documents: Int, positions: Int) {
        if count + documents > capacity {
            let larger = Self.grown(capacity, count + documents)
            end.documents = GrowingMemory.grow(end.documents, from: capacity, to: larger)
            end.frequencies = GrowingMemory.grow(end.frequencies, from: capacity, to: larger)
            end.starts = GrowingMemory.grow(end.starts, from: capacity, to: larger)
            capacity = larger
        }
        if positionCount + positions > positionCapacity {
            let larger = Self.grown(positionCapacity, positionCount + positions)
            end.positions = GrowingMemory.grow(end.positions, from: positionCapacity, to: larger)
            positionCapacity = larger
        }
    }

    private static func grown(_ capacity: Int, _ wanted: Int) -> Int {
        max(wanted, capacity + min(capacity, 1 << 20))
    }

    // MARK: - Order

    /// The postings by ascending documents, all of which differ and lie below `limit`. Valid until the run changes.
    func list(below limit: Int) -> PostingList {
        if isAscending { return view(end.documents, end.frequencies, end.starts) }
        sorted.reserve(capacity)
        let second = secondStart
        if second > 0 {
            merge(from: second)
        } else if count < 24 {
            insertionSort()
        } else if count > limit / 64 {
            scatter(below: limit)
        } else {
            sortByDocument()
        }
        gather()
        return view(sorted.documents, sorted.frequencies, sorted.starts)
    }

    private func view(
        _ documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>,
        _ starts: UnsafeMutablePointer<UInt32>
    ) -> PostingList {
        PostingList(
            documents: UnsafeBufferPointer(start: documents, count: count),
            frequencies: UnsafeBufferPointer(start: frequencies, count: count),
            starts: UnsafeBufferPointer(start: starts, count: count),
            positions: UnsafeBufferPointer(start: end.positions, count: positionCount))
    }

    private var isAscending: Bool { descent(from: 1) == count }

    /// The first posting from `index` on whose document lies below the one before it; `count` when there is none.
    private func descent(from index: Int) -> Int {
        let (documents, count) = (end.documents, end.count)
        var index = index
        while index < count, documents[index] >= documents[index &- 1] { index &+= 1 }
        return min(index, count)
    }

    /// Where the second of two ascending parts begins, as two builders give them; 0 when there are more parts.
    private var secondStart: Int {
        let second = descent(from: 1)
        return descent(from: second + 1) == count ? second : 0
    }

    /// Fills `order` from two ascending parts.
    private func merge(from second: Int) {
        let (documents, count, order) = (end.documents, end.count, sorted.order)
        var left = 0
        var right = second
        var place = 0
        while left < second, right < count {
            // Without a branch: which part comes next is a toss of a coin.
            let takesLeft = documents[left] < documents[right]
            order[place] = UInt32(truncatingIfNeeded: takesLeft ? left : right)
            left &+= takesLeft ? 1 : 0
            right &+= takesLeft ? 0 : 1
            place &+= 1
        }
        while left < second {
            order[place] = UInt32(truncatingIfNeeded: left)
            left &+= 1
            place &+= 1
        }
        while right < count {
            order[place] = UInt32(truncatingIfNeeded: right)
            right &+= 1
            place &+= 1
        }
    }

    private func insertionSort() {
        let (documents, order) = (end.documents, sorted.order)
        for index in 0..<count {
            var place = index
            while place > 0, documents[Int(order[place &- 1])] > documents[index] {
                order[place] = order[place &- 1]
                place &-= 1
            }
            order[place] = UInt32(truncatingIfNeeded: index)
        }
    }

    private func sortByDocument() {
        packed.removeAll(keepingCapacity: true)
        for index in 0..<count { packed.append(UInt64(end.documents[index]) << 32 | UInt64(index)) }
        packed.sort()
        for (place, value) in packed.enumerated() { sorted.order[place] = UInt32(truncatingIfNeeded: value) }
    }

    /// Fills `order` by a bitmap of the documents: for lists with many of them.
    private func scatter(below limit: Int) {
        if slots.count < limit { slots = [UInt32](repeating: 0, count: limit) }
        let wordCount = (limit + 63) / 64
        bits.removeAll(keepingCapacity: true)
        bits.append(contentsOf: repeatElement(0, count: wordCount))
        let (documents, order, count) = (end.documents, sorted.order, end.count)
        slots.withUnsafeMutableBufferPointer { slots in
            bits.withUnsafeMutableBufferPointer { bits in
                guard let slots = slots.baseAddress, let bits = bits.baseAddress else { return }
                for index in 0..<count {
                    let document = Int(documents[index])
                    slots[document] = UInt32(truncatingIfNeeded: index)
                    bits[document &>> 6] |= 1 &<< UInt64(document & 63)
                }
                var place = 0
                for index in 0..<wordCount {
                    var word = bits[index]
                    while word != 0 {
                        order[place] = slots[index &* 64 &+ word.trailingZeroBitCount]
                        place &+= 1
                        word &= word &- 1
                    }
                }
            }
        }
    }

    /// Copies the postings in the order that `order` says. Positions stay where they are.
    private func gather() {
        let (documents, frequencies, starts) = (end.documents, end.frequencies, end.starts)
        let (order, toDocuments, toFrequencies) = (sorted.order, sorted.documents, sorted.frequencies)
        let toStarts = sorted.starts
        for place in 0..<count {
            let index = Int(order[place])
            toDocuments[place] = documents[index]
            toFrequencies[place] = frequencies[index]
            toStarts[place] = starts[index]
        }
    }
}

/// Room for the postings of a run in their order; grows without keeping its content.
///
/// Invariant: each block has room for its capacity.
private struct SortedPostings: ~Copyable {
    private(set) var documents = GrowingMemory.reserve(1, of: UInt32.self)
    private(set) var frequencies = GrowingMemory.reserve(1, of: UInt32.self)
    private(set) var starts = GrowingMemory.reserve(1, of: UInt32.self)
    /// Places in the run.
    private(set) var order = GrowingMemory.reserve(1, of: UInt32.self)
    private var capacity = 1

    deinit {
        for block in [documents, frequencies, starts, order] { GrowingMemory.release(block) }
    }

    mutating func reserve(_ count: Int) {
        guard count > capacity else { return }
        documents = GrowingMemory.grow(documents, from: 0, to: count)
        frequencies = GrowingMemory.grow(frequencies, from: 0, to: count)
        starts = GrowingMemory.grow(starts, from: 0, to: count)
        order = GrowingMemory.grow(order, from: 0, to: count)
        capacity = count
    }
}
