import KistPlugin

/// Reads a tagged file from one end to the other and hands on each record as soon as it is complete.
struct TaggedReader {
    private let format: TaggedFormat
    private var splitter: TaggedSplitter
    private let sink: EntrySink
    private var recoded: (first: Int, count: Int) = (0, 0)
    private var lastProgress: Int64 = 0

    init(_ source: TextSource, _ sink: EntrySink, _ format: TaggedFormat) {
        self.format = format
        splitter = TaggedSplitter(source, format.syntax)
        self.sink = sink
    }

    mutating func read() throws(PluginError) -> Coverage {
        while let piece = try splitter.next() {
            switch piece {
            case .record(let record): try read(record)
            case .tooLong(let line):
                try sink.broken("limit-entry", "The record is longer than 16 MB; it was left out.", line: line)
            }
            if splitter.source.readOffset - lastProgress >= 1 << 20 {
                lastProgress = splitter.source.readOffset
                try sink.progress(lastProgress)
            }
        }
        if recoded.count > 0 {
            try sink.warn(
                "encoding-guessed",
                "\(recoded.count) records are not UTF-8 and were read as Windows-1252; check their accents.",
                line: recoded.first)
        }
        return try sink.finish(text: splitter.source.offset, skipped: [("lines outside records", splitter.strayLines)])
    }

    private mutating func read(_ source: TaggedSplitter.Record) throws(PluginError) {
        var bytes = source.bytes
        let findings = EntryBytes.clean(&bytes, fallback: .windows1252)
        if findings.contains(.recoded) {
            if recoded.count == 0 { recoded.first = source.line }
            recoded.count += 1
        }
        if findings.contains(.controls) {
            try sink.warn("control-characters", "Control characters in the record became spaces.", line: source.line)
        }
        var record = TaggedRecord(bytes, format.syntax, lists: format.lists)
        guard record.fields.contains(where: { !$0.value.isEmpty && $0.tag != format.typeTag }) else {
            return try sink.broken(
                "record-empty", "The \(format.name) record holds nothing but its type.", line: source.line)
        }
        if format.marksEnds, !source.isClosed {
            try sink.warn(
                "record-unclosed", "The record has no “ER” line; it ends where the next begins.", line: source.line)
        }
        if record.dropped > 0 {
            try sink.warn(
                "limit-fields",
                "The record has \(record.dropped) fields more than the \(TaggedRecord.maximumFields) that are read.",
                line: source.line)
        }
        format.prepare?(&record)
        let result = ReferenceItem.map(record, format)
        if result.type.isEmpty, format.namesTypes {
            try sink.warn("record-no-type", "The record does not say what kind of work it is.", line: source.line)
        }
        if result.cutNames {
            try sink.warn(
                "limit-names", "Only the first \(ReferenceItem.maximumNames) names of the record were read.",
                line: source.line)
        }
        try sink.entry(result.item, key: result.key, type: result.type, line: source.line)
    }
}
