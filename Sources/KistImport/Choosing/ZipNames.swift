/// The names of a zip's entries, as far as the sample shows them. The central directory at the end counts when it can be
/// found, since local headers alone can be hidden or faked; a file that is cut off is judged by its local headers.
///
/// Nothing is inflated and no length is believed before it is compared with what is there.
struct ZipNames: Hashable, Sendable {
    /// Raw names read as UTF-8, repaired where they are not; rules ask for ASCII names only.
    var names: Set<String>

    /// Nil when the sample is not the start or end of a zip.
    static func find(in sample: ContentSample) -> ZipNames? {
        if let central = centralNames(sample) { return ZipNames(names: central) }
        let local = localNames(sample.head)
        return local.isEmpty ? nil : ZipNames(names: local)
    }

    /// More names than this tell nothing more.
    private static let maximumNames = 4_000

    private static func centralNames(_ sample: ContentSample) -> Set<String>? {
        let tail = sample.tail
        guard tail.count >= 22 else { return nil }
        // The end record has 22 bytes and a comment: looked for from the end on, as readers do.
        // A tail full of false end records must not cost more than a few looks.
        var tries = 0
        for start in stride(from: tail.count - 22, through: 0, by: -1)
        where tail[start] == 0x50 && word32(tail, start) == 0x0605_4B50 {
            tries += 1
            if tries > 8 { break }
            // Where bytes follow the zip, only offsets that fit the whole file tell its own end record from that of a zip
            // that is stored in it.
            let length = Int(word32(tail, start + 12)), offset = Int64(word32(tail, start + 16))
            let isLast = start + 22 + word16(tail, start + 20) == tail.count
            let position = sample.size - Int64(tail.count) + Int64(start)
            guard isLast || offset + Int64(length) == position else { continue }
            // Counted back from the end record rather than by its offset, which lies when something precedes the zip.
            let first = max(0, start - length)
            if let names = chain(tail, from: first, to: start, exact: start >= length) { return names }
            // A zip64 archive has its own end record and locator (76 bytes together) between directory and end record.
            if let names = zip64Names(tail, endRecord: start) { return names }
        }
        return nil
    }

    private static func zip64Names(_ tail: [UInt8], endRecord: Int) -> Set<String>? {
        let locator = endRecord - 20
        guard locator >= 56, word32(tail, locator) == 0x0706_4B50 else { return nil }
        let record = locator - 56
        guard word32(tail, record) == 0x0606_4B50 else { return nil }
        let length = word64(tail, record + 40)
        let isWhole = length <= UInt64(record)
        return chain(tail, from: isWhole ? record - Int(length) : 0, to: record, exact: isWhole)
    }

    /// Reads directory entries that follow each other without a gap and end at `end`. When the directory begins before
    /// the sample, the first place from which such a chain reaches the end is taken.
    private static func chain(_ bytes: [UInt8], from first: Int, to end: Int, exact: Bool) -> Set<String>? {
        if exact { return walk(bytes, from: first, to: end) }
        var start = first
        var tries = 0
        while start + 46 <= end, tries < 64 {
            if bytes[start] == 0x50, word32(bytes, start) == 0x0201_4B50 {
                if let names = walk(bytes, from: start, to: end), !names.isEmpty { return names }
                tries += 1
            }
            start += 1
        }
        return nil
    }

    private static func walk(_ bytes: [UInt8], from first: Int, to end: Int) -> Set<String>? {
        var names: Set<String> = []
        var at = first
        while at < end {
            guard end - at >= 46, word32(bytes, at) == 0x0201_4B50 else { return nil }
            let name = word16(bytes, at + 28), extra = word16(bytes, at + 30), comment = word16(bytes, at + 32)
            guard end - at >= 46 + name + extra + comment else { return nil }
            if names.count < maximumNames {
                names.insert(String(decoding: bytes[at + 46..<at + 46 + name], as: UTF8.self))
            }
            at += 46 + name + extra + comment
        }
        return names
    }

    /// Names from local headers, from the start of the file on, as long as the sizes lead to the next header.
    private static func localNames(_ head: [UInt8]) -> Set<String> {
        var names: Set<String> = []
        var at = 0
        while head.count - at >= 30, word32(head, at) == 0x0403_4B50, names.count < maximumNames {
            let flags = word16(head, at + 6)
            let packed = Int(word32(head, at + 18))
            let name = word16(head, at + 26), extra = word16(head, at + 28)
            guard head.count - at >= 30 + name else { break }
            names.insert(String(decoding: head[at + 30..<at + 30 + name], as: UTF8.self))
            let data = at + 30 + name + extra
            if flags & 8 != 0, packed == 0 {
                // The size follows the data: the next header is looked for.
                guard let next = nextHeader(head, after: data) else { break }
                at = next
            } else {
                guard packed < head.count - min(data, head.count) else { break }
                at = data + packed
            }
        }
        return names
    }

    private static func nextHeader(_ head: [UInt8], after start: Int) -> Int? {
        var at = start
        while head.count - at >= 30 {
            if head[at] == 0x50, word32(head, at) == 0x0403_4B50 { return at }
            at += 1
        }
        return nil
    }

    // MARK: - Little-endian numbers; callers have checked the bounds

    private static func word16(_ bytes: [UInt8], _ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }

    private static func word32(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        UInt32(word16(bytes, at)) | UInt32(word16(bytes, at + 2)) << 16
    }

    private static func word64(_ bytes: [UInt8], _ at: Int) -> UInt64 {
        UInt64(word32(bytes, at)) | UInt64(word32(bytes, at + 4)) << 32
    }
}
