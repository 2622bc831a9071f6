import KistPlugin

/// Reads lists of references in all usual forms. Entries are given out one by one as CSL-JSON items; a broken one fails
/// alone, with its place.
struct BibliographyImporter: Importer {
    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage {
        guard input.size > 0 else { throw PluginError(.empty, "The file is empty.") }
        let head = try input.read(at: 0, count: 64 * 1024)
        let format = try ListFormat.choose(asked: job.format, head)
        let sink = EntrySink(output, total: input.size)
        switch format {
        case .marc:
            var reader = ISO2709Reader(input, sink)
            return try reader.read()
        case .mods, .marcXML, .endNoteXML, .pubMedXML, .dublinCore, .dataCiteXML, .crossrefXML, .wordSources, .oai:
            return try XMLRecordReader(input, sink, kinds: format.kinds).read()
        case .jats: return try JATSReader(input, sink, output).read()
        case .cff: return try CFFReader(input, sink).read()
        default: break
        }
        let source = try TextSource(input)
        if source.encoding != .utf8 {
            try sink.info("encoding", "The file is \(source.encoding.rawValue) and was read as that.")
        }
        switch format {
        case .bibtex:
            var reader = BibTeXReader(source, sink, size: input.size)
            return try reader.read()
        case .retractions:
            var reader = RetractionListReader(source, sink)
            return try reader.read()
        case .ris: return try read(source, sink, .ris)
        case .refer: return try read(source, sink, .refer)
        case .isi: return try read(source, sink, .isi)
        case .medline: return try read(source, sink, .medline)
        case .ovid: return try read(source, sink, .ovid)
        default:
            var reader = CSLReader(source, sink)
            return try reader.read()
        }
    }

    private func read(_ source: TextSource, _ sink: EntrySink, _ format: TaggedFormat) throws(PluginError) -> Coverage {
        var reader = TaggedReader(source, sink, format)
        return try reader.read()
    }
}
