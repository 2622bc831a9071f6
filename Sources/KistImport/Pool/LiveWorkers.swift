import Glibc
import Synchronization

/// The process groups of all workers that run now, in a form that a signal handler may use: fixed memory, atomics only.
public enum LiveWorkers {
    /// Far more than a pool ever holds. A worker beyond these is not in the table; it ends at the end of its input.
    private static let slots = SlotTable()

    /// Kills every worker of this process at once. Async-signal-safe: a program may call it from its handler for SIGINT
    /// before it ends itself. (A worker also ends by itself when its standard input ends.)
    public static func killAll() {
        for index in 0..<SlotTable.count {
            let pid = slots.pids[index].load(ordering: .acquiring)
            if pid > 1 { _ = Glibc.kill(-pid, SIGKILL) }
        }
    }

    /// How many workers of this process run now.
    public static var count: Int {
        (0..<SlotTable.count).count { slots.pids[$0].load(ordering: .acquiring) > 1 }
    }

    static func add(_ pid: pid_t) -> Int? {
        for index in 0..<SlotTable.count
        where slots.pids[index].compareExchange(expected: 0, desired: pid, ordering: .acquiringAndReleasing).exchanged {
            return index
        }
        return nil
    }

    static func remove(_ index: Int?) {
        if let index { slots.pids[index].store(0, ordering: .releasing) }
    }
}

/// Never freed and never moved, so that the addresses of its atomics hold in a signal handler.
private final class SlotTable: Sendable {
    static let count = 256
    let pids: AtomicArray = AtomicArray()
}

/// Storage for the atomics: allocated once and kept for the life of the process. The pointer is set at the start and only
/// its pointees change, atomically, which is why it may be shared.
private struct AtomicArray: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Atomic<Int32>>

    init() {
        base = .allocate(capacity: SlotTable.count)
        for index in 0..<SlotTable.count { (base + index).initialize(to: Atomic(0)) }
    }

    subscript(index: Int) -> Atomic<Int32> {
        unsafeAddress { UnsafePointer(base + index) }
    }
}
