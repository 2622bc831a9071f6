/// Gives each distinct run of bytes a number, in order of first sight.
///
/// Invariant: slots hold a number plus one, or zero; `starts` has one more entry than there are numbers, and number n has
/// the bytes `starts[n]..<starts[n + 1]` of `arena`. Used by one thread.
final class TermTable {
    private var slots: UnsafeMutablePointer<UInt32>
    private var hashes: UnsafeMutablePointer<UInt32>
    private var slotCount: Int
    private let arena = ByteBuffer(capacity: 1 << 16)
    private var starts: [Int] = [0]

    init() {
        slotCount = 1 << 12
        slots = .allocate(capacity: slotCount)
        hashes = .allocate(capacity: slotCount)
        slots.initialize(repeating: 0, count: slotCount)
        hashes.initialize(repeating: 0, count: slotCount)
    }

    deinit {
        slots.deallocate()
        hashes.deallocate()
    }

    var count: Int { starts.count - 1 }
    var byteCount: Int { arena.count + slotCount * 8 + starts.count * 8 }

    func bytes(_ number: Int) -> UnsafeBufferPointer<UInt8> {
        let start = starts[number]
        let base = (arena.start + start).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: base, count: starts[number + 1] - start)
    }

    /// The number of `head` followed by `bytes`, and whether it is new.
    func number(_ head: UInt16, _ bytes: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
        let hash = Self.hash(head, bytes)
        var slot = Int(hash) & (slotCount - 1)
        while slots[slot] != 0 {
            if hashes[slot] == hash, matches(Int(slots[slot] - 1), head, bytes) { return (Int(slots[slot] - 1), false) }
            slot = (slot + 1) & (slotCount - 1)
        }
        let number = count
        slots[slot] = UInt32(number + 1)
        hashes[slot] = hash
        arena.append(UInt8(truncatingIfNeeded: head))
        arena.append(UInt8(truncatingIfNeeded: head >> 8))
        arena.append(UnsafeRawBufferPointer(bytes))
        starts.append(arena.count)
        if count * 2 > slotCount { grow() }
        return (number, true)
    }

    @inline(__always)
    private func matches(_ number: Int, _ head: UInt16, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let stored = self.bytes(number)
        guard stored.count == bytes.count + 2, stored[0] == UInt8(truncatingIfNeeded: head),
            stored[1] == UInt8(truncatingIfNeeded: head >> 8)
        else { return false }
        for index in 0..<bytes.count where stored[index + 2] != bytes[index] { return false }
        return true
    }

    @inline(__always)
    private static func hash(_ head: UInt16, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash = UInt64(head) &* 0x9E37_79B9_7F4A_7C15
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash ^= hash &>> 32
        return UInt32(truncatingIfNeeded: hash &* 0x9E37_79B9_7F4A_7C15 &>> 32)
    }

    private func grow() {
        let oldSlots = slots
        let oldHashes = hashes
        let oldCount = slotCount
        slotCount *= 2
        slots = .allocate(capacity: slotCount)
        hashes = .allocate(capacity: slotCount)
        slots.initialize(repeating: 0, count: slotCount)
        hashes.initialize(repeating: 0, count: slotCount)
        for old in 0..<oldCount where oldSlots[old] != 0 {
            var slot = Int(oldHashes[old]) & (slotCount - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
            slots[slot] = oldSlots[old]
            hashes[slot] = oldHashes[old]
        }
        oldSlots.deallocate()
        oldHashes.deallocate()
    }
}
