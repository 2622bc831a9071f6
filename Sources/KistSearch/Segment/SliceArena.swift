/// Many growing streams of varints in one block of memory: each stream is a chain of slices, each twice the last.
///
/// Invariant: a slice ends with four bytes that hold the offset of the next one; `write <= limit`, and `limit` is where
/// those four bytes begin; every offset lies below `used`, and `used <= capacity`. Used by one thread.
final class SliceArena {
    struct Stream {
        var head: UInt32 = 0
        var write: UInt32 = 0
        var limit: UInt32 = 0
        var level: UInt32 = 0
    }

    /// Behind a pointer, so that the loop over a text's words reads it without the checks of a class's properties.
    private struct Memory {
        var base: UnsafeMutablePointer<UInt8>
        var capacity: Int
        /// Offset 0 is never given away: it says "no slice yet".
        var used = 1
    }

    private static let firstSize = 12
    private static let lastLevel: UInt32 = 8
    private let memory: UnsafeMutablePointer<Memory>

    init() {
        memory = .allocate(capacity: 1)
        let capacity = 1 << 14
        memory.initialize(to: Memory(base: GrowingMemory.reserve(capacity, of: UInt8.self), capacity: capacity))
    }

    deinit {
        GrowingMemory.release(memory.pointee.base)
        memory.deinitialize(count: 1)
        memory.deallocate()
    }

    var byteCount: Int { memory.pointee.used }

    @inline(__always)
    func append(_ value: UInt64, to stream: UnsafeMutablePointer<Stream>) {
        if value < 0x80, stream.pointee.write != stream.pointee.limit {
            memory.pointee.base[Int(stream.pointee.write)] = UInt8(truncatingIfNeeded: value)
            stream.pointee.write &+= 1
        } else {
            appendLong(value, to: stream)
        }
    }

    private func appendLong(_ value: UInt64, to stream: UnsafeMutablePointer<Stream>) {
        var rest = value
        while rest >= 0x80 {
            appendByte(UInt8(truncatingIfNeeded: rest) | 0x80, to: stream)
            rest &>>= 7
        }
        appendByte(UInt8(truncatingIfNeeded: rest), to: stream)
    }

    @inline(__always)
    private func appendByte(_ byte: UInt8, to stream: UnsafeMutablePointer<Stream>) {
        if stream.pointee.write == stream.pointee.limit { extend(stream) }
        memory.pointee.base[Int(stream.pointee.write)] = byte
        stream.pointee.write &+= 1
    }

    @inline(__always)
    private static func size(_ level: UInt32) -> Int { firstSize &<< Int(min(level, lastLevel)) }

    private func extend(_ stream: UnsafeMutablePointer<Stream>) {
        let isFirst = stream.pointee.limit == 0
        if !isFirst, stream.pointee.level < Self.lastLevel { stream.pointee.level &+= 1 }
        let size = Self.size(stream.pointee.level)
        if memory.pointee.used + size > memory.pointee.capacity { grow(size) }
        precondition(memory.pointee.used + size <= Int(UInt32.max))
        let start = UInt32(memory.pointee.used)
        memory.pointee.used += size
        if isFirst {
            stream.pointee.head = start
        } else {
            UnsafeMutableRawPointer(memory.pointee.base)
                .storeBytes(of: start, toByteOffset: Int(stream.pointee.limit), as: UInt32.self)
        }
        stream.pointee.write = start
        stream.pointee.limit = start + UInt32(size - 4)
    }

    private func grow(_ size: Int) {
        let capacity = max(memory.pointee.capacity * 2, memory.pointee.used + size)
        memory.pointee.base = GrowingMemory.grow(memory.pointee.base, to: capacity)
        memory.pointee.capacity = capacity
    }

    /// Reads a stream from its head.
    struct Reader {
        private let base: UnsafePointer<UInt8>
        private var at: UInt32
        private var limit: UInt32
        private var level: UInt32 = 0
        private let end: UInt32
        let isEmpty: Bool

        /// Valid until something is appended to the arena.
        init(_ arena: SliceArena, _ stream: Stream) {
            base = UnsafePointer(arena.memory.pointee.base)
            at = stream.head
            limit = stream.head &+ UInt32(SliceArena.size(0) - 4)
            end = stream.write
            isEmpty = stream.limit == 0
        }

        @inline(__always)
        var isAtEnd: Bool { at == end }

        @inline(__always)
        mutating func next() -> UInt64 {
            let first = nextByte()
            if first < 0x80 { return UInt64(first) }
            var value = UInt64(first & 0x7F)
            var shift: UInt64 = 7
            while true {
                let byte = nextByte()
                value |= UInt64(byte & 0x7F) &<< shift
                if byte < 0x80 { return value }
                shift &+= 7
            }
        }

        @inline(__always)
        private mutating func nextByte() -> UInt8 {
            if at == limit {
                at = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: Int(limit), as: UInt32.self)
                if level < SliceArena.lastLevel { level &+= 1 }
                limit = at &+ UInt32(truncatingIfNeeded: SliceArena.size(level) &- 4)
            }
            let byte = base[Int(at)]
            at &+= 1
            return byte
        }
    }
}
