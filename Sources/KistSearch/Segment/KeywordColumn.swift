/// The values of one keyword field: for each document the ordinals of its values, ascending; for each ordinal its value.
///
/// Invariant: the pointers stay valid as long as `file`, which the column holds; ordinals are checked on the way out.
struct KeywordColumn {
    private let file: SegmentFile
    private let offsets: UnsafeRawPointer
    private let ordinals: UnsafeRawBufferPointer
    private let valueOffsets: SegmentFile.Part
    private let values: SegmentFile.Part
    let valueCount: Int

    init(file: SegmentFile, field: Int, offsets: SegmentFile.Part) throws {
        self.file = file
        guard offsets.length == (file.documentCount + 1) * 4, let base = try file.bytes(offsets).baseAddress else {
            throw file.damage(at: offsets.offset)
        }
        self.offsets = base
        ordinals = try file.bytes(file.part(.keywordOrdinals, field: field))
        valueOffsets = file.part(.valueOffsets, field: field)
        values = file.part(.values, field: field)
        valueCount = max(valueOffsets.length / 4 - 1, 0)
    }

    /// Calls `body` with each ordinal of a document below the document count.
    @inline(__always)
    func forEachOrdinal(_ document: Int, _ body: (Int) -> Void) {
        let start = Int(offsets.loadUnaligned(fromByteOffset: document &* 4, as: UInt32.self))
        let end = Int(offsets.loadUnaligned(fromByteOffset: document &* 4 &+ 4, as: UInt32.self))
        guard start < end, end &* 4 <= ordinals.count else { return }
        for index in start..<end {
            let ordinal = Int(ordinals.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
            if ordinal < valueCount { body(ordinal) }
        }
    }

    func value(_ ordinal: Int) throws -> String {
        let range = try file.bytes(valueOffsets, ordinal * 4, 8)
        let start = Int(range.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
        let end = Int(range.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        return String(decoding: try file.bytes(values, start, end - start), as: UTF8.self)
    }
}
