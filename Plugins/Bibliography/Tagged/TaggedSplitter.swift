import KistPlugin

/// Cuts a tagged file into records, in one pass. Where a record's end is missing it goes on to the next one's beginning.
struct TaggedSplitter {
    /// Longest record that is read.
    static let maximumRecord = 16 * 1024 * 1024

    struct Record {
        /// All lines of the record, without the one that ends it.
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
    private let syntax: TaggedSyntax
    /// Lines outside all records that hold something.
    private(set) var strayLines = 0

    init(_ source: TextSource, _ syntax: TaggedSyntax) {
        self.source = source
        self.syntax = syntax
    }

    mutating func next() throws(PluginError) -> Piece? {
        // Between the records.
        while true {
            guard let line = try line(from: 0) else { return nil }
            let range = source.position..<source.position + line.end
            guard let (tag, _) = syntax.read(source.buffer, range) else {
                if !ASCII.trimmed(source.buffer, range).isEmpty { strayLines += 1 }
                source.advance(line.next)
                continue
            }
            switch syntax.mark(tag) {
            case .ends, .outside: source.advance(line.next)
            case .begins, .beginsAfterBlank, .field: return try record()
            }
        }
    }

    private mutating func record() throws(PluginError) -> Piece {
        let start = source.line
        var index = 0
        var hasContent = false
        var sawBlank = false
        var isFirst = true
        var beganWithMark = false
        while let line = try line(from: index) {
            if line.end == index {
                sawBlank = true
            } else if line.end - index >= 2, syntax.mayDivide(source[index]),
                let (tag, _) = syntax.read(source.buffer, source.position + index..<source.position + line.end)
            {
                switch syntax.mark(tag) {
                case .ends: return finish(index, line.next, start, isClosed: true)
                case .begins:
                    // Another type right after the first is a slip of the exporter; later it begins the next record.
                    if hasContent { return finish(index, index, start, isClosed: false) }
                    if isFirst { beganWithMark = true }
                case .beginsAfterBlank:
                    if sawBlank, hasContent, !beganWithMark { return finish(index, index, start, isClosed: true) }
                    hasContent = true
                case .outside:
                    if hasContent { return finish(index, index, start, isClosed: false) }
                case .field: hasContent = true
                }
                isFirst = false
                sawBlank = false
            } else {
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

    private mutating func finish(_ end: Int, _ next: Int, _ line: Int, isClosed: Bool) -> Piece {
        let bytes = Array(source.buffer[source.position..<source.position + end])
        source.advance(next)
        return .record(Record(bytes: bytes, line: line, isClosed: isClosed))
    }

    private mutating func skipRecord() throws(PluginError) {
        while let line = try line(from: 0) {
            let found = syntax.read(source.buffer, source.position..<source.position + line.end)?.tag
            let mark = found.map { syntax.mark($0) } ?? .field
            if case .begins = mark { return }
            source.advance(line.next)
            if case .ends = mark { return }
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
