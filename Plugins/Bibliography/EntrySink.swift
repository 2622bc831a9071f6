import KistPlugin

/// Hands entries and diagnostics to the host and keeps count of them, so that nothing is lost without a word.
final class EntrySink {
    /// Diagnostics of one code that are given out one by one; the rest are summed up at the end.
    private static let maximumPerCode = 200

    private let output: any JobOutput
    private let total: Int64
    private(set) var read = 0
    private(set) var broken = 0
    private(set) var textRead = 0
    private var told: [String: Int] = [:]
    private var firstBroken: (message: String, place: String)?

    init(_ output: any JobOutput, total: Int64) {
        self.output = output
        self.total = total
    }

    func entry(_ item: ItemBuilder, key: String?, type: String?, line: Int) throws(PluginError) {
        let place = "line \(line)"
        if !item.shortened.isEmpty {
            let names = Set(item.shortened).sorted().prefix(5).joined(separator: ", ")
            try warn("limit-field", "A part of the entry is too long and was cut: \(names).", line: line)
        }
        try output.entry(
            BibliographicEntry(
                csl: item.csl, unknown: item.unknown, key: key.flatMap { $0.isEmpty ? nil : Self.cut($0, 1_000) },
                entryType: type.flatMap { $0.isEmpty ? nil : Self.cut($0, 120) }, place: place))
        read += 1
    }

    /// An entry that is an item as it stands.
    func entry(_ entry: BibliographicEntry) throws(PluginError) {
        try output.entry(entry)
        read += 1
    }

    /// An entry that could not be read.
    func broken(_ code: String, _ message: String, line: Int) throws(PluginError) {
        broken += 1
        if firstBroken == nil { firstBroken = (message, "line \(line)") }
        try tell(.error, code, message, line: line)
    }

    func warn(_ code: String, _ message: String, line: Int) throws(PluginError) {
        try tell(.warning, code, message, line: line)
    }

    func info(_ code: String, _ message: String, line: Int? = nil) throws(PluginError) {
        try tell(.info, code, message, line: line)
    }

    private func tell(_ severity: Diagnostic.Severity, _ code: String, _ message: String, line: Int?)
        throws(PluginError)
    {
        let count = told[code, default: 0]
        told[code] = count + 1
        guard count < Self.maximumPerCode else { return }
        try output.diagnostic(
            Diagnostic(severity, code, Self.cut(message, 2_000), place: line.map { "line \($0)" }))
    }

    func progress(_ done: Int64) throws(PluginError) { try output.progress(done: min(done, total), total: total) }

    /// Sums up; throws when there was nothing to read.
    func finish(text: Int64, skipped: [(name: String, count: Int)]) throws(PluginError) -> Coverage {
        for code in told.keys.sorted() {
            guard let count = told[code], count > Self.maximumPerCode else { continue }
            try output.diagnostic(
                Diagnostic(.warning, code, "\(count - Self.maximumPerCode) more of this kind are not listed."))
        }
        if read == 0 {
            if let firstBroken {
                throw PluginError(
                    .damaged, "None of the \(broken) entries could be read; the first: \(firstBroken.message)",
                    place: firstBroken.place)
            }
            throw PluginError(.empty, "There is no bibliographic entry in the file.")
        }
        var parts = [PartCoverage(name: "entries", status: .read, count: read)]
        if broken > 0 {
            parts.append(
                PartCoverage(name: "broken entries", status: .failed, why: "see the diagnostics", count: broken))
        }
        for part in skipped where part.count > 0 {
            parts.append(PartCoverage(name: part.name, status: .leftOut, why: "not an entry", count: part.count))
        }
        return Coverage(textRead: Int(clamping: text), parts: parts, share: Double(read) / Double(read + broken))
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}
