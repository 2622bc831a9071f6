public import KistModel
public import KistProtocol

/// What an import did, item by item. The counts always add up: found = added + updated + unchanged + duplicate + skipped +
/// failed, where found counts what could become a record (documents, bibliographic entries, files that nobody reads).
public struct ImportReport: Sendable {
    public var batch: Int?
    public var isDryRun = false
    /// A strict import that failed, and so kept nothing.
    public var isRefused = false
    /// Ended by Ctrl-C: what was taken in until then is kept.
    public var isInterrupted = false
    public var seconds = 0.0
    public var items: [ImportItem] = []
    /// What to know about the whole, in words.
    public var notes: [String] = []
    public var packs: [PackDifference] = []

    public var found: Int { items.count }
    public var added: Int { count(.added) }
    public var updated: Int { count(.updated) }
    public var unchanged: Int { count(.unchanged) }
    public var duplicate: Int { count(.duplicate) }
    public var skipped: Int { count(.skipped) }
    public var failed: Int { count(.failed) }

    private func count(_ status: ImportItem.Status) -> Int { items.lazy.filter { $0.status == status }.count }

    /// What a pack would change, or has changed.
    public struct PackDifference: Hashable, Sendable {
        public var path: String
        public var title: String
        public var new: Int
        public var changed: Int
        public var unchanged: Int
        public var withdrawn: Int
        public var conflicts: Int
        public var isApplied: Bool

        var json: JSONValue {
            [
                "path": .string(path), "title": .string(title), "new": .int(new), "changed": .int(changed),
                "unchanged": .int(unchanged),
                "withdrawn": .int(withdrawn), "conflicts": .int(conflicts), "applied": .bool(isApplied),
            ]
        }
    }

    /// The shape that programs may rely on (DESIGN: `import`).
    public var json: JSONValue {
        [
            "schema": 1, "batch": batch.map { .int($0) } ?? .null, "dryRun": .bool(isDryRun), "found": .int(found),
            "added": .int(added),
            "updated": .int(updated), "unchanged": .int(unchanged), "duplicate": .int(duplicate),
            "skipped": .int(skipped),
            "failed": .int(failed), "seconds": .double((seconds * 1000).rounded() / 1000), "notes": .strings(notes),
            "packs": .array(packs.map(\.json)), "items": .array(items.map(\.json)),
        ]
    }
}

/// One thing that an import found.
public struct ImportItem: Sendable {
    public enum Status: String, Sendable {
        case added, updated, unchanged, duplicate, skipped, failed
    }

    public var path: String
    /// The way inside a container or a list, for example `plans/week 1.docx` or `line 42`.
    public var entry: String?
    public var status: Status
    public var id: RecordID?
    public var type: String?
    public var title: String?
    public var plugin: String?
    public var pluginVersion: String?
    public var coverage: Coverage?
    public var diagnostics: [Diagnostic]
    /// Why it was not taken in, in words.
    public var reason: String?

    public init(path: String, entry: String? = nil, status: Status) {
        self.path = path
        self.entry = entry
        self.status = status
        diagnostics = []
    }

    /// The file and the place in it.
    public var name: String { entry.map { "\(path) › \($0)" } ?? path }

    var json: JSONValue {
        var object: JSONObject = ["path": .string(path), "status": .string(status.rawValue)]
        if let entry { object["entry"] = .string(entry) }
        if let id { object["id"] = .string(id.text) }
        if let type { object["type"] = .string(type) }
        if let title { object["title"] = .string(title) }
        if let reason { object["reason"] = .string(reason) }
        object["plugin"] = plugin.map { .string($0) } ?? .null
        object["pluginVersion"] = pluginVersion.map { .string($0) } ?? .null
        object["coverage"] = coverage.map(\.json) ?? .null
        object["diagnostics"] = .array(diagnostics.map(\.json))
        return .object(object)
    }
}
