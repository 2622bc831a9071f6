/// Postings of one term on their way from a builder or from segments to a writer, in memory that is used again.
///
/// Invariant: each block has room for its capacity, of which the count is initialised; posting i has the positions
/// from `starts[i]` up to those of posting i + 1. Used by one thread.
final class PostingRun {
    private(set) var documents: UnsafeMutablePointer<UInt32>
    private(set) var frequencies: UnsafeMutablePointer<UInt32>
    private var starts: UnsafeMutablePointer<UInt32>
    private var capacity = 256
    private(set) var count = 0
    private(set) var positions: UnsafeMutablePointer<UInt32>
    private var positionCapacity = 1024
    private(set) var positionCount = 0
    private var order: UnsafeMutablePointer<UInt32>
    private var orderCapacity = 256
    private var slots: [UInt32] = []
    private var bits: [UInt64] = []
    private var packed: [UInt64] = []

    init() {
        documents = GrowingMemory.reserve(capacity, of: UInt32.self)
        frequencies = GrowingMemory.reserve(capacity, of: UInt32.self)
        starts = GrowingMemory.reserve(capacity, of: UInt32.self)
        positions = GrowingMemory.reserve(positionCapacity, of: UInt32.self)
        order = GrowingMemory.reserve(orderCapacity, of: UInt32.self)
    }

    deinit {
        for block in [documents, frequencies, starts, positions, order] { GrowingMemory.release(block) }
    }

    func removeAll() {
        count = 0
        positionCount = 0
    }

    /// Makes room for more postings and positions; for many, no more than is asked for.
    func reserve(documents: Int, positions: Int) {
        if count + documents > capacity {
            let larger = Self.grown(capacity, count + documents)
            self.documents = GrowingMemory.grow(self.documents, from: capacity, to: larger)
            frequencies = GrowingMemory.grow(frequencies, from: capacity, to: larger)
            starts = GrowingMemory.grow(starts, from: capacity, to: larger)
            capacity = larger
        }
        if positionCount + positions > positionCapacity {
            let larger = Self.grown(positionCapacity, positionCount + positions)
            self.positions = GrowingMemory.grow(self.positions, from: positionCapacity, to: larger)
            positionCapacity = larger
        }
    }

    private static func grown(_ capacity: Int, _ wanted: Int) -> Int {
        max(wanted, capacity + min(capacity, 1 << 20))
    }

    /// Begins a document; room for it has been reserved.
    @inline(__always)
    func begin(_ document: UInt32) {
        documents[count] = document
        frequencies[count] = 0
        starts[count] = UInt32(truncatingIfNeeded: positionCount)
        count &+= 1
    }

    /// Adds an occurrence to the last document; room for it has been reserved.
    @inline(__always)
    func occur(_ position: UInt32, _ hasPositions: Bool) {
        frequencies[count &- 1] &+= 1
        guard hasPositions else { return }
        positions[positionCount] = position
        positionCount &+= 1
    }

    /// Adds occurrences without positions to the last document.
    func occur(_ times: Int) { frequencies[count &- 1] &+= UInt32(truncatingIfNeeded: times) }

    // MARK: - Order

    /// Puts the postings into `list`, by ascending documents. All documents differ and lie below `limit`.
    func emit(to list: inout PostingList, below limit: Int) {
        list.removeAll()
        if isAscending {
            list.documents.append(contentsOf: UnsafeBufferPointer(start: documents, count: count))
            list.frequencies.append(contentsOf: UnsafeBufferPointer(start: frequencies, count: count))
            list.positions.append(contentsOf: UnsafeBufferPointer(start: positions, count: positionCount))
            return
        }
        if count > orderCapacity {
            order = GrowingMemory.grow(order, from: 0, to: capacity)
            orderCapacity = capacity
        }
        sort(below: limit)
        let hasPositions = positionCount > 0
        list.documents.reserveCapacity(count)
        list.frequencies.reserveCapacity(count)
        list.positions.reserveCapacity(positionCount)
        for place in 0..<count {
            let index = Int(order[place])
            list.documents.append(documents[index])
            list.frequencies.append(frequencies[index])
            guard hasPositions else { continue }
            let start = positions + Int(starts[index])
            if frequencies[index] == 1 {
                list.positions.append(start[0])
            } else {
                list.positions.append(
                    contentsOf: UnsafeBufferPointer(start: start, count: Int(frequencies[index])))
            }
        }
    }

    private var isAscending: Bool {
        var index = 1
        while index < count {
            if documents[index] < documents[index &- 1] { return false }
            index &+= 1
        }
        return true
    }

    /// Fills `order`: by a bitmap where the documents are many, else by sorting.
    private func sort(below limit: Int) {
        if count < 24 {
            insertionSort()
        } else if count > limit / 64 {
            scatter(below: limit)
        } else {
            packed.removeAll(keepingCapacity: true)
            for index in 0..<count { packed.append(UInt64(documents[index]) << 32 | UInt64(index)) }
            packed.sort()
            for (place, value) in packed.enumerated() { order[place] = UInt32(truncatingIfNeeded: value) }
        }
    }

    private func insertionSort() {
        for index in 0..<count {
            var place = index
            while place > 0, documents[Int(order[place &- 1])] > documents[index] {
                order[place] = order[place &- 1]
                place &-= 1
            }
            order[place] = UInt32(truncatingIfNeeded: index)
        }
    }

    private func scatter(below limit: Int) {
        if slots.count < limit { slots = [UInt32](repeating: 0, count: limit) }
        let wordCount = (limit + 63) / 64
        bits.removeAll(keepingCapacity: true)
        bits.append(contentsOf: repeatElement(0, count: wordCount))
        let (documents, order, count) = (documents, order, count)
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
}
