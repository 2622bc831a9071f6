import Glibc

/// Bytes of a section that is written while others are: kept in memory up to a limit, then in a file beside or, for the
/// first section, in the segment's file itself.
final class ByteSpool {
    private let path: String?
    private let output: SegmentOutput?
    private var descriptor: Int32 = -1
    private var spilled = 0
    let buffer: ByteBuffer
    private static let limit = 4 << 20

    /// `nil` keeps everything in memory.
    init(path: String?, capacity: Int = 65536) {
        self.path = path
        buffer = ByteBuffer(capacity: capacity)
        output = nil
    }

    /// The bytes go to `output` as they come: nothing else may be written there before `copy`.
    init(output: SegmentOutput) {
        path = nil
        self.output = output
        buffer = ByteBuffer(capacity: SegmentLayout.pageSize * 2)
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    var count: Int { spilled + buffer.count }

    /// Call between records: may empty `buffer`.
    func settle() throws {
        if let output {
            guard buffer.count >= SegmentLayout.pageSize else { return }
            try output.append(buffer.bytes)
            spilled += buffer.count
            buffer.removeAll()
            return
        }
        guard let path, buffer.count >= Self.limit else { return }
        if descriptor < 0 {
            descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw FileSystem.error("write", path) }
            unlink(path)
        }
        try FileSystem.writeAll(descriptor, buffer.bytes, path: path)
        spilled += buffer.count
        buffer.removeAll()
    }

    /// Writes all bytes behind what `output` has; what went there as it came is there already.
    func copy(to output: SegmentOutput) throws {
        if spilled > 0, let path {
            guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileSystem.error("read", path) }
            let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { chunk.deallocate() }
            var rest = spilled
            while rest > 0 {
                let got = Glibc.read(descriptor, chunk.baseAddress, min(chunk.count, rest))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { throw FileSystem.error("read", path) }
                try output.append(UnsafeRawBufferPointer(start: chunk.baseAddress, count: got))
                rest -= got
            }
        }
        try output.append(buffer.bytes)
    }

    /// Appends bytes that came before to another buffer. Not for one that writes to a segment's file.
    func copy(_ range: Range<Int>, to other: ByteBuffer) throws {
        precondition(output == nil && range.upperBound <= count)
        let inFile = range.clamped(to: 0..<spilled)
        if !inFile.isEmpty, let path {
            let place = other.appendZeros(inFile.count)
            var done = 0
            while done < inFile.count {
                let got = pread(
                    descriptor, other.start + place + done, inFile.count - done, off_t(inFile.lowerBound + done))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { throw FileSystem.error("read", path) }
                done += got
            }
        }
        let inMemory = range.clamped(to: spilled..<count)
        other.append(
            UnsafeRawBufferPointer(
                rebasing: buffer.bytes[inMemory.lowerBound - spilled..<inMemory.upperBound - spilled]))
    }
}
