import KistPlugin

/// Cuts an RIS file into records, in one pass. A record runs from `TY` to `ER`; where `ER` is missing, to the next `TY`.
struct RISSplitter {
    /// Longest record that is read.
    static let maximumRecord = 16 * 1024 * 1024

    struct Record {
        /// All lines of the record, without the one of its `ER`.
        var bytes: [UInt8]
        var line: Int
        /// Whether its end was marked.
        var isClosed: Bool
    }

    enum Piece {
        case record(Record)
        /// A record beyond `maximumRecord`, which was passed.
        case tooLong(line: Int)
    }

    var source: TextSource
    /// Lines outside all records that hold something.
    private(set) var strayLines = 0

    init(_ source: TextSource) { self.source = source }

    mutating func next() throws(PluginError) -> Piece? {
        // Between the records.
        while true {
            guard let line = try line(from: 0) else { return nil }
            let range = source.position..<source.position + line.end
            guard let (tag, _) = RISTag.read(source.buffer, range) else {
                if !ASCII.trimmed(source.buffer, range).isEmpty { strayLines += 1 }
                source.advance(line.next)
                continue
            }
            if tag == .end {
                source.advance(line.next)
                continue
            }
            return try record()
        }
    }

    private mutating func record() throws(PluginError) -> Piece {
        let start = source.line
        var index = 0
        var hasContent = false
        while let line = try line(from: index) {
            if line.end - index >= 4, mayEnd(at: index),
                let (tag, _) = RISTag.read(source.buffer, source.position + index..<source.position + line.end)
            {
                if tag == .end {
                    return finish(index, line.next, start, isClosed: true)
                }
                // Another type right after the first is a slip of the exporter; later it begins the next record.
                if tag == .type, hasContent { return finish(index, index, start, isClosed: false) }
                if tag != .type { hasContent = true }
            } else if line.end > index {
                hasContent = true
            }
            index = line.next
            if index > Self.maximumRecord {
                source.advance(index)
                try skipRecord()
                return .tooLong(line: start)
            }
        }
        return finish(index, index, start, isClosed: false)
    }

    /// Whether the line at `index` can begin with `TY`, `ER` or another tag: a quick look before the full one.
    private func mayEnd(at index: Int) -> Bool {
        switch source[index] {
        case UInt8(ascii: "T"), UInt8(ascii: "E"), UInt8(ascii: "t"), UInt8(ascii: "e"), 0x20, 0x09: true
        default: false
        }
    }

    private mutating func finish(_ end: Int, _ next: Int, _ line: Int, isClosed: Bool) -> Piece {
        let bytes = Array(source.buffer[source.position..<source.position + end])
        source.advance(next)
        return .record(Record(bytes: bytes, line: line, isClosed: isClosed))
    }

    private mutating func skipRecord() throws(PluginError) {
        while let line = try line(from: 0) {
            let found = RISTag.read(source.buffer, source.position..<source.position + line.end)?.tag
            if found == .type { return }
            source.advance(line.next)
            if found == .end { return }
        }
    }

    /// The line that begins at `start`: where it ends and where the next begins; nil at the end of the file. A line
    /// longer than any record is cut.
    private mutating func line(from start: Int) throws(PluginError) -> (end: Int, next: Int)? {
        var index = start
        while true {
            let count = source.available
            while index < count {
                let byte = source[index]
                if byte == 0x0A { return (index, index + 1) }
                if byte == 0x0D {
                    if index + 1 >= count, try source.more() { break }
                    return (index, index + 1 < source.available && source[index + 1] == 0x0A ? index + 2 : index + 1)
                }
                index += 1
            }
            if index < source.available { continue }
            if index - start > Self.maximumRecord { return (index, index) }
            if try !source.more() { return index > start ? (index, index) : nil }
        }
    }
}
