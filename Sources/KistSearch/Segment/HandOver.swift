import Glibc
import Synchronization

/// A bounded queue between two threads: `put` waits while it is full, `take` while it is empty.
///
/// Elements go back the same way when they are used up, and the thread that made them lets go of them: memory that one
/// thread gets and another gives back makes both wait for the allocator's lock.
///
/// Invariant for `@unchecked Sendable`: everything is read and written with `mutex` held.
final class HandOver<Element: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var elements: [Element] = []
    /// Used up, and still to be let go of.
    private var spent: [Element] = []
    private let capacity: Int
    private var isEnded = false

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// How many elements wait to be taken, at this moment.
    var count: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return elements.count
    }

    /// False when the queue has ended: the element is not taken.
    func put(_ element: Element) -> Bool {
        var released: [Element] = []
        // After the lock, in the thread that puts.
        defer { released.removeAll() }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while elements.count == capacity, !isEnded { pthread_cond_wait(changed, mutex) }
        swap(&released, &spent)
        if isEnded { return false }
        elements.append(element)
        pthread_cond_broadcast(changed)
        return true
    }

    /// The oldest element; nil when the queue has ended and is empty. `last` is the one taken before, used up now: the
    /// caller may hold nothing of it any more.
    func take(returning last: consuming Element?) -> Element? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if let last = consume last { spent.append(last) }
        while elements.isEmpty, !isEnded { pthread_cond_wait(changed, mutex) }
        guard !elements.isEmpty else { return nil }
        pthread_cond_broadcast(changed)
        return elements.removeFirst()
    }

    /// No more comes; what is there can still be taken.
    func end() {
        pthread_mutex_lock(mutex)
        isEnded = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }
}
