import Glibc

/// Batches that wait for an encoder: whoever is free takes the oldest.
///
/// Invariant for `@unchecked Sendable`: everything, and `isEncoded` of each batch put, is read and written with `mutex`
/// held.
final class EncodingQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [TermBatch] = []
    private var isEnded = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    func put(_ batch: TermBatch) {
        locked {
            waiting.append(batch)
            pthread_cond_broadcast(changed)
        }
    }

    /// The oldest batch, waiting for one; nil when no more comes.
    func take() -> TermBatch? {
        locked {
            while waiting.isEmpty, !isEnded { pthread_cond_wait(changed, mutex) }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    /// The oldest batch, if one waits.
    func takeWaiting() -> TermBatch? {
        locked { waiting.isEmpty ? nil : waiting.removeFirst() }
    }

    /// Says that a batch which was taken is encoded.
    func finish(_ batch: TermBatch) {
        locked {
            batch.isEncoded = true
            pthread_cond_broadcast(changed)
        }
    }

    func isEncoded(_ batch: TermBatch) -> Bool { locked { batch.isEncoded } }

    func waitUntilEncoded(_ batch: TermBatch) {
        locked { while !batch.isEncoded { pthread_cond_wait(changed, mutex) } }
    }

    /// No more comes, and what waits is not wanted.
    func end() {
        locked {
            isEnded = true
            waiting.removeAll()
            pthread_cond_broadcast(changed)
        }
    }
}
