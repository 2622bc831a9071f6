/// Takes terms in ascending order, has their postings encoded, by several threads if wanted, and gives them to a writer
/// of segments in the same order. The segment is the same for any number of threads.
///
/// Used by one thread, which encodes too where the others do not keep up. The caller ends it with `finish` or `close`.
final class TermPipeline {
    /// Invariant: the encoder is its thread's own.
    private struct Encoder: @unchecked Sendable {
        let encoder: TermEncoder
    }

    private let writer: SegmentWriter
    private let encoder: TermEncoder
    private let queue = EncodingQueue()
    private var threads: [WorkerThread] = []
    private let mostUnderway: Int
    private(set) var batch = TermBatch()
    /// Given to encoders, in order; the writer takes the first.
    private var underway: [TermBatch] = []
    private var free: [TermBatch] = []

    /// `threadCount` counts the caller's own.
    init(_ writer: SegmentWriter, newNumbers: [[UInt32]], documentCount: Int, threadCount: Int) throws {
        self.writer = writer
        let columns = writer.termColumns()
        func encoder() -> TermEncoder {
            TermEncoder(columns, newNumbers: newNumbers, documentCount: documentCount)
        }
        self.encoder = encoder()
        mostUnderway = threadCount * 4
        let queue = queue
        for _ in 1..<max(1, threadCount) {
            let own = Encoder(encoder: encoder())
            threads.append(
                try WorkerThread {
                    while let batch = queue.take() {
                        own.encoder.encode(batch)
                        queue.finish(batch)
                    }
                })
        }
    }

    /// Call when a term is complete: may begin another batch.
    func settle() throws {
        if batch.isFull { try send() }
    }

    private func send() throws {
        if threads.isEmpty {
            encoder.encode(batch)
            try writer.add(batch)
            batch.removeAll()
            return
        }
        queue.put(batch)
        underway.append(batch)
        batch = free.popLast() ?? TermBatch()
        while underway.count >= mostUnderway { try writeFirst() }
        while let first = underway.first, queue.isEncoded(first) { try writeFirst() }
    }

    /// Gives the first batch to the writer; encodes others while it is not ready.
    private func writeFirst() throws {
        let first = underway[0]
        while !queue.isEncoded(first) {
            guard let other = queue.takeWaiting() else {
                queue.waitUntilEncoded(first)
                break
            }
            encoder.encode(other)
            queue.finish(other)
        }
        underway.removeFirst()
        try writer.add(first)
        first.removeAll()
        free.append(first)
    }

    /// Waits until everything is written.
    func finish() throws {
        try send()
        while !underway.isEmpty { try writeFirst() }
        close()
    }

    /// Ends the threads, whatever has been written.
    func close() {
        queue.end()
        for thread in threads { thread.wait() }
    }
}
