import KistPlugin

/// Reads an XML file of records. A record that is not well formed fails alone: reading goes on at the next one, with the
/// file's own beginning before it.
struct XMLRecordReader {
    /// How much of a file may come before its first record for reading to go on after a fault.
    private static let maximumHead = 64 * 1024
    private static let maximumRestarts = 500

    private let input: any JobInput
    private let sink: EntrySink
    private let kinds: [XMLRecordKind]

    init(_ input: any JobInput, _ sink: EntrySink, kinds: [XMLRecordKind]) {
        self.input = input
        self.sink = sink
        self.kinds = kinds
    }

    func read() throws(PluginError) -> Coverage {
        let sink = sink
        var limits = XMLPushParser.Limits()
        limits.htmlNames = true
        let parser = try XMLPushParser(names: XMLName.vocabulary, namespaces: XMLSpace.addresses, limits: limits)
        let handler = XMLRecordHandler(kinds: kinds) { line throws(PluginError) in
            try sink.broken(
                "limit-entry", "The record is larger than what is read of one; it was left out.", line: line)
        } finish: { kind, tree, line throws(PluginError) in
            try Self.finish(kind, &tree, line, sink)
        }
        handler.parser = parser
        var pieces = try XMLPieces(input, names: kinds.flatMap(\.elementNames))
        var head: [UInt8] = []
        var sawRecord = false
        var isSkipping = false
        var restarts = 0
        var lastProgress: Int64 = 0
        // Lines before the piece at hand.
        var lines = 0
        // A piece that began while the record before it was open still, should that prove to have no end.
        var doubtful: (bytes: [UInt8], lines: Int)?
        parser.begin(handler)
        while let piece = try pieces.next() {
            defer { lines += Self.lines(pieces.bytes, piece.range) }
            if isSkipping {
                guard piece.isRecord else { continue }
                isSkipping = false
                restart(parser, handler, head, lines)
            }
            if piece.isRecord { sawRecord = true }
            if !sawRecord, head.count <= Self.maximumHead { head += pieces.bytes[piece.range] }
            let wasInRecord = handler.isInRecord && piece.isRecord
            if piece.isRecord { doubtful = wasInRecord ? (Array(pieces.bytes[piece.range]), lines) : nil }
            var isRead = feed(parser, pieces.bytes, piece.range)
            if let failure = handler.failure { throw failure }
            if !isRead, wasInRecord, canRestart(parser, head, sawRecord, &restarts) {
                // What failed is the record before, whose end is missing.
                try tell(parser, handler)
                restart(parser, handler, head, lines)
                isRead = feed(parser, pieces.bytes, piece.range)
                if let failure = handler.failure { throw failure }
            }
            if !isRead {
                guard canRestart(parser, head, sawRecord, &restarts) else { break }
                try tell(parser, handler)
                isSkipping = true
            }
            if pieces.offset - lastProgress >= 1 << 20 {
                lastProgress = pieces.offset
                try sink.progress(lastProgress)
            }
        }
        if !isSkipping, var failure = parser.finish() {
            if let failure = handler.failure { throw failure }
            if let again = doubtful, canRestart(parser, head, sawRecord, &restarts) {
                try tell(parser, handler)
                restart(parser, handler, head, again.lines)
                _ = feed(parser, again.bytes, 0..<again.bytes.count)
                let second = parser.finish()
                if let failure = handler.failure { throw failure }
                guard let second else { return try sink.finish(text: input.size, skipped: []) }
                failure = second
            }
            try end(failure, handler)
        }
        return try sink.finish(text: min(pieces.offset, input.size), skipped: [])
    }

    private func feed(_ parser: XMLPushParser, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.withUnsafeBytes { parser.feed(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    private func canRestart(
        _ parser: XMLPushParser, _ head: [UInt8], _ sawRecord: Bool, _ restarts: inout Int
    ) -> Bool {
        restarts += 1
        guard sawRecord, head.count <= Self.maximumHead, restarts <= Self.maximumRestarts else { return false }
        switch parser.failure?.code {
        case .malformed, .encoding, .depth, .attributes, .namespaces, .size: return true
        default: return false
        }
    }

    /// Begins again with what stood before the first record.
    private func restart(_ parser: XMLPushParser, _ handler: XMLRecordHandler, _ head: [UInt8], _ lines: Int) {
        handler.restart()
        handler.lineOffset = lines - Self.lines(head, 0..<head.count)
        parser.begin(handler)
        _ = feed(parser, head, 0..<head.count)
    }

    private func tell(_ parser: XMLPushParser, _ handler: XMLRecordHandler) throws(PluginError) {
        let message = parser.failure?.message ?? "it is not well formed"
        let line = handler.isInRecord ? handler.recordLine : Self.currentLine(parser, handler)
        try sink.broken(
            parser.failure?.code.rawValue ?? "xml-malformed", "A record was left out: \(message).", line: line)
    }

    private static func currentLine(_ parser: XMLPushParser, _ handler: XMLRecordHandler) -> Int {
        handler.lineOffset + max(1, parser.failure?.line ?? 1)
    }

    /// The file ends with a fault.
    private func end(_ failure: XMLFailure, _ handler: XMLRecordHandler) throws(PluginError) {
        let place = "line \(handler.lineOffset + failure.line)"
        if sink.read == 0, sink.broken == 0 {
            switch failure.code {
            case .declaration, .encoding, .malformed, .stopped:
                throw PluginError(.damaged, "The XML cannot be read: \(failure.message).", place: place)
            case .depth, .attributes, .namespaces, .memory, .size:
                throw PluginError(.limit, "The XML cannot be read: \(failure.message).", place: place)
            }
        }
        try sink.broken(
            failure.code.rawValue, "The file cannot be read from here on: \(failure.message).", place: place)
    }

    private static func lines(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var count = 0
        for index in range where bytes[index] == 0x0A { count += 1 }
        return count
    }

    private static func finish(
        _ kind: XMLRecordKind, _ tree: inout RecordTree, _ line: Int, _ sink: EntrySink
    ) throws(PluginError) {
        var builder = ItemBuilder()
        guard let record = kind.map(&tree, &builder), builder.has(.title) || builder.count > 1 else {
            return try sink.broken("record-empty", "The record says nothing about a work; it was left out.", line: line)
        }
        tree.forEachLeft { path, text in builder.keep(path, tree.bytes, text) }
        try sink.entry(builder, key: record.key, type: record.type, line: line)
    }
}
