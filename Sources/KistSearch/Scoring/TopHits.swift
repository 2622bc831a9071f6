/// The best documents so far: a heap with the worst on top.
struct TopHits {
    struct Entry {
        /// In score units, or whatever the sort order counts by.
        var score: Int64
        var segment: Int
        var document: UInt32
    }

    let limit: Int
    private let segments: [LiveSegment]
    private var heap: [Entry] = []
    private let page: DeepPage?

    init(limit: Int, segments: [LiveSegment]) {
        self.limit = limit
        self.segments = segments
        page = nil
        heap.reserveCapacity(min(limit, 1024))
    }

    /// Looks for a page that ends after `limit` entries, and keeps nothing else.
    init(limit: Int, page: DeepPage, segments: [LiveSegment]) {
        self.limit = limit
        self.segments = segments
        self.page = page
    }

    var isPaging: Bool { page != nil }

    var isFull: Bool { page.map { $0.upper != nil } ?? (heap.count >= limit) }

    /// A document of the segment with this score or less cannot get in any more. Within a segment later documents lose
    /// ties; between segments only their order and key decide.
    func floor(segment: Int) -> Int64 {
        guard limit > 0 else { return .max }
        if let page { return (page.upper?.score).map { $0 - 1 } ?? -1 }
        guard isFull, let worst = heap.first else { return -1 }
        return worst.segment == segment ? worst.score : worst.score - 1
    }

    /// The same where documents do not come in order: `document` and later ones of the segment.
    func floor(segment: Int, from document: UInt32) -> Int64 {
        guard limit > 0 else { return .max }
        if let page { return (page.upper?.score).map { $0 - 1 } ?? -1 }
        guard isFull, let worst = heap.first else { return -1 }
        return worst.segment == segment && document > worst.document ? worst.score : worst.score - 1
    }

    mutating func insert(_ entry: Entry) throws {
        guard limit > 0 else { return }
        if let page { return try page.insert(entry) { try precedes($0, $1) } }
        if heap.count < limit {
            heap.append(entry)
            try siftUp(heap.count - 1)
        } else if try precedes(entry, heap[0]) {
            heap[0] = entry
            try siftDown(0)
        }
    }

    /// What a pass over all matches told about the page.
    func finishPage() throws -> DeepPage.Outcome {
        try page?.finish { try precedes($0, $1) } ?? .givenUp
    }

    /// Best first.
    func sorted() throws -> [Entry] {
        try heap.sorted { try precedes($0, $1) }
    }

    private func precedes(_ left: Entry, _ right: Entry) throws -> Bool {
        if left.score != right.score { return left.score > right.score }
        return try TieOrder.precedes(
            segments[left.segment].reader, left.document, segments[right.segment].reader, right.document)
    }

    private mutating func siftUp(_ start: Int) throws {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard try precedes(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) throws {
        var parent = start
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if try precedes(heap[worst], heap[child]) { worst = child }
            }
            if worst == parent { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
