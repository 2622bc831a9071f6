import KistModel
import KistPlugin

/// Hands entries and diagnostics to the host and keeps count of them, so that nothing is lost without a word.
final class EntrySink {
    /// Diagnostics of one code that are given out one by one; the rest are summed up at the end.
    private static let maximumPerCode = 200

    private let output: any JobOutput
    private let total: Int64
    private(set) var read = 0
    private(set) var broken = 0
    private var told: [String: Int] = [:]
    private var firstBroken: (message: String, place: String)?
    /// The entry that is being written.
    private var scratch: [UInt8] = []

    init(_ output: any JobOutput, total: Int64) {
        self.output = output
        self.total = total
    }

    /// Gives out an entry. `place` is where it stands: “line 42”, “record 7”.
    func entry(_ item: ItemBuilder, key: String?, type: String?, place: String) throws(PluginError) {
        if !item.shortened.isEmpty {
            let names = Set(item.shortened).sorted().prefix(5).joined(separator: ", ")
            try warn("limit-field", "A part of the entry is too long and was cut: \(names).", place: place)
        }
        scratch.removeAll(keepingCapacity: scratch.capacity < 1 << 20)
        item.write(
            key: key.flatMap { $0.isEmpty ? nil : Self.cut($0, 1_000) },
            kind: type.flatMap { $0.isEmpty ? nil : Self.cut($0, 120) }, place: place, to: &scratch)
        try output.entry(json: scratch)
        read += 1
    }

    func entry(_ item: ItemBuilder, key: String?, type: String?, line: Int) throws(PluginError) {
        try entry(item, key: key, type: type, place: "line \(line)")
    }

    /// An entry that is an item as it stands.
    func entry(_ entry: BibliographicEntry) throws(PluginError) {
        try output.entry(entry)
        read += 1
    }

    /// An entry whose item is the text of a JSON object, sound and of at most 768 KB.
    func entry(item: [UInt8], key: String?, type: String?, line: Int) throws(PluginError) {
        scratch.removeAll(keepingCapacity: scratch.capacity < 1 << 20)
        scratch.append(contentsOf: "{\"csl\":".utf8)
        scratch.append(contentsOf: item)
        for (name, value) in [(",\"key\":", key), (",\"entryType\":", type), (",\"place\":", "line \(line)")] {
            guard let value else { continue }
            scratch.append(contentsOf: name.utf8)
            JSONWriter.writeString(value, to: &scratch)
        }
        scratch.append(UInt8(ascii: "}"))
        try output.entry(json: scratch)
        read += 1
    }

    /// An entry that could not be read.
    func broken(_ code: String, _ message: String, place: String) throws(PluginError) {
        broken += 1
        if firstBroken == nil { firstBroken = (message, place) }
        try tell(.error, code, message, place)
    }

    func warn(_ code: String, _ message: String, place: String?) throws(PluginError) {
        try tell(.warning, code, message, place)
    }

    func info(_ code: String, _ message: String, place: String? = nil) throws(PluginError) {
        try tell(.info, code, message, place)
    }

    func broken(_ code: String, _ message: String, line: Int) throws(PluginError) {
        try broken(code, message, place: "line \(line)")
    }

    func warn(_ code: String, _ message: String, line: Int) throws(PluginError) {
        try warn(code, message, place: "line \(line)")
    }

    func info(_ code: String, _ message: String, line: Int) throws(PluginError) {
        try info(code, message, place: "line \(line)")
    }

    private func tell(_ severity: Diagnostic.Severity, _ code: String, _ message: String, _ place: String?)
        throws(PluginError)
    {
        let count = told[code, default: 0]
        told[code] = count + 1
        guard count < Self.maximumPerCode else { return }
        try output.diagnostic(Diagnostic(severity, code, Self.cut(message, 2_000), place: place))
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
