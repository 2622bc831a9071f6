/// A growing run of bytes that a segment is put together in.
///
/// Invariant: `start` owns `capacity` bytes, of which the first `count` are initialised. Not shared between threads.
final class ByteBuffer {
    private(set) var start: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        start = UnsafeMutableRawPointer(GrowingMemory.reserve(self.capacity, of: UInt8.self))
    }

    deinit { GrowingMemory.release(start.assumingMemoryBound(to: UInt8.self)) }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    func removeAll() { count = 0 }

    @inline(__always)
    private func reserve(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    private func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        start = UnsafeMutableRawPointer(
            GrowingMemory.grow(start.assumingMemoryBound(to: UInt8.self), from: count, to: capacity))
    }

    func append(_ byte: UInt8) {
        reserve(1)
        start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    func append(_ value: UInt16) { appendRaw(value, 2) }
    func append(_ value: UInt32) { appendRaw(value, 4) }
    func append(_ value: UInt64) { appendRaw(value, 8) }

    @inline(__always)
    private func appendRaw<Value: FixedWidthInteger>(_ value: Value, _ size: Int) {
        reserve(size)
        start.storeBytes(of: value.littleEndian, toByteOffset: count, as: Value.self)
        count &+= size
    }

    /// Seven bits a byte, low first, the high bit set on all but the last.
    func appendVarint(_ value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            start.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
            count &+= 1
            rest &>>= 7
        }
        start.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    func appendVarint(_ value: Int) { appendVarint(UInt64(value)) }

    func append(_ source: UnsafeRawBufferPointer) {
        guard let base = source.baseAddress, source.count > 0 else { return }
        reserve(source.count)
        (start + count).copyMemory(from: base, byteCount: source.count)
        count &+= source.count
    }

    func append(_ source: [UInt8]) {
        source.withUnsafeBytes { append($0) }
    }

    /// Adds `size` zero bytes and returns where they begin.
    func appendZeros(_ size: Int) -> Int {
        reserve(size)
        (start + count).initializeMemory(as: UInt8.self, repeating: 0, count: size)
        count &+= size
        return count &- size
    }

    func overwrite(_ value: UInt32, at offset: Int) {
        precondition(offset + 4 <= count)
        start.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
    }
}
