import Synchronization

/// What the members of one source, containers in it included, may still cost together.
///
/// Charged in the order of delivery only, so that what fits does not depend on which worker was faster.
final class TreeBudget: Sendable {
    private let left: Mutex<(members: Int, bytes: Int64)>

    init(_ budgets: ImportBudgets) { left = Mutex((budgets.members, budgets.memberBytes)) }

    var members: Int { left.withLock { $0.members } }
    var bytes: Int64 { left.withLock { $0.bytes } }

    /// Takes one member of `size` bytes; false when that is too much.
    func take(_ size: Int64) -> Bool {
        left.withLock { left in
            guard left.members > 0, left.bytes >= size else { return false }
            left.members -= 1
            left.bytes -= size
            return true
        }
    }
}
