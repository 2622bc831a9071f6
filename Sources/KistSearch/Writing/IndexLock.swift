import Glibc

/// The writer's place in an index folder: a lock on a file that ends with the process at the latest.
final class IndexLock {
    private var descriptor: Int32

    init(folder: String) throws {
        let path = folder + "/lock"
        descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileSystem.error("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            Glibc.close(descriptor)
            descriptor = -1
            guard number == EWOULDBLOCK else { throw FileSystem.error("lock", path, number) }
            throw SearchError(.locked, "Another program is writing to the search index. Try again later.", path: folder)
        }
    }

    func release() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    deinit { release() }
}
