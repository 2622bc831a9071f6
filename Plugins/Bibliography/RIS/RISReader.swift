import KistPlugin

/// Reads an RIS file from one end to the other and hands on each record as soon as it is complete.
struct RISReader {
    private var splitter: RISSplitter
    private let sink: EntrySink
    private var recoded: (first: Int, count: Int) = (0, 0)
    private var lastProgress: Int64 = 0

    init(_ source: TextSource, _ sink: EntrySink) {
        splitter = RISSplitter(source)
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

    private mutating func read(_ record: RISSplitter.Record) throws(PluginError) {
        var bytes = record.bytes
        let findings = EntryBytes.clean(&bytes, fallback: .windows1252)
        if findings.contains(.recoded) {
            if recoded.count == 0 { recoded.first = record.line }
            recoded.count += 1
        }
        if findings.contains(.controls) {
            try sink.warn("control-characters", "Control characters in the record became spaces.", line: record.line)
        }
        let fields = RISRecord(bytes)
        guard fields.fields.contains(where: { $0.tag != .type && !$0.text.isEmpty }) else {
            try sink.broken("ris-empty", "The record holds nothing but its type.", line: record.line)
            return
        }
        if !record.isClosed {
            try sink.warn(
                "ris-unclosed", "The record has no “ER” line; it ends where the next begins.", line: record.line)
        }
        if fields.dropped > 0 {
            try sink.warn(
                "limit-fields",
                "The record has \(fields.dropped) fields more than the \(RISRecord.maximumFields) that are read.",
                line: record.line)
        }
        let (item, key, type, cutNames) = RISItem.map(fields)
        if type.isEmpty {
            try sink.warn("ris-no-type", "The record has no “TY” line; its kind is not known.", line: record.line)
        }
        if cutNames {
            try sink.warn(
                "limit-names", "Only the first \(RISItem.maximumNames) names of the record were read.",
                line: record.line)
        }
        try sink.entry(item, key: key, type: type, line: record.line)
    }
}
