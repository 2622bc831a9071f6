import Synchronization

/// How much memory finished files hold that wait for an earlier one to be delivered. Any thread may ask and tell.
final class WaitingMemory: Sendable {
    /// With this many bytes no further file is begun ahead of its turn.
    private static let limit = 64 << 20
    private let bytes = Mutex(0)

    var isFull: Bool { bytes.withLock { $0 > Self.limit } }

    func add(_ count: Int) { bytes.withLock { $0 += count } }

    func remove(_ count: Int) { bytes.withLock { $0 -= count } }
}
