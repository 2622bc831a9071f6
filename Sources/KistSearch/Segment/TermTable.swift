import Glibc

/// Gives each distinct run of bytes a number, in order of first sight.
///
/// Invariant: a slot holds the upper half of a hash and a number plus one, or zero; `starts` has one more entry than
/// there are numbers, and number n has the bytes `starts[n]..<starts[n + 1]` of `arena`. Used by one thread.
final class TermTable {
    private var slots: UnsafeMutablePointer<UInt64>
    private var slotCount: Int
    private let arena = ByteBuffer(capacity: 1 << 12)
    private var starts: UnsafeMutablePointer<UInt32>
    private var startCapacity: Int
    private(set) var count = 0

    init() {
        slotCount = 1 << 8
        slots = GrowingMemory.reserveZeros(slotCount, of: UInt64.self)
        startCapacity = 1 << 8
        starts = GrowingMemory.reserveZeros(startCapacity, of: UInt32.self)
    }

    deinit {
        GrowingMemory.release(slots)
        GrowingMemory.release(starts)
    }

    var byteCount: Int { arena.count + slotCount * 8 + startCapacity * 4 }
    /// Bytes that growing will take for a moment, at the next term that needs it.
    var growthByteCount: Int { slotCount * 16 }

    @inline(__always)
    func bytes(_ number: Int) -> UnsafeBufferPointer<UInt8> {
        let start = Int(starts[number])
        let base = (arena.start + start).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: base, count: Int(starts[number + 1]) - start)
    }

    /// The number of `head` followed by `bytes`, and whether it is new.
    func number(_ head: UInt16, _ bytes: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
        let hash = ByteHash.hash(bytes, seed: UInt64(head) &<< 32)
        let mark = hash & 0xFFFF_FFFF_0000_0000
        let mask = slotCount &- 1
        var slot = Int(truncatingIfNeeded: hash &>> 20) & mask
        while slots[slot] != 0 {
            if slots[slot] & 0xFFFF_FFFF_0000_0000 == mark {
                let number = Int(slots[slot] & 0xFFFF_FFFF) &- 1
                if matches(number, head, bytes) { return (number, false) }
            }
            slot = (slot &+ 1) & mask
        }
        let number = count
        precondition(arena.count + bytes.count + 2 <= Int(UInt32.max))
        slots[slot] = mark | UInt64(number + 1)
        arena.append(head)
        arena.append(UnsafeRawBufferPointer(bytes))
        count += 1
        if count + 1 > startCapacity {
            starts = GrowingMemory.grow(starts, from: startCapacity, to: startCapacity * 2)
            startCapacity *= 2
        }
        starts[count] = UInt32(arena.count)
        if count * 4 > slotCount * 3 { grow() }
        return (number, true)
    }

    @inline(__always)
    private func matches(_ number: Int, _ head: UInt16, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let stored = self.bytes(number)
        guard stored.count == bytes.count &+ 2, let base = UnsafeRawPointer(stored.baseAddress),
            UInt16(littleEndian: base.loadUnaligned(as: UInt16.self)) == head
        else { return false }
        guard let other = bytes.baseAddress else { return true }
        return memcmp(base + 2, other, bytes.count) == 0
    }

    /// Slots of the first bits of a hash are found again from the bytes: the slot keeps only the upper half.
    private func grow() {
        GrowingMemory.release(slots)
        slotCount *= 2
        slots = GrowingMemory.reserveZeros(slotCount, of: UInt64.self)
        let mask = slotCount &- 1
        for number in 0..<count {
            let stored = bytes(number)
            let head = UInt16(stored[0]) | UInt16(stored[1]) << 8
            let hash = ByteHash.hash(UnsafeBufferPointer(rebasing: stored[2...]), seed: UInt64(head) &<< 32)
            var slot = Int(truncatingIfNeeded: hash &>> 20) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
        }
    }

    /// All numbers by their bytes, ascending.
    func sorted() -> [UInt32] {
        var order: [(prefix: UInt64, number: UInt32)] = []
        order.reserveCapacity(count)
        for number in 0..<count {
            let stored = bytes(number)
            var prefix: UInt64 = 0
            for index in 0..<8 { prefix = prefix << 8 | (index < stored.count ? UInt64(stored[index]) : 0) }
            order.append((prefix, UInt32(number)))
        }
        order.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            return TermOrder.compare(
                UnsafeRawBufferPointer(bytes(Int(left.number))), UnsafeRawBufferPointer(bytes(Int(right.number)))) < 0
        }
        return order.map(\.number)
    }
}
