/// The keys of a segment's documents: by document, and the document of a key.
///
/// Keys stand in the order of their documents, in blocks of 16: each as the bytes it shares with the one before (varint,
/// 0 for the first of a block), the rest's length (varint) and the rest. Where that is not the order of the keys, a
/// column has the documents in the order of their keys.
struct KeyColumn: Sendable {
    static let blockSize = 16
    private let file: SegmentFile
    private let keys: SegmentFile.Part
    private let blocks: PackedColumn
    private let order: PackedColumn?
    private let count: Int

    init(file: SegmentFile) throws {
        self.file = file
        keys = file.part(.keys)
        count = file.documentCount
        blocks = try PackedColumn(
            file: file, part: file.part(.keyBlocks), count: (count + Self.blockSize - 1) / Self.blockSize)
        let part = file.part(.keyOrder)
        order = part.length > 0 ? try PackedColumn(file: file, part: part, count: count) : nil
    }

    func key(_ document: UInt32) throws -> [UInt8] {
        var key: [UInt8] = []
        try read(Int(document), into: &key)
        return key
    }

    /// Calls `body` with the key of each document from the first of a block on, until it returns false.
    fileprivate func forEach(inBlock block: Int, _ key: inout [UInt8], _ body: ([UInt8]) throws -> Bool) throws {
        let start = try blocks.offset(block, below: keys.length)
        let isLast = (block + 1) * Self.blockSize >= count
        let end = isLast ? keys.length : try blocks.offset(block + 1, below: keys.length)
        var reader = ByteReader(try file.bytes(keys, start, end - start))
        for index in 0..<min(Self.blockSize, count - block * Self.blockSize) {
            let shared = Int(try reader.varint32())
            let rest = try reader.bytes(try reader.length())
            guard shared <= key.count, index > 0 || shared == 0, shared + rest.count <= SegmentLayout.maximumKeyLength
            else { throw file.damage(at: keys.offset + start) }
            key.removeSubrange(shared...)
            key.append(contentsOf: rest)
            guard try body(key) else { return }
        }
    }

    private func read(_ document: Int, into key: inout [UInt8]) throws {
        guard document < count else { throw file.damage(at: keys.offset) }
        var left = document % Self.blockSize
        try forEach(inBlock: document / Self.blockSize, &key) { _ in
            left -= 1
            return left >= 0
        }
    }

    func document(forKey wanted: [UInt8]) throws -> UInt32? {
        guard count > 0 else { return nil }
        var key: [UInt8] = []
        func comparison() -> Int {
            key.withUnsafeBytes { key in wanted.withUnsafeBytes { TermOrder.compare(key, $0) } }
        }
        var low = 0
        if let order {
            var high = count
            while low < high {
                let middle = (low + high) / 2
                let document = try order.offset(middle, below: count)
                try read(document, into: &key)
                let order = comparison()
                if order == 0 { return UInt32(document) }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return nil
        }
        var high = (count + Self.blockSize - 1) / Self.blockSize
        while high - low > 1 {
            let middle = (low + high) / 2
            try read(middle * Self.blockSize, into: &key)
            if comparison() <= 0 { low = middle } else { high = middle }
        }
        var document = low * Self.blockSize
        var found: UInt32?
        try forEach(inBlock: low, &key) { current in
            let order = current.withUnsafeBytes { current in
                wanted.withUnsafeBytes { TermOrder.compare(current, $0) }
            }
            if order == 0 { found = UInt32(document) }
            document += 1
            return order < 0
        }
        return found
    }

    func sequence() -> Sequence { Sequence(self) }

    /// Reads keys in order: a block is decoded once. Used by one thread.
    final class Sequence {
        private let column: KeyColumn
        private var block = -1
        private var keys: [[UInt8]] = []

        fileprivate init(_ column: KeyColumn) { self.column = column }

        func read(_ document: Int, into key: inout [UInt8]) throws {
            if document / KeyColumn.blockSize != block {
                var current: [UInt8] = []
                keys.removeAll(keepingCapacity: true)
                try column.forEach(inBlock: document / KeyColumn.blockSize, &current) {
                    keys.append($0)
                    return true
                }
                block = document / KeyColumn.blockSize
            }
            key = keys[document % KeyColumn.blockSize]
        }
    }
}
