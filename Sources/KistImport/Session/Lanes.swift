import Glibc

/// A few threads of our own for work that blocks: reading files, hashing, talking to workers. The threads that run Swift's
/// tasks must never wait for a file or a pipe.
///
/// Unchecked because of the C lock: `queue`, `isClosed` and nothing else are guarded by `lock`, which lives at a fixed
/// address until the last thread has ended.
final class Lanes: Sendable {
    private let shared: Shared

    init(count: Int) {
        shared = Shared()
        for _ in 0..<max(1, count) { Lanes.startThread(shared) }
    }

    deinit { shared.close() }

    /// Runs `work` on one of the threads, in the order of submission, then what it returns, which tells whoever waits:
    /// by then the thread has let go of everything that the work held. Work that is submitted is always run.
    func submit(_ work: @escaping Work) { shared.add(work) }

    /// Likewise, but before all that waits.
    func submitFirst(_ work: @escaping Work) { shared.addFirst(work) }

    typealias Work = @Sendable () -> @Sendable () -> Void

    private final class Shared: @unchecked Sendable {
        private let lock: UnsafeMutablePointer<pthread_mutex_t> = .allocate(capacity: 1)
        private let changed: UnsafeMutablePointer<pthread_cond_t> = .allocate(capacity: 1)
        private var queue: [Work] = []
        private var first = 0
        private var isClosed = false

        init() {
            pthread_mutex_init(lock, nil)
            pthread_cond_init(changed, nil)
        }

        deinit {
            pthread_cond_destroy(changed)
            pthread_mutex_destroy(lock)
            changed.deallocate()
            lock.deallocate()
        }

        func add(_ work: @escaping Work) {
            pthread_mutex_lock(lock)
            queue.append(work)
            pthread_cond_signal(changed)
            pthread_mutex_unlock(lock)
        }

        func addFirst(_ work: @escaping Work) {
            pthread_mutex_lock(lock)
            if first > 0 {
                first -= 1
                queue[first] = work
            } else {
                queue.insert(work, at: 0)
            }
            pthread_cond_signal(changed)
            pthread_mutex_unlock(lock)
        }

        func close() {
            pthread_mutex_lock(lock)
            isClosed = true
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(lock)
        }

        /// Does the next piece of work, and gives back what is to follow; nil when closed and empty.
        func work() -> (@Sendable () -> Void)? { next()?() }

        /// The next piece of work; waits for one, and gives nil when closed and empty.
        private func next() -> Work? {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            while first == queue.count {
                if isClosed { return nil }
                pthread_cond_wait(changed, lock)
            }
            let work = queue[first]
            // The list keeps nothing alive that is being worked on.
            queue[first] = { {} }
            first += 1
            if first == queue.count {
                queue = []
                first = 0
            }
            return work
        }
    }

    /// Whoever takes in what has been read goes first, or it would pile up until the end; and the computer stays pleasant to
    /// use. The plugins' processes inherit it from the thread that starts them.
    private static func makeWay() {
        // Linux counts it for the calling thread. Where it is refused, nothing is lost but the order.
        _ = nice(5)
    }

    private static func startThread(_ shared: Shared) {
        var thread = pthread_t()
        let handle = Unmanaged.passRetained(shared).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                let shared = Unmanaged<Shared>.fromOpaque(raw).takeRetainedValue()
                // Signals are for the program's own threads; and a write to a worker that has ended is to fail, not to kill.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                Lanes.makeWay()
                while let follow = shared.work() { follow() }
                return nil
            }, handle)
        if code == 0 {
            pthread_detach(thread)
        } else {
            // Without a thread nothing would ever be done; a system that cannot start one is past helping here.
            Unmanaged<Shared>.fromOpaque(handle).release()
        }
    }
}
