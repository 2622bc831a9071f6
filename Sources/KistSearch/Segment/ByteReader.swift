/// Reads numbers and bytes from a run of bytes, never outside it.
struct ByteReader {
    private let base: UnsafeRawPointer
    private(set) var offset: Int
    private let end: Int

    /// `bytes` must outlive the reader.
    init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
        offset = 0
        end = bytes.count
    }

    var remaining: Int { end &- offset }
    var pointer: UnsafeRawPointer { base + offset }

    static let damaged = SearchError(.corrupt, "The search index is damaged. Rebuild the index.")

    mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end, shift < 64 {
            let byte = base.load(fromByteOffset: offset, as: UInt8.self)
            offset &+= 1
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw Self.damaged
    }

    /// A varint that must fit 32 bits.
    mutating func varint32() throws -> UInt32 {
        let value = try varint()
        guard value <= UInt64(UInt32.max) else { throw Self.damaged }
        return UInt32(truncatingIfNeeded: value)
    }

    /// A varint that is a length or count of things that take at least one byte each.
    mutating func length() throws -> Int {
        let value = try varint()
        guard value <= UInt64(remaining) else { throw Self.damaged }
        return Int(truncatingIfNeeded: value)
    }

    mutating func byte() throws -> UInt8 {
        guard offset < end else { throw Self.damaged }
        offset &+= 1
        return base.load(fromByteOffset: offset &- 1, as: UInt8.self)
    }

    mutating func bytes(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else { throw Self.damaged }
        offset &+= count
        return UnsafeRawBufferPointer(start: base + (offset &- count), count: count)
    }

    mutating func uint16() throws -> UInt16 { try number() }
    mutating func uint32() throws -> UInt32 { try number() }
    mutating func uint64() throws -> UInt64 { try number() }

    private mutating func number<Value: FixedWidthInteger>() throws -> Value {
        let raw = try bytes(MemoryLayout<Value>.size)
        return Value(littleEndian: raw.baseAddress!.loadUnaligned(as: Value.self))
    }
}
