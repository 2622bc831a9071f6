/// The postings of all terms of a segment while documents come in.
///
/// One stream of varints per term: for the first occurrence in a document `step * 2 + 1` from the document before, then
/// the position; for each further one `step * 2` from the position before. Without positions these steps are 0 and no
/// position follows.
///
/// Invariant: `terms` has room for `capacity` terms, of which `count` are initialised. Used by one thread.
final class TermStreams {
    private struct Term {
        /// First, so that a pointer to the term is one to its stream.
        var stream = SliceArena.Stream()
        var lastDocument: UInt32 = .max
        var lastPosition: UInt32 = 0
        var documentCount: UInt32 = 0
        var hasPositions: Bool
    }

    private var terms: UnsafeMutablePointer<Term>
    private var capacity = 1 << 8
    private(set) var count = 0
    private let arena = SliceArena()

    init() { terms = GrowingMemory.reserve(capacity, of: Term.self) }

    deinit { GrowingMemory.release(terms) }

    var byteCount: Int { arena.byteCount + capacity * MemoryLayout<Term>.stride }

    func add(hasPositions: Bool) {
        if count == capacity {
            terms = GrowingMemory.grow(terms, from: capacity, to: capacity * 2)
            capacity *= 2
        }
        (terms + count).initialize(to: Term(hasPositions: hasPositions))
        count += 1
    }

    /// A term stands in a document, the same as before or a later one, at a position that does not go back.
    /// The same term twice at one position counts once.
    @inline(__always)
    func occur(_ number: UInt32, in document: UInt32, at position: UInt32) {
        let term = terms + Int(number)
        let stream = UnsafeMutableRawPointer(term).assumingMemoryBound(to: SliceArena.Stream.self)
        if term.pointee.lastDocument == document {
            if term.pointee.lastPosition == position { return }
            let step = term.pointee.hasPositions ? UInt64(position &- term.pointee.lastPosition) &<< 1 : 0
            arena.append(step, to: stream)
        } else {
            let before = term.pointee.documentCount == 0 ? 0 : term.pointee.lastDocument
            arena.append(UInt64(document &- before) &<< 1 | 1, to: stream)
            if term.pointee.hasPositions { arena.append(UInt64(position), to: stream) }
            term.pointee.lastDocument = document
            term.pointee.documentCount &+= 1
        }
        term.pointee.lastPosition = position
    }

    /// Appends the stream of a term; returns the number of its documents.
    func copy(_ number: Int, to buffer: ByteBuffer) -> Int {
        arena.copy(terms[number].stream, to: buffer)
        return Int(terms[number].documentCount)
    }

    /// Adds the postings of a stream to `run`: documents as `newNumbers` says, in order of arrival; those without a new
    /// number (`.max`) left out.
    static func decode(
        _ stream: UnsafeRawBufferPointer, documentCount: Int, hasPositions: Bool, _ newNumbers: UnsafePointer<UInt32>,
        into run: PostingRun
    ) {
        guard let base = stream.baseAddress else { return }
        // An occurrence takes at least one byte.
        run.reserve(documents: documentCount, positions: hasPositions ? stream.count : 0)
        var to = run.end
        let end = base + stream.count
        var at = base
        var document: UInt32 = 0
        var isKept = false
        var position: UInt32 = 0
        while at < end {
            let step = number(&at)
            if step & 1 != 0 {
                document &+= UInt32(truncatingIfNeeded: step &>> 1)
                position = hasPositions ? UInt32(truncatingIfNeeded: number(&at)) : 0
                let new = newNumbers[Int(document)]
                isKept = new != .max
                if isKept { to.begin(new) }
            } else {
                position &+= UInt32(truncatingIfNeeded: step &>> 1)
            }
            if isKept { to.occur(position, hasPositions) }
        }
        run.end = to
    }

    @inline(__always)
    private static func number(_ at: inout UnsafeRawPointer) -> UInt64 {
        let first = at.load(as: UInt8.self)
        at += 1
        if first < 0x80 { return UInt64(first) }
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let byte = at.load(as: UInt8.self)
            at += 1
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
    }
}
