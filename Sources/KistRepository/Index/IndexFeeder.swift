import Dispatch
import Synchronization

/// Brings the index up to what an import has made durable, on a thread of its own while the import goes on. The caller
/// holds the right to write until it has called `finish`.
final class IndexFeeder: Sendable {
    private let keeper: IndexKeeper
    /// Work is done in its order, one piece at a time.
    private let queue = DispatchQueue(label: "kist.index")
    /// Only work on the queue locks it for long.
    private let state = Mutex(State())

    private struct State {
        var update: IndexUpdate?
        var failure: (any Error)?
    }

    init(_ keeper: IndexKeeper) { self.keeper = keeper }

    /// Hands over what was put since the last call and is in the catalogue now. Waits for what was handed over before:
    /// the import is never further ahead than one group of records.
    /// - Throws: what stopped an earlier update.
    func hand(_ fresh: FreshDocuments) throws {
        queue.sync {}
        try throwFailure()
        guard fresh.count > 0 else { return }
        queue.async { [self] in work { try update(&$0, fresh).commitIfDue() } }
    }

    /// Indexes the rest and makes all of it visible.
    func finish(_ fresh: FreshDocuments) throws {
        queue.sync {
            work { state in
                guard state.update != nil || fresh.count > 0 else { return }
                let update = try update(&state, fresh)
                try update.commit()
                update.close()
                state.update = nil
            }
        }
        try throwFailure()
    }

    /// Forgets what is not visible yet; the next update finds it in the catalogue's log.
    func abandon() { queue.sync { state.withLock { $0.update = nil } } }

    private func update(_ state: inout State, _ fresh: FreshDocuments) throws -> IndexUpdate {
        let update = try state.update ?? keeper.beginUpdate(fresh: fresh)
        state.update = update
        try update.add(fresh)
        return update
    }

    private func work(_ body: (inout State) throws -> Void) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do {
                try body(&state)
            } catch {
                state.failure = error
                state.update = nil
            }
        }
    }

    private func throwFailure() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }
}
