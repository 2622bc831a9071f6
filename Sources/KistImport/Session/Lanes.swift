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

    /// Runs `work` on one of the threads, in the order of submission. Work that is submitted is always run.
    func submit(_ work: @escaping @Sendable () -> Void) { shared.add(work) }

    private final class Shared: @unchecked Sendable {
        private let lock: UnsafeMutablePointer<pthread_mutex_t> = .allocate(capacity: 1)
        private let changed: UnsafeMutablePointer<pthread_cond_t> = .allocate(capacity: 1)
        private var queue: [@Sendable () -> Void] = []
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

        func add(_ work: @escaping @Sendable () -> Void) {
            pthread_mutex_lock(lock)
            queue.append(work)
            pthread_cond_signal(changed)
            pthread_mutex_unlock(lock)
        }

        func close() {
            pthread_mutex_lock(lock)
            isClosed = true
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(lock)
        }

        /// The next piece of work; waits for one, and gives nil when closed and empty.
        func next() -> (@Sendable () -> Void)? {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            while first == queue.count {
                if isClosed { return nil }
                pthread_cond_wait(changed, lock)
            }
            let work = queue[first]
            first += 1
            if first == queue.count {
                queue = []
                first = 0
            }
            return work
        }
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
                while let work = shared.next() { work() }
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
