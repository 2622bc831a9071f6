import KistProtocol
import Synchronization

/// One file on its way: what to read, and later what came of it.
final class ExtractionNode: Sendable {
    let source: ImportSource
    /// Set for members of containers, whose bytes lie in the spool.
    let member: FileContent?
    /// As its container announced it.
    let announced: NestedItem?
    let entryPath: [String]
    /// The number of the container that was delivered.
    let container: Int?
    let depth: Int
    let tree: TreeBudget

    private let state = Mutex(State())

    private struct State {
        var isStarted = false
        var result: Result?
        var waiter: CheckedContinuation<Result, Never>?
    }

    enum Result: Sendable {
        /// About how many bytes of memory the file holds.
        case file(ExtractedFile, cost: Int)
        /// It is read when its turn to be delivered has come: a container inside a container, or any file while those that
        /// wait to be delivered hold too much memory.
        case inTurn
    }

    init(
        source: ImportSource, member: FileContent? = nil, announced: NestedItem? = nil, entryPath: [String] = [],
        container: Int? = nil,
        depth: Int = 0,
        tree: TreeBudget
    ) {
        self.source = source
        self.member = member
        self.announced = announced
        self.entryPath = entryPath
        self.container = container
        self.depth = depth
        self.tree = tree
    }

    /// True once: for whoever is to start it.
    func claim() -> Bool {
        state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted
        }
    }

    var isStarted: Bool { state.withLock { $0.isStarted } }

    func finish(_ result: Result) {
        let waiter = state.withLock { state in
            state.result = result
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: result)
    }

    /// The result of the last start; waits for it. One caller at a time.
    func result() async -> Result {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    /// Forgets the result, so that it can be read again in its turn.
    func reset() { state.withLock { $0.result = nil } }
}
