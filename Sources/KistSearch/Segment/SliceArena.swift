/// Many growing streams of varints in one block of memory: each stream is a chain of slices, each twice the last.
///
/// Invariant: a slice ends with four bytes that hold the offset of the next one; `write <= limit`, and `limit` is where
/// those four bytes begin. Used by one thread.
final class SliceArena {
    struct Stream {
        var head: UInt32 = 0
        var write: UInt32 = 0
        var limit: UInt32 = 0
        var level: UInt8 = 0
    }

    private static let firstSize = 12
    private static let lastLevel: UInt8 = 8
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 16
    private var used = 1

    init() { base = .allocate(capacity: capacity) }

    deinit { base.deallocate() }

    var byteCount: Int { used }

    func append(_ value: UInt32, to stream: inout Stream) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80, to: &stream)
            rest &>>= 7
        }
        append(UInt8(truncatingIfNeeded: rest), to: &stream)
    }

    @inline(__always)
    private func append(_ byte: UInt8, to stream: inout Stream) {
        if stream.write == stream.limit { extend(&stream) }
        base[Int(stream.write)] = byte
        stream.write &+= 1
    }

    private static func size(_ level: UInt8) -> Int { firstSize << Int(min(level, lastLevel)) }

    private func extend(_ stream: inout Stream) {
        let isFirst = stream.limit == 0
        if !isFirst { stream.level &+= stream.level < Self.lastLevel ? 1 : 0 }
        let size = Self.size(stream.level)
        if used + size > capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(capacity * 2, used + size))
            larger.initialize(from: base, count: used)
            base.deallocate()
            base = larger
            capacity = max(capacity * 2, used + size)
        }
        precondition(used + size <= Int(UInt32.max))
        let start = UInt32(used)
        used += size
        if isFirst {
            stream.head = start
        } else {
            UnsafeMutableRawPointer(base).storeBytes(of: start, toByteOffset: Int(stream.limit), as: UInt32.self)
        }
        stream.write = start
        stream.limit = start + UInt32(size - 4)
    }

    /// Reads a stream from its head.
    struct Reader {
        private let arena: SliceArena
        private var at: UInt32
        private var limit: UInt32
        private var level: UInt8 = 0
        private let end: UInt32
        private let isEmpty: Bool

        init(_ arena: SliceArena, _ stream: Stream) {
            self.arena = arena
            at = stream.head
            limit = stream.head + UInt32(SliceArena.size(0) - 4)
            end = stream.write
            isEmpty = stream.limit == 0
        }

        var isAtEnd: Bool { isEmpty || at == end }

        mutating func next() -> UInt32 {
            var value: UInt32 = 0
            var shift: UInt32 = 0
            while true {
                if at == limit {
                    at = UnsafeRawPointer(arena.base).loadUnaligned(fromByteOffset: Int(limit), as: UInt32.self)
                    level &+= level < SliceArena.lastLevel ? 1 : 0
                    limit = at + UInt32(SliceArena.size(level) - 4)
                }
                let byte = arena.base[Int(at)]
                at &+= 1
                value |= UInt32(byte & 0x7F) &<< shift
                if byte < 0x80 { return value }
                shift &+= 7
            }
        }
    }
}
