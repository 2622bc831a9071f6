/// Reads the terms of one block as they are written (see `TermDictionaryWriter`), without putting them together.
///
/// Invariant: `at` lies between the beginning of the block's bytes and `end`, and what is read lies before `end`; the
/// bytes outlive the reader.
struct TermReader {
    private var at: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    /// Bytes that the term has in common with the one before it, and the others.
    private(set) var shared = 0
    private(set) var added: UnsafePointer<UInt8>
    private(set) var addedCount = 0
    /// The first two bytes of the term.
    private(set) var field: UInt8 = 0
    private var spaceByte: UInt8 = 0
    private(set) var info = TermInfo()

    init(_ bytes: UnsafeRawBufferPointer) {
        // A block is never empty: `range(of:)` sees to it.
        let base = bytes.bindMemory(to: UInt8.self)
        at = base.baseAddress!
        end = at + base.count
        added = at
    }

    var space: SegmentLayout.Space? { SegmentLayout.Space(rawValue: spaceByte) }

    /// Field and space as the first eight bytes of a term have them.
    var head: UInt64 { UInt64(field) << 56 | UInt64(spaceByte) << 48 }

    @inline(__always)
    mutating func number() throws -> Int {
        guard at < end else { throw ByteReader.damaged }
        let byte = at[0]
        at += 1
        if byte < 0x80 { return Int(byte) }
        var value = Int(byte & 0x7F)
        var shift = 7
        while at < end, shift < 56 {
            let byte = at[0]
            at += 1
            value |= Int(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw ByteReader.damaged
    }

    /// Reads what stands before the first term.
    mutating func open() throws {
        info.postingsOffset = try number()
        info.positionsOffset = try number()
    }

    @inline(__always)
    mutating func readTerm() throws {
        shared = try number()
        addedCount = try number()
        guard addedCount <= end - at else { throw ByteReader.damaged }
        added = at
        at += addedCount
        if shared < 2 {
            guard shared + addedCount >= 2 else { throw ByteReader.damaged }
            if shared == 0 { field = added[0] }
            spaceByte = added[1 &- shared]
        }
    }

    /// Reads where the documents of the term are. False if there are none, or no such space.
    @inline(__always)
    mutating func readInfo() throws -> Bool {
        // Primary, form and folded have frequencies, primary has positions.
        guard spaceByte >= 1, spaceByte <= SegmentLayout.Space.key.rawValue else { return false }
        info.documentCount = try number()
        if info.documentCount == 1 {
            let document = try number()
            guard document <= Int(UInt32.max) else { return false }
            info.document = UInt32(document)
            info.frequency = 1
            if spaceByte <= SegmentLayout.Space.folded.rawValue {
                info.frequency = UInt32(truncatingIfNeeded: try number())
            }
        } else {
            guard info.documentCount > 0 else { return false }
            info.document = 0
            info.frequency = 1
            // Sums of 2^56 at most, a block's terms over, cannot overflow.
            info.postingsOffset &+= try number()
        }
        if spaceByte == SegmentLayout.Space.primary.rawValue { info.positionsOffset &+= try number() }
        return true
    }
}
