import KistModel

/// Names that every system can hold: short, ASCII, lower case, never one that Windows keeps for itself.
enum PackNames {
    /// `what-we-did-in-p5`, at most `limit` characters; `fallback` when no letter or digit is left.
    static func slug(_ text: String, limit: Int, fallback: String) -> String {
        var out = ""
        for word in Folding.key(text).split(separator: " ") {
            let plain = word.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            guard !plain.isEmpty else { continue }
            if !out.isEmpty { out.append("-") }
            out += plain
            if out.count >= limit { break }
        }
        var cut = String(out.prefix(limit))
        while cut.last == "-" { cut.removeLast() }
        return cut.isEmpty ? fallback : cut
    }

    /// `resources/exit-tickets-1a2b3c4d.docx`: the part of the hash keeps names apart and off Windows' list.
    static func resource(_ file: ExportFile) -> String {
        let parts = file.name.split(separator: ".", omittingEmptySubsequences: false)
        var ending = ""
        var stem = file.name
        if parts.count > 1, let last = parts.last, (1...8).contains(last.utf8.count),
            last.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        {
            ending = "." + last.lowercased()
            stem = parts.dropLast().joined(separator: ".")
        }
        return "resources/\(slug(stem, limit: 40, fallback: "file"))-\(file.sha256.prefix(8))\(ending)"
    }

    static func page(_ id: RecordID) -> String { "records/\(id.text).html" }
    static func document(_ id: RecordID) -> String { "records/\(id.text).json" }
}
