import KistModel
import KistPlugin

/// Reads a CITATION.cff: the work itself, the one it prefers to be cited by, and its references, each an entry.
struct CFFReader {
    private static let maximumSize = 1024 * 1024

    private let input: any JobInput
    private let sink: EntrySink

    init(_ input: any JobInput, _ sink: EntrySink) {
        self.input = input
        self.sink = sink
    }

    func read() throws(PluginError) -> Coverage {
        guard input.size <= Self.maximumSize else {
            throw PluginError(.limit, "A citation file of more than 1 MB is not read.")
        }
        var bytes = try input.read(at: 0, count: Self.maximumSize)
        if EntryBytes.clean(&bytes, fallback: .windows1252).contains(.recoded) {
            try sink.warn("encoding-guessed", "The file is not UTF-8 and was read as Windows-1252.", line: 1)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let value: JSONValue
        do {
            value = try YAMLReader.read(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw PluginError(
                .damaged, "The file is not YAML as citation files use it: \(error.message).",
                place: "line \(error.line)")
        }
        guard let root = value.object, root["cff-version"] != nil || root["title"] != nil else {
            throw PluginError(.notThisFormat, "The file has neither a version of the format nor a title.")
        }
        try give(root, place: "work", isRoot: true)
        if let preferred = root["preferred-citation"]?.object { try give(preferred, place: "preferred-citation") }
        for (index, reference) in (root["references"]?.array ?? []).enumerated() {
            if let reference = reference.object { try give(reference, place: "reference \(index + 1)") }
        }
        return try sink.finish(text: input.size, skipped: [])
    }

    private func give(_ object: JSONObject, place: String, isRoot: Bool = false) throws(PluginError) {
        var builder = ItemBuilder()
        guard let mapped = CFFItem.map(object, isRoot: isRoot, &builder) else {
            return try sink.broken("record-empty", "It says nothing about a work; it was left out.", place: place)
        }
        try sink.entry(builder, key: mapped.key, type: mapped.type, place: place)
    }
}
