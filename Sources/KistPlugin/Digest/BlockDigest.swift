/// One of the functions that work on blocks of fixed length.
protocol BlockFunction {
    /// Bytes of a block.
    static var blockLength: Int { get }
    /// Bytes that state the message's length at its end.
    static var lengthBytes: Int { get }
    static var isBigEndian: Bool { get }

    /// Mixes one block in; `block` holds at least `blockLength` bytes from `start`.
    mutating func mix(_ block: UnsafeRawBufferPointer, at start: Int)

    /// The state as bytes.
    var bytes: [UInt8] { get }
}

/// A stream of bytes, whatever the function behind it.
protocol BlockTaker {
    mutating func take(_ bytes: UnsafeRawBufferPointer)
    mutating func finish() -> [UInt8]
}

/// Cuts a stream into blocks and closes it as all these functions ask for: a one bit, zeros, the length in bits.
struct BlockDigest<Function: BlockFunction>: BlockTaker {
    private var function: Function
    private var waiting: [UInt8] = []
    private var length: UInt64 = 0

    init(_ function: Function) { self.function = function }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var position = 0
        if !waiting.isEmpty {
            let count = min(Function.blockLength - waiting.count, bytes.count)
            waiting.append(contentsOf: bytes[..<count])
            position = count
            guard waiting.count == Function.blockLength else { return }
            waiting.withUnsafeBytes { function.mix($0, at: 0) }
            waiting.removeAll(keepingCapacity: true)
        }
        while bytes.count - position >= Function.blockLength {
            function.mix(bytes, at: position)
            position += Function.blockLength
        }
        waiting.append(contentsOf: bytes[position...])
    }

    mutating func finish() -> [UInt8] {
        let bits = length &* 8
        var end: [UInt8] = [0x80]
        let used = (waiting.count + 1 + Function.lengthBytes) % Function.blockLength
        end += [UInt8](
            repeating: 0, count: (Function.blockLength - used) % Function.blockLength + Function.lengthBytes - 8)
        let stated = (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
        end += Function.isBigEndian ? stated.reversed() : stated
        end.withUnsafeBytes { take($0) }
        return function.bytes
    }
}

extension FixedWidthInteger {
    /// The number at `offset` in either order of bytes.
    static func read(_ bytes: UnsafeRawBufferPointer, at offset: Int, isBigEndian: Bool) -> Self {
        let raw = bytes.loadUnaligned(fromByteOffset: offset, as: Self.self)
        return isBigEndian ? Self(bigEndian: raw) : Self(littleEndian: raw)
    }

    func rotated(left count: Self) -> Self { self << count | self >> (Self(Self.bitWidth) - count) }

    func rotated(right count: Self) -> Self { self >> count | self << (Self(Self.bitWidth) - count) }

    func bytes(isBigEndian: Bool) -> [UInt8] {
        Swift.withUnsafeBytes(of: isBigEndian ? bigEndian : littleEndian) { Array($0) }
    }
}
