import KistPlugin

/// The XML parsers of a worker, kept from one job to the next with their vocabularies.
final class Parsers {
    private var word: (parser: XMLPushParser, depth: Int)?
    private var data: (parser: XMLPushParser, depth: Int)?
    private var openDocument: (parser: XMLPushParser, depth: Int)?

    func word(_ limits: JobLimits) throws(PluginError) -> XMLPushParser {
        if let word, word.depth == limits.depth { return word.parser }
        let parser = try make(WordName.words, WordSpace.addresses, limits)
        word = (parser, limits.depth)
        return parser
    }

    /// For parts that are read in the midst of a Word document's text.
    func data(_ limits: JobLimits) throws(PluginError) -> XMLPushParser {
        if let data, data.depth == limits.depth { return data.parser }
        let parser = try make(WordName.words, WordSpace.addresses, limits)
        data = (parser, limits.depth)
        return parser
    }

    func openDocument(_ limits: JobLimits) throws(PluginError) -> XMLPushParser {
        if let openDocument, openDocument.depth == limits.depth { return openDocument.parser }
        let parser = try make(ODFName.words, ODFSpace.addresses, limits)
        openDocument = (parser, limits.depth)
        return parser
    }

    private func make(
        _ names: [String], _ namespaces: [[String]], _ limits: JobLimits
    ) throws(PluginError) -> XMLPushParser {
        var bounds = XMLPushParser.Limits()
        bounds.depth = limits.depth
        return try XMLPushParser(names: names, namespaces: namespaces, limits: bounds)
    }
}
