import KistPlugin

/// The formats that this plugin reads; the raw values are those of its manifest.
enum ListFormat: String, CaseIterable {
    case bibtex, ris, ovid, mods, jats, cff
    /// Retraction Watch's table.
    case retractions = "retraction-list"
    case refer = "endnote-tagged"
    case isi = "web-of-science"
    case medline = "nbib"
    case endNoteXML = "endnote-xml"
    case pubMedXML = "pubmed-xml"
    case marc = "marc21"
    case marcXML = "marcxml"
    case dublinCore = "dublin-core"
    case dataCiteXML = "datacite-xml"
    case crossrefXML = "crossref-xml"
    /// What Word's own citation manager keeps.
    case wordSources = "word-sources"
    /// What OAI-PMH answers: records of any of the XML formats.
    case oai = "oai-pmh"
    /// All formats in JSON: each item shows which it is.
    case json = "csl-json"

    /// The kinds of record that an XML format may hold.
    var kinds: [XMLRecordKind] {
        switch self {
        case .mods: [.mods]
        case .marcXML: [.marc]
        case .endNoteXML: [.endNote]
        case .pubMedXML: [.pubMed]
        case .dublinCore: [.dublinCore]
        case .dataCiteXML: [.dataCite]
        case .crossrefXML: [.crossref]
        case .wordSources: [.wordSource]
        case .oai: [.mods, .dataCite, .marcInOAI, .dublinCore]
        default: []
        }
    }

    /// The format to read: the one that was asked for, unless the file's beginning clearly shows another of ours.
    static func choose(asked: String, _ head: [UInt8]) throws(PluginError) -> ListFormat {
        let format = ListFormat(rawValue: asked)
        if isMARC(head) { return .marc }
        if format == .marc { throw PluginError(.notThisFormat, "The file does not begin with a MARC record.") }
        let (encoding, _) = TextEncoding.detect(head)
        if isBinary(head, encoding) { throw PluginError(.notThisFormat, "The file is not text.") }
        // For the look at the beginning UTF-16 without its zero bytes is as good as ASCII.
        let text = encoding == .utf8 ? head : head.filter { $0 != 0 && $0 < 0x80 }
        let seen = sniff(text)
        if seen == .xml {
            if let format, !format.kinds.isEmpty || format == .jats { return format }
            throw PluginError(.notThisFormat, "The file is XML of another kind.")
        }
        switch seen {
        case .format(let found): return found
        case .xml: break
        case nil: if let format, format.kinds.isEmpty, format != .jats { return format }
        }
        throw PluginError(.notThisFormat, "The file is not in a bibliographic format that is known.")
    }

    private enum Seen: Equatable {
        case format(ListFormat)
        case xml
    }

    /// Five digits of length, and at their place the counts that every MARC leader has.
    private static func isMARC(_ head: [UInt8]) -> Bool {
        let start = head.firstIndex { $0 > 0x20 } ?? 0
        guard head.count >= start + 24, head[start..<start + 5].allSatisfy({ ASCII.isDigit($0) }) else { return false }
        let leader = Array(head[start..<start + 24])
        return leader[12..<17].allSatisfy { ASCII.isDigit($0) } && leader[20] == UInt8(ascii: "4")
            || head.prefix(4096).contains(0x1E) && leader[12..<17].allSatisfy { ASCII.isDigit($0) || $0 == 0x20 }
    }

    private static func isBinary(_ head: [UInt8], _ encoding: TextEncoding) -> Bool {
        guard encoding == .utf8 else { return false }
        let zeros = head.prefix(4096).count { $0 == 0 }
        let isKnown = [[0x7F, 0x45, 0x4C, 0x46], [0x50, 0x4B, 3, 4], [0x25, 0x50, 0x44, 0x46]].contains {
            head.starts(with: $0 as [UInt8])
        }
        return isKnown || zeros > head.prefix(4096).count / 50
    }

    /// What the first lines show beyond doubt.
    private static func sniff(_ head: [UInt8]) -> Seen? {
        var start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < head.count, ASCII.isSpace(head[start]) { start += 1 }
        guard start < head.count else { return nil }
        switch head[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .format(.json)
        case UInt8(ascii: "<"):
            guard start + 1 < head.count else { return nil }
            return ASCII.isDigit(head[start + 1]) ? .format(.ovid) : .xml
        default: break
        }
        if let end = head[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }),
            ASCII.text(head, start..<end).contains("OriginalPaperDOI")
        {
            return .format(.retractions)
        }
        var index = start
        var lines = 0
        while index < head.count, lines < 200 {
            var stop = index
            while stop < head.count, head[stop] != 0x0A, head[stop] != 0x0D { stop += 1 }
            if let found = line(head, index..<stop) { return .format(found) }
            index = stop + 1
            lines += 1
        }
        return nil
    }

    private static func line(_ head: [UInt8], _ line: Range<Int>) -> ListFormat? {
        guard line.count >= 2 else { return nil }
        let text = head[line]
        if text.starts(with: "PMID-".utf8) || text.starts(with: "PMID -".utf8) { return .medline }
        if text.starts(with: "FN ".utf8) || text.starts(with: "PT ".utf8) { return .isi }
        if text.starts(with: "%0 ".utf8) { return .refer }
        if text.starts(with: "cff-version:".utf8) { return .cff }
        if let found = RISLine.read(head, line), found.tag == RISLine.type { return .ris }
        if text.first == UInt8(ascii: "@"), isEntryHead(head, line.lowerBound + 1, line.upperBound) { return .bibtex }
        if text.first == UInt8(ascii: "<"), OvidLine.read(head, line) != nil { return .ovid }
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
