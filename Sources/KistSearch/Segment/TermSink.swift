/// Hands collected postings on to a writer of segments, on a thread of its own if wanted.
///
/// Postings go in batches of which three exist: one is filled, one waits, one is encoded.
final class TermSink {
    /// Invariant: belongs to one thread at a time; queues hand it over.
    final class Batch: @unchecked Sendable {
        var terms: [[UInt8]] = []
        var lists: [PostingList] = []
        var count = 0
        var size = 0
    }

    private static let batchTerms = 512
    private static let batchSize = 1 << 16
    private static let largestKept = 2048
    private let writer: Writer
    private var batch = Batch()
    private var thread: WorkerThread?
    private let full = HandOver<Batch>(capacity: 1)
    private let empty = HandOver<Batch>(capacity: 3)

    /// Invariant: used by the thread while it runs, by the owner of the sink before and after.
    private struct Writer: @unchecked Sendable {
        let segment: SegmentWriter
    }

    init(_ segment: SegmentWriter, usesThread: Bool) throws {
        writer = Writer(segment: segment)
        guard usesThread else { return }
        let (writer, full, empty) = (writer, full, empty)
        for _ in 0..<2 { _ = empty.put(Batch()) }
        thread = try WorkerThread {
            defer { empty.end() }
            while let batch = full.take() {
                try Self.write(batch, writer.segment)
                guard empty.put(batch) else { return }
            }
        }
    }

    private static func write(_ batch: Batch, _ writer: SegmentWriter) throws {
        for index in 0..<batch.count {
            try batch.terms[index].withUnsafeBufferPointer { try writer.addTerm($0, batch.lists[index]) }
            // The list of a common word is not kept for the next one: a batch has room for many.
            let held = batch.lists[index].positions.capacity + batch.lists[index].documents.capacity
            if held > largestKept { batch.lists[index] = PostingList() }
        }
        batch.count = 0
        batch.size = 0
    }

    func add(_ term: [UInt8], _ run: PostingRun, below limit: Int) throws {
        if batch.count == batch.terms.count {
            batch.terms.append([])
            batch.lists.append(PostingList())
        }
        batch.terms[batch.count] = term
        run.emit(to: &batch.lists[batch.count], below: limit)
        batch.count += 1
        batch.size += run.count + run.positionCount
        if thread == nil || batch.count == Self.batchTerms || batch.size >= Self.batchSize { try hand() }
    }

    private func hand() throws {
        guard let thread else { return try Self.write(batch, writer.segment) }
        guard full.put(batch), let next = empty.take() else {
            try thread.join()
            return
        }
        batch = next
    }

    /// Waits until everything is written.
    func finish() throws {
        try hand()
        full.end()
        try thread?.join()
        thread = nil
    }

    /// Ends the thread, whatever has been written.
    func close() {
        full.end()
        empty.end()
        thread?.wait()
        thread = nil
    }
}
