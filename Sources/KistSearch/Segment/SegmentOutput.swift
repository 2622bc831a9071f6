import Glibc

/// Writes the body of a segment in one pass, to a file or to memory, with a checksum for each page.
final class SegmentOutput {
    private let path: String?
    private var descriptor: Int32 = -1
    private let page = ByteBuffer(capacity: SegmentLayout.pageSize)
    private let memory = ByteBuffer()
    private var pageSums: [UInt64] = []
    private var sections: [(kind: UInt16, field: UInt16, offset: Int, length: Int)] = []
    /// Offset in the file of the next byte.
    private(set) var offset = SegmentLayout.headerSize

    /// `nil` keeps everything in memory.
    init(path: String?) throws {
        self.path = path
        if let path {
            descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FileSystem.error("write", path) }
        }
        let header = [UInt8](repeating: 0, count: SegmentLayout.headerSize)
        try header.withUnsafeBytes { try put($0) }
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        offset += bytes.count
        while rest.count > 0 {
            if page.count == 0, rest.count >= SegmentLayout.pageSize {
                // Whole pages need no copy.
                let whole = UnsafeRawBufferPointer(rebasing: rest[0..<SegmentLayout.pageSize])
                pageSums.append(Checksum.xxh64(whole))
                try put(whole)
                rest = UnsafeRawBufferPointer(rebasing: rest[SegmentLayout.pageSize...])
                continue
            }
            let room = SegmentLayout.pageSize - page.count
            let part = min(room, rest.count)
            page.append(UnsafeRawBufferPointer(rebasing: rest[0..<part]))
            rest = UnsafeRawBufferPointer(rebasing: rest[part...])
            if page.count == SegmentLayout.pageSize { try flushPage() }
        }
    }

    private func add(_ section: SegmentLayout.Section, field: Int?, _ start: Int, _ length: Int) {
        sections.append((section.rawValue, field.map { UInt16($0) } ?? SegmentLayout.noField, start, length))
    }

    func section(_ section: SegmentLayout.Section, field: Int? = nil, _ bytes: UnsafeRawBufferPointer) throws {
        add(section, field: field, offset, bytes.count)
        try append(bytes)
    }

    func section(_ section: SegmentLayout.Section, field: Int? = nil, _ buffer: ByteBuffer) throws {
        try withExtendedLifetime(buffer) { try self.section(section, field: field, buffer.bytes) }
    }

    /// Writes what a spool has. One that writes ahead must come before all others.
    func section(_ section: SegmentLayout.Section, _ spool: ByteSpool) throws {
        let length = spool.count
        try spool.copy(to: self)
        add(section, field: nil, offset - length, length)
    }

    /// Writes a spool that holds several sections one after the other.
    func sections(_ parts: [(section: SegmentLayout.Section, field: Int, length: Int)], _ spool: ByteSpool) throws {
        var start = offset
        for part in parts {
            add(part.section, field: part.field, start, part.length)
            start += part.length
        }
        try spool.copy(to: self)
    }

    /// Writes tables and header; a file is not synced. Returns the bytes when they are in memory.
    func finish(documentCount: Int, fingerprint: UInt64) throws -> MappedFile? {
        let zeros = [UInt8](repeating: 0, count: SegmentLayout.padding)
        try zeros.withUnsafeBytes { try append($0) }
        let bodyEnd = offset
        if page.count > 0 { try flushPage() }
        let tables = ByteBuffer()
        for sum in pageSums { tables.append(sum) }
        for entry in sections {
            tables.append(entry.kind)
            tables.append(entry.field)
            tables.append(UInt32(0))
            tables.append(UInt64(entry.offset))
            tables.append(UInt64(entry.length))
        }
        try put(tables.bytes)
        let header = ByteBuffer()
        header.append(SegmentLayout.magic)
        header.append(SegmentLayout.version)
        header.append(UInt32(documentCount))
        header.append(UInt64(bodyEnd))
        header.append(UInt64(bodyEnd + tables.count))
        header.append(UInt32(sections.count))
        header.append(UInt32(pageSums.count))
        header.append(Checksum.xxh64(tables.bytes))
        header.append(fingerprint)
        header.append(Checksum.xxh64(header.bytes))
        guard let path else {
            memory.start.copyMemory(from: header.start, byteCount: header.count)
            return MappedFile(copying: memory.bytes)
        }
        guard pwrite(descriptor, header.start, header.count, 0) == header.count else {
            throw FileSystem.error("write", path)
        }
        return nil
    }

    private func flushPage() throws {
        pageSums.append(Checksum.xxh64(page.bytes))
        try put(page.bytes)
        page.removeAll()
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws {
        if let path {
            try FileSystem.writeAll(descriptor, bytes, path: path)
        } else {
            memory.append(bytes)
        }
    }
}
