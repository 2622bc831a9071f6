import Glibc

/// Postings that a builder wrote aside to free memory, in a file that has no name: terms ascending, for each the lengths
/// of its bytes and of its stream and the number of its documents (u32), then bytes and stream.
final class SpilledPostings {
    private let path: String
    private let descriptor: Int32
    private static let headerSize = 12

    /// The file is beside `path`; it goes with this value or with the process.
    init(path: String) throws {
        self.path = path + ".spilled"
        descriptor = Glibc.open(self.path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSystem.error("write", self.path) }
        unlink(self.path)
    }

    deinit { Glibc.close(descriptor) }

    func write(_ terms: TermTable, _ streams: TermStreams) throws {
        let buffer = ByteBuffer(capacity: 1 << 20)
        for number in terms.sorted() {
            let bytes = UnsafeRawBufferPointer(terms.bytes(Int(number)))
            let header = buffer.appendZeros(Self.headerSize)
            buffer.append(bytes)
            let start = buffer.count
            let documents = streams.copy(Int(number), to: buffer)
            buffer.overwrite(UInt32(bytes.count), at: header)
            buffer.overwrite(UInt32(buffer.count - start), at: header + 4)
            buffer.overwrite(UInt32(documents), at: header + 8)
            if buffer.count >= 1 << 20 {
                try FileSystem.writeAll(descriptor, buffer.bytes, path: path)
                buffer.removeAll()
            }
        }
        try FileSystem.writeAll(descriptor, buffer.bytes, path: path)
    }

    /// Reads the postings from the first on.
    ///
    /// Invariant: `filled` bytes of `block`, which has `capacity`, are the file's from `start` on; `at` is in them.
    final class Cursor: TermSource {
        private let file: SpilledPostings
        private var block: UnsafeMutablePointer<UInt8>
        private var capacity = 1 << 18
        private var filled = 0
        private var at = 0
        private var offset = 0
        private var termLength = 0
        private var streamLength = 0
        private var documentCount = 0
        private(set) var term: UnsafeRawBufferPointer?

        init(_ file: SpilledPostings) throws {
            self.file = file
            block = GrowingMemory.reserve(capacity, of: UInt8.self)
        }

        deinit { GrowingMemory.release(block) }

        func advance() throws {
            at += term == nil ? 0 : SpilledPostings.headerSize + termLength + streamLength
            guard try hold(SpilledPostings.headerSize) else {
                term = nil
                return
            }
            func number(_ place: Int) -> Int {
                Int(UInt32(littleEndian: UnsafeRawPointer(block + at + place).loadUnaligned(as: UInt32.self)))
            }
            termLength = number(0)
            streamLength = number(4)
            documentCount = number(8)
            guard try hold(SpilledPostings.headerSize + termLength + streamLength) else {
                throw FileSystem.error("read", file.path, EIO)
            }
            term = UnsafeRawBufferPointer(start: block + at + SpilledPostings.headerSize, count: termLength)
        }

        func postings() -> (stream: UnsafeRawBufferPointer, documentCount: Int) {
            let start = block + at + SpilledPostings.headerSize + termLength
            return (UnsafeRawBufferPointer(start: start, count: streamLength), documentCount)
        }

        /// Reads until `count` bytes from `at` on are in the block; false where the file ends at `at`.
        private func hold(_ count: Int) throws -> Bool {
            if filled - at >= count { return true }
            memmove(block, block + at, filled - at)
            filled -= at
            at = 0
            if count > capacity {
                block = GrowingMemory.grow(block, from: capacity, to: count)
                capacity = count
            }
            while filled < count {
                let got = pread(file.descriptor, block + filled, capacity - filled, off_t(offset))
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw FileSystem.error("read", file.path) }
                if got == 0 { break }
                filled += got
                offset += got
            }
            guard filled == 0 || filled >= count else { throw FileSystem.error("read", file.path, EIO) }
            return filled > 0
        }
    }
}
