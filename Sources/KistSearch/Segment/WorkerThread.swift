import Glibc
import Synchronization

/// One thread that runs one closure; its owner waits for it.
final class WorkerThread: Sendable {
    private final class Job: Sendable {
        let body: @Sendable () throws -> Void
        let error = Mutex<(any Error)?>(nil)

        init(_ body: @escaping @Sendable () throws -> Void) { self.body = body }
    }

    private let job: Job
    /// Nil when the thread has been waited for.
    private let thread: Mutex<pthread_t?>

    /// Throws `.io` when the system gives no thread; then the closure does not run.
    init(_ body: @escaping @Sendable () throws -> Void) throws {
        let job = Job(body)
        self.job = job
        var handle = pthread_t()
        let context = Unmanaged.passRetained(job).toOpaque()
        let failure = pthread_create(
            &handle, nil,
            { context in
                guard let context else { return nil }
                let job = Unmanaged<Job>.fromOpaque(context).takeRetainedValue()
                do { try job.body() } catch { job.error.withLock { $0 = error } }
                return nil
            }, context)
        guard failure == 0 else {
            Unmanaged<Job>.fromOpaque(context).release()
            thread = Mutex(nil)
            throw SearchError(.io, "The system gives no further thread: \(String(cString: strerror(failure))).")
        }
        thread = Mutex(handle)
    }

    /// Waits for the end.
    func wait() {
        thread.withLock { thread in
            if let handle = thread { pthread_join(handle, nil) }
            thread = nil
        }
    }

    /// Waits for the end; throws what the closure threw.
    func join() throws {
        wait()
        if let error = job.error.withLock({ $0 }) { throw error }
    }

    deinit { wait() }
}
