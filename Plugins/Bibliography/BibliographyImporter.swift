import KistPlugin

/// Reads lists of references: BibTeX and BibLaTeX, RIS, CSL-JSON. Entries are given out one by one as CSL-JSON items; a
/// broken one fails alone, with its line.
struct BibliographyImporter: Importer {
    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage {
        guard input.size > 0 else { throw PluginError(.empty, "The file is empty.") }
        let source = try TextSource(input)
        let format = try Self.format(job.format, input, source.encoding)
        if source.encoding != .utf8 {
            try output.diagnostic(
                Diagnostic(.info, "encoding", "The file is \(source.encoding.rawValue) and was read as that."))
        }
        let sink = EntrySink(output, total: input.size)
        switch format {
        case .bibtex:
            var reader = BibTeXReader(source, sink, size: input.size)
            return try reader.read()
        case .ris:
            var reader = RISReader(source, sink)
            return try reader.read()
        case .csl:
            var reader = CSLReader(source, sink)
            return try reader.read()
        }
    }

    private enum Format: String {
        case bibtex, ris
        case csl = "csl-json"
    }

    /// The format to read: the one that was asked for, unless the file's beginning clearly shows another of ours.
    private static func format(
        _ asked: String, _ input: any JobInput, _ encoding: TextEncoding
    ) throws(PluginError) -> Format {
        let head = try input.read(at: 0, count: 64 * 1024)
        if let reason = binary(head, encoding) { throw PluginError(.notThisFormat, reason) }
        // For the look at the beginning UTF-16 without its zero bytes is as good as ASCII.
        let text = encoding == .utf8 ? head : head.filter { $0 != 0 && $0 < 0x80 }
        let seen = sniff(text)
        guard let format = Format(rawValue: asked) else {
            if let seen { return seen }
            throw PluginError(.notThisFormat, "The file is neither BibTeX nor RIS nor CSL-JSON.")
        }
        if let seen, seen != format { return seen }
        return format
    }

    private static func binary(_ head: [UInt8], _ encoding: TextEncoding) -> String? {
        guard encoding == .utf8 else { return nil }
        let zeros = head.prefix(4096).count { $0 == 0 }
        let isKnown = [[0x7F, 0x45, 0x4C, 0x46], [0x50, 0x4B, 3, 4], [0x25, 0x50, 0x44, 0x46]].contains {
            head.starts(with: $0 as [UInt8])
        }
        return isKnown || zeros > head.prefix(4096).count / 50 ? "The file is not text." : nil
    }

    /// What the first lines show beyond doubt.
    private static func sniff(_ head: [UInt8]) -> Format? {
        var start = 0
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        while start < head.count, ASCII.isSpace(head[start]) { start += 1 }
        guard start < head.count else { return nil }
        if head[start] == UInt8(ascii: "{") || head[start] == UInt8(ascii: "[") { return .csl }
        var index = start
        var lines = 0
        while index < head.count, lines < 200 {
            var stop = index
            while stop < head.count, head[stop] != 0x0A, head[stop] != 0x0D { stop += 1 }
            if let found = RISTag.read(head, index..<stop), found.tag == .type { return .ris }
            if index < stop, head[index] == UInt8(ascii: "@"), isEntryHead(head, index + 1, stop) { return .bibtex }
            index = stop + 1
            lines += 1
        }
        return nil
    }

    private static func isEntryHead(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end, ASCII.isLetter(bytes[index]) { index += 1 }
        guard index > start else { return false }
        while index < end, ASCII.isSpace(bytes[index]) { index += 1 }
        return index < end && (bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "("))
    }
}
