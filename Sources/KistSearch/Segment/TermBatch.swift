/// Some terms with their postings as builders collected them and, once encoded, what a segment holds of them.
///
/// Invariant for `@unchecked Sendable`: belongs to one thread at a time; `EncodingQueue` hands it over.
final class TermBatch: @unchecked Sendable {
    struct Term {
        var start: Int
        var count: Int
        /// Which of `pieces` are its postings, one for each source that has the term.
        var pieces: Range<Int>
        /// Offsets are those in the batch. No documents: the term does not become part of the segment.
        var info = TermInfo()
        /// Where its list is in `lists`; nil when nothing but the encoded form is needed.
        var list: Int?
    }

    struct Piece {
        var builder: Int
        var start: Int
        var count: Int
        var documentCount: Int
    }

    /// A list without its positions, in memory of its own.
    struct KeptList {
        var documents: [UInt32]
        var frequencies: [UInt32]
    }

    private let text = ByteBuffer()
    private let streams = ByteBuffer()
    private(set) var pieces: [Piece] = []
    var terms: [Term] = []
    let postings = ByteBuffer()
    let positions = ByteBuffer()
    private(set) var lists: [KeptList] = []

    /// Read and written by `EncodingQueue` only.
    var isEncoded = false

    private static let mostTerms = 512
    private static let mostBytes = 1 << 16

    var isFull: Bool {
        terms.count == Self.mostTerms || streams.count + postings.count + positions.count >= Self.mostBytes
    }

    func removeAll() {
        text.removeAll()
        streams.removeAll()
        pieces.removeAll(keepingCapacity: true)
        terms.removeAll(keepingCapacity: true)
        postings.removeAll()
        positions.removeAll()
        lists.removeAll()
        isEncoded = false
    }

    /// Begins a term: bytes of field and space first.
    func begin(_ term: UnsafeRawBufferPointer) {
        terms.append(Term(start: text.count, count: term.count, pieces: pieces.count..<pieces.count))
        text.append(term)
    }

    /// Whether the term begun last is this one.
    func isLast(_ term: UnsafeRawBufferPointer) -> Bool {
        terms.last.map { TermOrder.compare(bytes($0), term) == 0 } ?? false
    }

    /// Adds postings of the term begun last, as `TermStreams` writes them.
    func add(_ stream: UnsafeRawBufferPointer, documentCount: Int, builder: Int) {
        let last = terms.count - 1
        terms[last].pieces = terms[last].pieces.lowerBound..<pieces.count + 1
        pieces.append(
            Piece(builder: builder, start: streams.count, count: stream.count, documentCount: documentCount))
        streams.append(stream)
    }

    /// Valid until the batch changes.
    func bytes(_ term: Term) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text.bytes[term.start..<term.start + term.count])
    }

    /// Likewise.
    func stream(_ piece: Piece) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: streams.bytes[piece.start..<piece.start + piece.count])
    }

    /// Keeps a list for the writer; returns its place.
    func keep(_ list: PostingList) -> Int {
        lists.append(KeptList(documents: Array(list.documents), frequencies: Array(list.frequencies)))
        return lists.count - 1
    }
}
