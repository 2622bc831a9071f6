/// Turns what builders collected for some terms into what a segment holds of them. Used by one thread.
final class TermEncoder {
    private let columns: TermColumns
    private let newNumbers: [[UInt32]]
    private let documentCount: Int
    private let run = PostingRun()
    private var writer = PostingsWriter()

    /// `newNumbers` are the documents of each builder in the segment, `.max` for those left out.
    init(_ columns: TermColumns, newNumbers: [[UInt32]] = [], documentCount: Int) {
        self.columns = columns
        self.newNumbers = newNumbers
        self.documentCount = documentCount
    }

    func encode(_ batch: TermBatch) {
        for index in batch.terms.indices {
            let term = batch.terms[index]
            let head = batch.bytes(term)
            guard let space = SegmentLayout.Space(rawValue: head[1]) else { continue }
            let field = Int(head[0])
            run.removeAll()
            for piece in batch.pieces[term.pieces] {
                newNumbers[piece.builder].withUnsafeBufferPointer { numbers in
                    guard let numbers = numbers.baseAddress else { return }
                    TermStreams.decode(
                        batch.stream(piece), documentCount: piece.documentCount, hasPositions: space.hasPositions,
                        numbers, into: run)
                }
            }
            encode(run, index, field, space, batch)
        }
    }

    /// Adds a term with postings that have been read already.
    func encode(_ term: UnsafeRawBufferPointer, _ run: PostingRun, to batch: TermBatch) {
        guard let space = SegmentLayout.Space(rawValue: term[1]) else { return }
        batch.begin(term)
        encode(run, batch.terms.count - 1, Int(term[0]), space, batch)
    }

    private func encode(
        _ run: PostingRun, _ index: Int, _ field: Int, _ space: SegmentLayout.Space, _ batch: TermBatch
    ) {
        guard run.count > 0 else { return }
        let list = run.list(below: documentCount)
        batch.terms[index].info = columns.withColumns(of: field, space) {
            writer.write(list, space: space, columns: $0, postings: batch.postings, positions: batch.positions)
        }
        if columns.needsList(field, space) { batch.terms[index].list = batch.keep(list) }
    }
}
