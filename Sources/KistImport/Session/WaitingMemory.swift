import Synchronization

/// How much memory finished files hold that wait for an earlier one to be delivered. Any thread may ask and tell.
final class WaitingMemory: Sendable {
    private let limit: Int
    private let bytes = Mutex(0)

    /// `limit` is in bytes; see `ImportBudgets.waitingBytes`.
    init(limit: Int) { self.limit = limit }

    var isFull: Bool { bytes.withLock { $0 > limit } }

    func add(_ count: Int) { bytes.withLock { $0 += count } }

    func remove(_ count: Int) { bytes.withLock { $0 -= count } }
}
