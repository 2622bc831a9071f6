/// Terms in ascending order, each with a stream of postings as `TermStreams` writes them. Used by one thread.
protocol TermSource: AnyObject {
    /// The term at hand; nil at the end. Valid until the next call of `advance`.
    var term: UnsafeRawBufferPointer? { get }
    /// Moves to the first or next term.
    func advance() throws
    /// Stream and number of documents of the term at hand. Valid until the next call of `advance`.
    func postings() throws -> (stream: UnsafeRawBufferPointer, documentCount: Int)
}

/// The postings that a builder holds in memory.
final class PendingTerms: TermSource {
    private let terms: TermTable
    private let streams: TermStreams
    private let order: [UInt32]
    private var next = 0
    private let buffer = ByteBuffer()

    init(_ terms: TermTable, _ streams: TermStreams) {
        self.terms = terms
        self.streams = streams
        order = terms.sorted()
    }

    private(set) var term: UnsafeRawBufferPointer?

    func advance() {
        term = next < order.count ? UnsafeRawBufferPointer(terms.bytes(Int(order[next]))) : nil
        next += 1
    }

    func postings() -> (stream: UnsafeRawBufferPointer, documentCount: Int) {
        buffer.removeAll()
        let count = streams.copy(Int(order[next - 1]), to: buffer)
        return (buffer.bytes, count)
    }
}
