import Synchronization

/// The bytes of one segment: header and tables are checked when it is opened, each page of the body before its first use.
///
/// Invariant for `@unchecked Sendable`: all is constant after `init` but the page marks, which are atomic and only ever
/// set, after the page agreed with its checksum.
final class SegmentFile: @unchecked Sendable {
    struct Part: Sendable {
        var offset = 0
        var length = 0
    }

    let name: String
    let path: String?
    let documentCount: Int
    let fingerprint: UInt64
    private let mapped: MappedFile
    private let base: UnsafeRawPointer
    private let bodyEnd: Int
    private let pageCount: Int
    private let parts: [UInt32: Part]
    private let marks: UnsafeMutablePointer<Atomic<UInt64>>
    private let markCount: Int

    init(name: String, path: String?, mapped: MappedFile) throws {
        self.name = name
        self.path = path
        self.mapped = mapped
        func fail(_ code: SearchError.Code, _ place: String) -> SearchError {
            let message =
                switch code {
                case .foreign: "A file of the search index is not a segment. Rebuild the index."
                case .tooNew: "The search index was written by a newer version of this program. Update, then try again."
                default: "The search index is damaged. Rebuild the index."
                }
            return SearchError(code, message, path: path ?? name, place: place)
        }
        guard mapped.bytes.count >= SegmentLayout.headerSize, let base = mapped.bytes.baseAddress else {
            throw fail(.corrupt, "header: the file ends early")
        }
        self.base = base
        var header = ByteReader(UnsafeRawBufferPointer(rebasing: mapped.bytes[0..<SegmentLayout.headerSize]))
        guard try header.uint64() == SegmentLayout.magic else { throw fail(.foreign, "header, byte 0") }
        let version = try header.uint32()
        let documents = try header.uint32()
        let bodyEnd = try header.uint64()
        let length = try header.uint64()
        let sectionCount = Int(try header.uint32())
        let pages = Int(try header.uint32())
        let tableSum = try header.uint64()
        fingerprint = try header.uint64()
        let sum = try header.uint64()
        guard Checksum.xxh64(UnsafeRawBufferPointer(start: base, count: SegmentLayout.headerSize - 8)) == sum else {
            throw fail(.corrupt, "header, byte 0")
        }
        guard version == SegmentLayout.version else { throw fail(.tooNew, "header, byte 8") }
        guard length == UInt64(mapped.bytes.count), bodyEnd <= length, bodyEnd >= UInt64(SegmentLayout.headerSize)
        else {
            throw fail(.corrupt, "header: the file has \(mapped.bytes.count) bytes, not \(length)")
        }
        documentCount = Int(documents)
        self.bodyEnd = Int(bodyEnd)
        let tables = UnsafeRawBufferPointer(rebasing: mapped.bytes[Int(bodyEnd)...])
        let pageSize = SegmentLayout.pageSize
        guard pages == (self.bodyEnd - SegmentLayout.headerSize + pageSize - 1) / pageSize,
            tables.count == pages * 8 + sectionCount * SegmentLayout.sectionEntrySize,
            Checksum.xxh64(tables) == tableSum
        else { throw fail(.corrupt, "tables, byte \(bodyEnd)") }
        pageCount = pages
        var parts: [UInt32: Part] = [:]
        var reader = ByteReader(tables)
        _ = try reader.bytes(pages * 8)
        for _ in 0..<sectionCount {
            let kind = try reader.uint16()
            let field = try reader.uint16()
            _ = try reader.uint32()
            let offset = try reader.uint64()
            let size = try reader.uint64()
            guard offset >= UInt64(SegmentLayout.headerSize), size <= bodyEnd, offset <= bodyEnd,
                offset + size + UInt64(SegmentLayout.padding) <= bodyEnd
            else { throw fail(.corrupt, "section table, byte \(bodyEnd)") }
            parts[UInt32(kind) << 16 | UInt32(field)] = Part(offset: Int(offset), length: Int(size))
        }
        self.parts = parts
        markCount = (pages + 63) / 64
        marks = .allocate(capacity: max(markCount, 1))
        for index in 0..<max(markCount, 1) { (marks + index).initialize(to: Atomic(0)) }
    }

    deinit {
        marks.deinitialize(count: max(markCount, 1))
        marks.deallocate()
    }

    var byteCount: Int { mapped.bytes.count }

    func part(_ section: SegmentLayout.Section, field: Int? = nil) -> Part {
        parts[UInt32(section.rawValue) << 16 | UInt32(field ?? Int(SegmentLayout.noField))] ?? Part()
    }

    /// The bytes `from..<from + count` of a section, checked. Sixteen bytes more can be read after them.
    func bytes(_ part: Part, _ from: Int, _ count: Int) throws -> UnsafeRawBufferPointer {
        guard from >= 0, count >= 0, from <= part.length, count <= part.length - from else {
            throw damage(at: part.offset + max(0, min(from, part.length)))
        }
        let start = part.offset + from
        // Padding behind the last value is read too, so its page must be good as well.
        let first = (start - SegmentLayout.headerSize) / SegmentLayout.pageSize
        let last = (start + count + SegmentLayout.padding - 1 - SegmentLayout.headerSize) / SegmentLayout.pageSize
        var page = first
        while page <= last {
            let mark = UInt64(1) &<< UInt64(page & 63)
            if marks[page >> 6].load(ordering: .acquiring) & mark == 0 { try check(page: page, mark: mark) }
            page += 1
        }
        return UnsafeRawBufferPointer(start: base + start, count: count)
    }

    func bytes(_ part: Part) throws -> UnsafeRawBufferPointer {
        try bytes(part, 0, part.length)
    }

    /// Lets the system take back the memory of pages that were read; they are read again where they are needed again.
    func releasePages() { mapped.releasePages() }

    /// Checks every page of the file.
    func verify() throws {
        for page in 0..<pageCount { try check(page: page, mark: UInt64(1) &<< UInt64(page & 63)) }
    }

    func damage(at offset: Int) -> SearchError {
        var place = "byte \(offset)"
        for (key, part) in parts.sorted(by: { $0.key < $1.key })
        where part.offset <= offset && offset < part.offset + part.length {
            if let section = SegmentLayout.Section(rawValue: UInt16(key >> 16)) {
                place = "\(section.name), byte \(offset)"
            }
        }
        return SearchError(
            .corrupt, "The search index is damaged. Rebuild the index.", path: path ?? name, place: place)
    }

    private func check(page: Int, mark: UInt64) throws {
        let start = SegmentLayout.headerSize + page * SegmentLayout.pageSize
        guard page < pageCount else { throw damage(at: min(start, bodyEnd)) }
        let bytes = UnsafeRawBufferPointer(start: base + start, count: min(SegmentLayout.pageSize, bodyEnd - start))
        let expected = base.loadUnaligned(fromByteOffset: bodyEnd + page * 8, as: UInt64.self)
        guard Checksum.xxh64(bytes) == UInt64(littleEndian: expected) else { throw damage(at: start) }
        marks[page >> 6].bitwiseOr(mark, ordering: .acquiringAndReleasing)
    }
}
