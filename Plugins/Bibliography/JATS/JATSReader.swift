import KistPlugin

/// Reads articles in JATS: the article itself and each of its references as entries, its text as blocks.
struct JATSReader {
    private static let chunk = 256 * 1024

    private let input: any JobInput
    private let sink: EntrySink
    private let output: any JobOutput

    init(_ input: any JobInput, _ sink: EntrySink, _ output: any JobOutput) {
        self.input = input
        self.sink = sink
        self.output = output
    }

    func read() throws(PluginError) -> Coverage {
        var limits = XMLPushParser.Limits()
        limits.htmlNames = true
        let parser = try XMLPushParser(names: XMLName.vocabulary, namespaces: XMLSpace.addresses, limits: limits)
        let handler = JATSHandler(sink, output)
        handler.parser = parser
        parser.begin(handler)
        var offset: Int64 = 0
        while offset < input.size {
            let bytes = try input.read(at: offset, count: Self.chunk)
            if bytes.isEmpty { break }
            offset += Int64(bytes.count)
            guard bytes.withUnsafeBytes({ parser.feed($0) }) else { break }
            try sink.progress(offset)
        }
        let failure = parser.finish()
        if let failure = handler.failure { throw failure }
        if let failure {
            let place = "line \(failure.line)"
            guard sink.read > 0 || handler.blocks > 0 else {
                throw PluginError(.damaged, "The XML cannot be read: \(failure.message).", place: place)
            }
            try sink.broken(
                failure.code.rawValue, "The file cannot be read from here on: \(failure.message).", place: place)
        }
        guard handler.isArticle else { throw PluginError(.notThisFormat, "The XML holds no article in JATS.") }
        return try sink.finish(text: min(offset, input.size), skipped: [])
    }
}
