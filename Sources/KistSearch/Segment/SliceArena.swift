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
        memory.pointee.base = GrowingMemory.grow(
            memory.pointee.base, from: memory.pointee.used, to: capacity)
        memory.pointee.capacity = capacity
    }

    /// Appends the bytes of a stream.
    func copy(_ stream: Stream, to buffer: ByteBuffer) {
        guard stream.limit != 0 else { return }
        let base = UnsafeRawPointer(memory.pointee.base)
        var at = Int(stream.head)
        var level: UInt32 = 0
        while true {
            let limit = at + Self.size(level) - 4
            if limit == Int(stream.limit) { break }
            buffer.append(UnsafeRawBufferPointer(start: base + at, count: limit - at))
            at = Int(base.loadUnaligned(fromByteOffset: limit, as: UInt32.self))
            if level < Self.lastLevel { level += 1 }
        }
        buffer.append(UnsafeRawBufferPointer(start: base + at, count: Int(stream.write) - at))
    }
}
