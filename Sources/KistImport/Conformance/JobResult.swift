import KistModel
import KistProtocol

/// All that a plugin said of one file, in a form that can be compared.
struct JobResult: Hashable {
    enum Ending: Hashable {
        case done(Coverage)
        case failed(PluginError)
        /// The plugin broke a rule, died, hung or gave out too much.
        case fault(String)
    }

    struct Item: Hashable {
        var item: NestedItem
        var size: Int64
        var sha256: String
        var isIntact: Bool
    }

    var ending: Ending
    var metadata = DocumentMetadata()
    var blocks: [DocumentBlock] = []
    var entries: [BibliographicEntry] = []
    var items: [Item] = []
    var diagnostics: [Diagnostic] = []

    var fault: String? { if case .fault(let what) = ending { what } else { nil } }

    var isDone: Bool { if case .done = ending { true } else { false } }

    /// As an `….expected.json` has it.
    var json: JSONObject {
        var object = JSONObject()
        switch ending {
        case .done: object["outcome"] = "done"
        case .failed(let error): object["outcome"] = .string(error.code.rawValue)
        case .fault: object["outcome"] = "fault"
        }
        object["metadata"] = metadata.json
        object["blocks"] = .array(blocks.map(\.json))
        object["entries"] = .array(entries.map(\.json))
        object["items"] = .array(
            items.map { item in
                var object = item.item.json.object ?? JSONObject()
                object["size"] = .int(Int(item.size))
                object["sha256"] = .string(item.sha256)
                object["intact"] = .bool(item.isIntact)
                return .object(object)
            })
        object["diagnostics"] = .strings(diagnostics.map(\.code))
        return object
    }

    /// The first member of `expected` that this is not; nil when all are.
    func differs(from expected: JSONObject) -> String? {
        let own = json
        for (name, value) in expected.members {
            guard let found = own[name] else { return "“\(name)” is nothing that can be expected" }
            if found == value { continue }
            guard let want = value.array, let have = found.array else {
                return "\(name) is \(Self.short(found)), expected \(Self.short(value))"
            }
            if let place = zip(want, have).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset {
                return "\(name)[\(place)] is \(Self.short(have[place])), expected \(Self.short(want[place]))"
            }
            return "there are \(have.count) \(name), expected \(want.count)"
        }
        return nil
    }

    /// Where two readings of the same file differ; nil when they do not.
    func differs(from other: JobResult) -> String? {
        if self == other { return nil }
        return differs(from: other.json) ?? "the coverage or a message differs"
    }

    private static func short(_ value: JSONValue) -> String {
        let text = value.compact
        return text.count > 160 ? text.prefix(160) + "…" : text
    }
}
