import Glibc

/// Read-only bytes: a mapped file or a copy in memory.
///
/// Invariant for `@unchecked Sendable`: the bytes are never written after `init`, and stay until `deinit`. Files of an
/// index are immutable: they are replaced or unlinked, never truncated or rewritten, so a mapping stays valid.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// Maps a whole file.
    init(path: String, isReadOnce: Bool = false) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystem.error("open", path) }
        defer { Glibc.close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw FileSystem.error("read", path) }
        let count = Int(information.st_size)
        if count == 0 {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            isMapped = false
            return
        }
        guard let address = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), address != MAP_FAILED else {
            throw FileSystem.error("map", path)
        }
        if isReadOnce { madvise(address, count, MADV_SEQUENTIAL) }
        bytes = UnsafeRawBufferPointer(start: address, count: count)
        isMapped = true
    }

    /// Lets the system take back the memory of a mapping.
    func releasePages() {
        guard isMapped, let base = bytes.baseAddress else { return }
        madvise(UnsafeMutableRawPointer(mutating: base), bytes.count, MADV_DONTNEED)
    }

    /// Keeps a copy of the bytes.
    init(copying source: UnsafeRawBufferPointer) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 16)
        copy.copyMemory(from: source)
        bytes = UnsafeRawBufferPointer(start: copy.baseAddress, count: source.count)
        isMapped = false
    }

    deinit {
        guard let base = bytes.baseAddress else { return }
        let address = UnsafeMutableRawPointer(mutating: base)
        if isMapped { munmap(address, bytes.count) } else { address.deallocate() }
    }
}
