import Synchronization

/// Joins segments on a thread of its own, while its writer goes on. It reads committed files and writes a new one that
/// nothing names before the writer adopts it.
final class BackgroundMerge {
    /// Invariant for `@unchecked Sendable`: the parts are values of immutable files.
    private struct Job: @unchecked Sendable {
        let folder: String
        let schema: SearchSchema
        let sources: [WriterParts.Part]
        let number: Int
    }

    private final class State: Sendable {
        let isCancelled = Atomic(false)
        let isDone = Atomic(false)
        let result = Mutex<[MergedSegment]>([])
    }

    let number: Int
    private let state = State()
    private let thread: WorkerThread

    init(folder: String, schema: SearchSchema, sources: [WriterParts.Part], number: Int) throws {
        self.number = number
        let job = Job(folder: folder, schema: schema, sources: sources, number: number)
        let state = state
        thread = try WorkerThread {
            defer { state.isDone.store(true, ordering: .releasing) }
            let merged = try Self.run(job) { state.isCancelled.load(ordering: .relaxed) }
            state.result.withLock { $0 = [merged] }
        }
    }

    deinit { cancel() }

    /// Whether waiting takes no time.
    var isDone: Bool { state.isDone.load(ordering: .acquiring) }

    /// Waits for the result; throws what went wrong.
    func finish() throws -> MergedSegment? {
        try thread.join()
        return state.result.withLock { $0.first }
    }

    /// Stops early; what was written is the caller's to remove.
    func cancel() {
        state.isCancelled.store(true, ordering: .relaxed)
        thread.wait()
    }

    private static func run(_ job: Job, isCancelled: @escaping @Sendable () -> Bool) throws -> MergedSegment {
        var merged = try merge(
            job.sources, folder: job.folder, schema: job.schema, number: job.number, isCancelled: isCancelled)
        if let name = merged.part?.entry.name {
            try FileSystem.sync(job.folder + "/" + name)
            merged.part?.isSynced = true
        }
        return merged
    }

    /// Joins segments into the file of segment `number`, on the caller's thread. The file is not synced.
    static func merge(
        _ sources: [WriterParts.Part], folder: String, schema: SearchSchema, number: Int,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> MergedSegment {
        // Mappings of their own, so that pages can be dropped as the merge goes, without a search noticing.
        let opened = try sources.map { source in
            (
                segment: try SegmentReader.open(folder: folder, entry: source.entry, schema: schema, isReadOnce: true),
                deletions: source.live.deletions
            )
        }
        let merger = SegmentMerger(schema: schema, sources: opened, isCancelled: isCancelled)
        let entry = IndexManifest.Segment(number: number, documentCount: 0, deletedCount: 0, deletions: 0)
        let newNumbers = try merger.write(to: folder + "/" + entry.name)
        return MergedSegment(
            sources: sources, newNumbers: newNumbers, part: try WriterParts.open(folder, number, schema))
    }
}
