/// One whole number per row, read at random: all alike in 8 bytes, else blocks of 128 in the width that each needs
/// around a straight line.
///
/// Bytes: the value of all rows (i64); or a directory, 16 bytes a block: where the line begins (i64), the offset of the
/// block's bits behind the directory (u32), the line's step from row to row (i24) and the width (u8); then the bits: each
/// row's distance above the line, low bits first. Widths are 0 to 56, and 64.
struct PackedColumn: Sendable {
    private let file: SegmentFile
    private let part: SegmentFile.Part
    let count: Int
    private static let blockSize = 128

    init(file: SegmentFile, part: SegmentFile.Part, count: Int) throws {
        self.file = file
        self.part = part
        self.count = count
        let blocks = (count + Self.blockSize - 1) / Self.blockSize
        guard part.length == 8 || part.length >= blocks * 16 else { throw file.damage(at: part.offset) }
    }

    /// The value of a row; throws where there is none.
    func value(_ row: Int) throws -> Int64 {
        guard row >= 0, row < count else { throw file.damage(at: part.offset) }
        if part.length == 8 { return Int64(littleEndian: try file.bytes(part, 0, 8).loadUnaligned(as: Int64.self)) }
        let entry = try file.bytes(part, row / Self.blockSize * 16, 16)
        let place = UInt64(littleEndian: entry.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let width = Int(place >> 56)
        let step = Int64(bitPattern: place << 8) >> 40
        let line = Int64(littleEndian: entry.loadUnaligned(as: Int64.self)) &+ step &* Int64(row % Self.blockSize)
        if width == 0 { return line }
        let blocks = (count + Self.blockSize - 1) / Self.blockSize
        let bit = row % Self.blockSize * width
        let offset = place & 0xFFFF_FFFF
        guard width <= 56 || width == 64, offset <= UInt64(part.length) else { throw file.damage(at: part.offset) }
        let raw = try file.bytes(part, blocks * 16 + Int(offset) + bit / 8, (bit % 8 + width + 7) / 8)
        guard let base = raw.baseAddress else { throw file.damage(at: part.offset) }
        let word = UInt64(littleEndian: base.loadUnaligned(as: UInt64.self)) >> UInt64(bit % 8)
        let distance = width == 64 ? word : word & (1 << UInt64(width) - 1)
        return line &+ Int64(bitPattern: distance)
    }

    /// A value that must be an offset or a number below `limit`.
    func offset(_ row: Int, below limit: Int) throws -> Int {
        let value = try value(row)
        guard value >= 0, value < Int64(limit) else { throw file.damage(at: part.offset) }
        return Int(value)
    }

    static func encode(_ values: some RandomAccessCollection<Int64>) -> ByteBuffer {
        let buffer = ByteBuffer()
        guard let first = values.first else { return buffer }
        guard values.contains(where: { $0 != first }) else {
            buffer.append(UInt64(bitPattern: first))
            return buffer
        }
        let bits = ByteBuffer()
        var rest = values[...]
        while !rest.isEmpty {
            var block = Array(rest.prefix(blockSize))
            rest = rest.dropFirst(blockSize)
            let step = straighten(&block)
            let least = block.min() ?? 0
            let greatest = block.max() ?? 0
            var width = 64 - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
            if width > 56 { width = 64 }
            precondition(bits.count <= Int(UInt32.max))
            buffer.append(UInt64(bitPattern: least))
            buffer.append(UInt64(width) << 56 | UInt64(bitPattern: step << 40) >> 8 | UInt64(bits.count))
            append(block, less: least, width: width, to: bits)
        }
        buffer.append(bits.bytes)
        return buffer
    }

    /// Takes a straight line from the first to the last value out of a block, where its step is small; returns the step.
    private static func straighten(_ block: inout [Int64]) -> Int64 {
        guard block.count > 1, let first = block.first, let last = block.last else { return 0 }
        let (rise, isTooLarge) = last.subtractingReportingOverflow(first)
        let step = rise / Int64(block.count - 1)
        guard !isTooLarge, step.magnitude < 1 << 23 else { return 0 }
        for index in block.indices { block[index] &-= step &* Int64(index) }
        return step
    }

    private static func append(_ block: [Int64], less least: Int64, width: Int, to bits: ByteBuffer) {
        guard width > 0 else { return }
        var pending: UInt64 = 0
        var held = 0
        for value in block {
            let distance = UInt64(bitPattern: value &- least)
            if width == 64 {
                bits.append(distance)
                continue
            }
            pending |= distance << UInt64(held)
            held += width
            while held >= 8 {
                bits.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                held -= 8
            }
        }
        if held > 0 { bits.append(UInt8(truncatingIfNeeded: pending)) }
    }
}
