import KistPlugin

/// Reads texts without a format worth the name: paragraphs, the headings, lists, tables and links of Markdown, and the plain
/// parts of web pages.
struct PlainTextImporter: Importer {
    /// What is read of one file.
    private static let longest = 32 << 20

    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage {
        guard job.size > 0 else { throw PluginError(.empty, "The file is empty.") }
        let count = Int(min(job.size, Int64(Self.longest)))
        let bytes = try input.read(at: 0, count: count)
        guard let text = TextEncoding.read(bytes, isPage: job.format == "html") else {
            throw PluginError(.notThisFormat, "The file is not text: it holds characters that no text has.")
        }
        if text.isGuess {
            try output.diagnostic(
                Diagnostic(
                    .warning, "text-encoding",
                    "The file does not say how it is encoded and is not UTF-8; it was read as \(text.encoding). Check its accents."
                ))
        }
        if job.size > Int64(Self.longest) {
            try output.diagnostic(
                Diagnostic(.error, "limit-text", "Only the first \(Self.longest >> 20) MiB of the text were read."))
        }
        var document: TextDocument
        switch job.format {
        case "html": document = PageReader.read(text.bytes, limits: job.limits)
        case "markdown": document = MarkdownReader.read(text.bytes)
        default: document = ParagraphReader.read(text.bytes)
        }
        document.metadata.fit()
        if document.metadata != DocumentMetadata() { try output.metadata(document.metadata) }
        var read = 0
        for (index, found) in document.blocks.enumerated() {
            var block = found
            block.fit()
            read += block.text.utf8.count
            try output.block(block)
            if index.isMultiple(of: 1_000) {
                try output.progress(done: Int64(index), total: Int64(document.blocks.count))
            }
        }
        return Coverage(
            textRead: read, parts: [PartCoverage(name: "text", status: .read, count: document.blocks.count)],
            share: job.size > Int64(Self.longest) ? nil : 1)
    }
}

/// What a text holds.
struct TextDocument {
    var metadata = DocumentMetadata()
    var blocks: [DocumentBlock] = []
}
