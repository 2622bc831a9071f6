internal import Foundation
internal import Synchronization

/// The right to write to a collection. One holder at a time, over all processes; ends with ``release()``, when the value
/// goes, or with the process (the kernel drops it, so a killed writer never leaves a collection locked).
public final class WriterLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Waits up to `wait` seconds.
    ///
    /// - Throws: ``CatalogueError`` with code `locked`, which names the process that writes.
    init(at path: String, wait: Double) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CatalogueError.system(errno, doing: "open the lock of the collection", path)
        }
        let deadline = ContinuousClock.now + .seconds(wait)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let problem = errno
            guard problem == EWOULDBLOCK || problem == EINTR else {
                close(descriptor)
                throw CatalogueError.system(problem, doing: "lock the collection", path)
            }
            guard ContinuousClock.now < deadline else {
                let holder = Self.holder(descriptor)
                close(descriptor)
                throw CatalogueError(
                    .locked,
                    "another Kist\(holder.map { " (process \($0))" } ?? "") is writing to this collection: "
                        + "wait until it has finished and try again", place: path)
            }
            usleep(20_000)
        }
        self.descriptor = Mutex(descriptor)
        // Only for the message above, so a full disk must not stop a writer here.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
    }

    private static func holder(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 24)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    public func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    deinit { release() }
}
