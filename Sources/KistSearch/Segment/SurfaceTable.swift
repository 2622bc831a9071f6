/// What the short words of one field stand for: finds a word of up to 15 bytes with one look at memory.
///
/// Invariant: a word is its bytes in `low` and `high`, the rest zero, its length in the highest byte, so two different
/// words never look alike, and no word is all zero; a slot with `high == 0` is free. Used by one thread.
struct SurfaceTable: ~Copyable {
    struct Word {
        var low: UInt64
        var high: UInt64

        static let longest = 15

        /// Sixteen bytes must be readable at `start`; the word is the first `count` of them, 1 to 15.
        @inline(__always)
        init(_ start: UnsafeRawPointer, _ count: Int) {
            let first = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
            let second = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            if count <= 8 {
                low = first & (UInt64.max &>> UInt64(truncatingIfNeeded: (8 &- count) &* 8))
                high = 0
            } else {
                low = first
                high = second & (UInt64.max &>> UInt64(truncatingIfNeeded: (16 &- count) &* 8))
            }
            high |= UInt64(truncatingIfNeeded: count) &<< 56
        }

        /// Makes a word of ASCII letters and digits lower-case: only letters have bit 6.
        @inline(__always)
        mutating func lower() {
            low |= (low & 0x4040_4040_4040_4040) &>> 1
            high |= (high & 0x0040_4040_4040_4040) &>> 1
        }

        /// Makes the ASCII letters of a word lower-case that has no other ASCII characters but digits.
        @inline(__always)
        mutating func lowerASCII() {
            low |= (low & 0x4040_4040_4040_4040 & ~((low & 0x8080_8080_8080_8080) &>> 1)) &>> 1
            high |= (high & 0x0040_4040_4040_4040 & ~((high & 0x0080_8080_8080_8080) &>> 1)) &>> 1
        }
    }

    private struct Slot {
        var low: UInt64
        var high: UInt64
        var value: UInt64
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var count = 0

    init() {
        let slotCount = 1 << 8
        slots = GrowingMemory.reserveZeros(slotCount, of: Slot.self)
        mask = slotCount - 1
    }

    deinit { GrowingMemory.release(slots) }

    var byteCount: Int { (mask + 1) * MemoryLayout<Slot>.stride }

    /// Where the word is or belongs; its value, zero when it is new.
    @inline(__always)
    func find(_ word: Word) -> (slot: Int, value: UInt32) {
        var slot = Int(truncatingIfNeeded: ByteHash.mix(word.low, word.high)) & mask
        while true {
            let entry = slots + slot
            if entry.pointee.low == word.low, entry.pointee.high == word.high {
                return (slot, UInt32(truncatingIfNeeded: entry.pointee.value))
            }
            if entry.pointee.high == 0 { return (slot, 0) }
            slot = (slot &+ 1) & mask
        }
    }

    /// Puts a value, not zero, into the slot that `find` gave for a new word.
    mutating func insert(_ word: Word, at slot: Int, _ value: UInt32) {
        slots[slot] = Slot(low: word.low, high: word.high, value: UInt64(value))
        count += 1
        if count * 8 > (mask + 1) * 5 { grow() }
    }

    private mutating func grow() {
        let old = slots
        let oldCount = mask + 1
        mask = oldCount * 2 - 1
        slots = GrowingMemory.reserveZeros(oldCount * 2, of: Slot.self)
        for index in 0..<oldCount where old[index].high != 0 {
            let word = Word(low: old[index].low, high: old[index].high)
            slots[find(word).slot] = old[index]
        }
        GrowingMemory.release(old)
    }
}

extension SurfaceTable.Word {
    fileprivate init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }
}
