/// The first and last 64 KiB of a file: all that is ever looked at to tell what it is.
struct ContentSample: Sendable {
    static let span = 64 << 10

    /// The first bytes, at most `span`.
    let head: [UInt8]
    /// The last bytes, at most `span`; overlaps or equals `head` in a short file.
    let tail: [UInt8]
    /// Bytes in the whole file.
    let size: Int64

    init(head: [UInt8], tail: [UInt8], size: Int64) {
        self.head = head
        self.tail = tail
        self.size = size
    }

    /// A file that is all here.
    init(_ bytes: [UInt8]) {
        self.init(head: Array(bytes.prefix(Self.span)), tail: Array(bytes.suffix(Self.span)), size: Int64(bytes.count))
    }

    init(_ reader: FileReader) throws(ImportError) {
        let head = try reader.read(at: 0, count: Self.span)
        let tail =
            reader.size <= Int64(Self.span)
            ? head : try reader.read(at: reader.size - Int64(Self.span), count: Self.span)
        self.init(head: head, tail: tail, size: reader.size)
    }

    /// True when `pattern` stands at `offset`; a negative offset counts from the end of the file. What lies outside the
    /// first and last 64 KiB never matches.
    func has(_ pattern: [UInt8], at offset: Int64) -> Bool {
        guard !pattern.isEmpty, offset > Int64.min / 2 else { return false }
        let start = offset >= 0 ? offset : size + offset
        guard start >= 0, start <= size - Int64(pattern.count) else { return false }
        let tailStart = size - Int64(tail.count)
        for (part, partStart) in [(head, Int64(0)), (tail, tailStart)] {
            let from = start - partStart
            guard from >= 0, from <= Int64(part.count - pattern.count) else { continue }
            if part[Int(from)..<Int(from) + pattern.count].elementsEqual(pattern) { return true }
        }
        return false
    }

    /// True when the head reads as text in some encoding: once decoded no control characters but white space, or so few
    /// that they are colours of a terminal rather than data, and never a zero.
    var looksLikeText: Bool {
        guard !head.isEmpty else { return false }
        let decoded = TextDecoding.decode(head.prefix(8 << 10))
        let controls = decoded.count {
            $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D && $0 != 0x0C && $0 != 0x1A
        }
        return controls * 100 <= decoded.count && !decoded.contains(0)
    }
}
