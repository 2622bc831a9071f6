/// Documents that a writer has taken but not written yet, shared out to one builder per thread: to the one that has least
/// to do.
///
/// A key always goes to the builder that had it first, so replacing works as if there were one. With one thread the
/// caller's own does the work. Invariant: while a lane's thread runs its builder is that thread's; `settle` waits for all
/// of them.
final class PendingLanes {
    private enum Change: Sendable {
        case add(SearchDocument)
        case remove(String)
    }

    /// Invariant for `@unchecked Sendable`: see `PendingLanes`.
    private final class Lane: @unchecked Sendable {
        var builder: SegmentBuilder
        var waiting: [Change] = []
        var queue: HandOver<[Change]>?
        var thread: WorkerThread?

        init(_ builder: SegmentBuilder) { self.builder = builder }
    }

    private static let batchSize = 64
    /// Bytes that an entry of `laneOfKey` takes, free slots included.
    private static let keySize = 40
    private let schema: SearchSchema
    private let path: String
    private let writingThreads: Int
    /// Bytes of postings that one lane may hold.
    private let postingsLimit: Int
    private let documentsLimit: Int
    private var lanes: [Lane] = []
    /// The lane of each key that came, by its hash: keys with one hash share a lane, which does no harm.
    private var laneOfKey: [UInt64: Int] = [:]
    /// Where keys go that are new.
    private var next = 0
    /// What documents take in memory but for their postings and what the store keeps of them, near enough.
    private var documentsByteCount = 0
    private let documentSize: Int
    private(set) var isEmpty = true

    /// `path` is where files go that have no names for long; `memoryLimit` is in bytes, for everything.
    init(schema: SearchSchema, path: String, threads: Int, writingThreads: Int, memoryLimit: Int) {
        self.schema = schema
        self.path = path
        let count = max(1, min(threads, 64))
        self.writingThreads = max(1, min(writingThreads, 64))
        // A sixth is left for the tables that grow by doubling, and for what the writing of a segment takes. Offsets of
        // a builder have 32 bits.
        postingsLimit = min(memoryLimit / 2 / count, 1 << 30)
        documentsLimit = min(memoryLimit / 3, 1 << 30)
        documentSize = 40 + schema.fields.count * 5 + (count > 1 ? Self.keySize : 0)
        lanes = (0..<count).map { Lane(builder($0)) }
    }

    var threadCount: Int { lanes.count }

    private func builder(_ index: Int) -> SegmentBuilder {
        SegmentBuilder(schema: schema, beside: "\(path)-\(index)")
    }

    func add(_ document: SearchDocument) throws {
        isEmpty = false
        documentsByteCount += document.key.utf8.count + documentSize
        guard lanes.count > 1 else {
            try Self.apply(.add(document), lanes[0].builder, postingsLimit)
            return
        }
        try SegmentBuilder.validate(document, schema)
        try hand(.add(document), key: document.key)
    }

    func remove(_ key: String) throws {
        if isEmpty { return }
        guard lanes.count > 1 else { return lanes[0].builder.remove(key) }
        try hand(.remove(key), key: key)
    }

    private static func apply(_ change: Change, _ builder: SegmentBuilder, _ limit: Int) throws {
        switch change {
        case .add(let document):
            try builder.add(document)
            if builder.postingsByteCount >= limit { try builder.spill() }
        case .remove(let key): builder.remove(key)
        }
    }

    private func hand(_ change: Change, key: String) throws {
        var text = key
        let hash = text.withUTF8 { ByteHash.hash($0) }
        let number = laneOfKey[hash] ?? next
        if case .add = change { laneOfKey[hash] = number }
        let lane = lanes[number]
        lane.waiting.append(change)
        guard lane.waiting.count >= Self.batchSize else { return }
        try send(lane)
        next = lanes.indices.min { lanes[$0].queue?.count ?? 0 < lanes[$1].queue?.count ?? 0 } ?? 0
    }

    private func send(_ lane: Lane) throws {
        guard !lane.waiting.isEmpty else { return }
        if lane.thread == nil {
            let queue = HandOver<[Change]>(capacity: 8)
            lane.queue = queue
            let limit = postingsLimit
            lane.thread = try WorkerThread {
                defer { queue.end() }
                var changes: [Change]?
                while true {
                    changes = queue.take(returning: changes.take())
                    guard let batch = changes else { break }
                    for change in batch { try Self.apply(change, lane.builder, limit) }
                }
            }
        }
        // A queue that has ended belongs to a thread that failed: its error comes now.
        guard lane.queue?.put(lane.waiting) == true else { return try endThreads() }
        lane.waiting.removeAll(keepingCapacity: true)
    }

    /// Waits until every change is in its builder. Throws what failed in a thread.
    func settle() throws {
        guard lanes.count > 1 else { return }
        for lane in lanes {
            if lane.thread == nil {
                // A few documents are not worth a thread.
                for change in lane.waiting { try Self.apply(change, lane.builder, postingsLimit) }
                lane.waiting.removeAll()
            } else {
                try send(lane)
            }
        }
        try endThreads()
    }

    /// Waits for all threads. Throws what failed in one of them.
    private func endThreads() throws {
        for lane in lanes { lane.queue?.end() }
        var failure: (any Error)?
        for lane in lanes {
            do { try lane.thread?.join() } catch { failure = failure ?? error }
            lane.thread = nil
            lane.queue = nil
        }
        if let failure { throw failure }
    }

    /// Whether the documents themselves take so much memory that they should become a segment.
    var areDocumentsMany: Bool { documentsByteCount >= documentsLimit }

    /// Writes the documents, if any are alive, as a segment at `path`, and begins anew. Returns whether there is one.
    func write(to path: String) throws -> Bool {
        try settle()
        defer { removeAll() }
        let builders = lanes.map(\.builder)
        guard !builders.allSatisfy(\.isEmpty) else { return false }
        // Writing takes memory of its own: what is large makes room for it.
        let held = builders.reduce(0) { $0 + $1.postingsByteCount }
        if held > postingsLimit * builders.count / 2 { try spillAll() }
        _ = try SegmentAssembler(schema: schema, builders: builders, threadCount: writingThreads).write(to: path)
        return true
    }

    private func spillAll() throws {
        let threads = try lanes.dropFirst().map { lane in try WorkerThread { try lane.builder.spill() } }
        defer { for thread in threads { thread.wait() } }
        try lanes[0].builder.spill()
        for thread in threads { try thread.join() }
    }

    /// Forgets all documents.
    func removeAll() {
        for lane in lanes {
            lane.waiting.removeAll()
            lane.queue?.end()
            lane.thread?.wait()
            lane.thread = nil
            lane.queue = nil
        }
        if isEmpty { return }
        for (index, lane) in lanes.enumerated() { lane.builder = builder(index) }
        laneOfKey.removeAll()
        isEmpty = true
        documentsByteCount = 0
    }
}
