/// The (frequency, length) pairs that no other pair of a block beats, folded into at most four: enough to bound the
/// score of any posting of the block for every average length.
struct Impacts {
    /// Frequencies from 255 on are kept as 255, which stands for any frequency.
    private var best: [(frequency: UInt8, length: UInt8)] = []

    mutating func removeAll() { best.removeAll(keepingCapacity: true) }

    mutating func add(frequency: UInt32, length: UInt8) {
        let frequency = UInt8(min(frequency, 255))
        for pair in best where pair.frequency >= frequency && pair.length <= length { return }
        best.removeAll { $0.frequency <= frequency && $0.length >= length }
        best.append((frequency, length))
    }

    mutating func add(_ other: Impacts) {
        for pair in other.best { add(frequency: UInt32(pair.frequency), length: pair.length) }
    }

    /// Eight bytes: four pairs, the last repeated to fill.
    func append(to buffer: ByteBuffer) {
        var pairs = best.sorted { $0.frequency < $1.frequency }
        while pairs.count > 4 {
            // Joining neighbours keeps every bound valid; those with the closest frequencies lose least.
            var closest = 0
            for index in 1..<(pairs.count - 1) {
                let gap = pairs[index + 1].frequency - pairs[index].frequency
                if gap < pairs[closest + 1].frequency - pairs[closest].frequency { closest = index }
            }
            let next = pairs.remove(at: closest + 1)
            pairs[closest] = (next.frequency, min(next.length, pairs[closest].length))
        }
        for index in 0..<4 {
            let pair = pairs.isEmpty ? (frequency: UInt8(0), length: UInt8(0)) : pairs[min(index, pairs.count - 1)]
            buffer.append(pair.frequency)
            buffer.append(pair.length)
        }
    }
}
