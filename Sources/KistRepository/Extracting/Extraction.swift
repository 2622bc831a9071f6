public import Foundation
public import KistImport
public import KistModel
import KistProtocol

/// What Kist reads from one file, and nothing kept: the same way as an import, without a collection.
public struct Extraction: Sendable {
    public private(set) var files: [ExtractedFile] = []
    /// Bibliographic entries as they were read, in CSL-JSON.
    private var entries: [BibliographicEntry] = []

    /// Entries that are shown of a list; the rest is counted.
    private static let maximumEntries = 100_000

    /// Reads a file or, for `-`, standard input, with all that lies in it.
    public static func read(
        file: String, format: String? = nil, requiresSandbox: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Extraction {
        try await read(file, format: format, requiresSandbox: requiresSandbox, environment: environment) { _ in true }
    }

    /// Reads a container alone: its members' bytes are there, but none is read by its own plugin.
    static func container(file: String, environment: [String: String]) async throws -> Extraction {
        try await read(file, format: nil, requiresSandbox: false, environment: environment) { _ in false }
    }

    private static func read(
        _ file: String, format: String?, requiresSandbox: Bool, environment: [String: String],
        routesMembers: @escaping @Sendable (ExtractedFile) -> Bool
    ) async throws -> Extraction {
        // The session makes a private folder in there, and removes it when nobody holds what was read any more.
        var options = ImportOptions(spoolFolder: FileManager.default.temporaryDirectory.path)
        options.jobs = 1
        options.format = format
        options.requireSandbox = requiresSandbox
        options.routesMembers = routesMembers
        let session = try ImportSession(plugins: try Plugins(environment: environment).list, options: options)
        var extraction = Extraction()
        try await session.extract([file == "-" ? .standardInput() : ImportSource(file: file)]) { file in
            let reader = try file.entries.reader()
            while extraction.entries.count < maximumEntries {
                let some = try reader.next()
                if some.isEmpty { break }
                extraction.entries += some
            }
            extraction.files.append(file)
        }
        return extraction
    }

    /// Whether any text, entry or member was read.
    public var anythingRead: Bool { files.contains { $0.outcome.isRead } }

    public var isPluginFault: Bool {
        files.contains {
            $0.outcome.code.flatMap { ImportError.Code(rawValue: $0) }.map { ImportError($0, "").isPluginFault }
                ?? false
        }
    }

    /// Warnings and failures, a line each.
    public var messages: [String] {
        files.flatMap { file -> [String] in
            let name = file.entryPath.isEmpty ? file.fileName : file.entryPath.joined(separator: " › ")
            var lines = file.diagnostics.filter { $0.severity != .info }.map {
                "\(name): \($0.message)" + ($0.place.map { " (\($0))" } ?? "")
            }
            if let message = file.outcome.message, !file.diagnostics.contains(where: { $0.message == message }) {
                lines.append("\(name): \(message)")
            }
            return lines
        }
    }

    /// The text: blocks in reading order, hidden ones too, entries a paragraph each. `full` adds comments, deleted text, headers
    /// and footers, properties.
    public func text(full: Bool) -> String {
        var lines: [String] = []
        for file in files {
            if !file.entryPath.isEmpty, file.outcome.isRead {
                lines.append("== \(file.entryPath.joined(separator: " › "))")
            }
            if full { lines += Self.properties(file.metadata) }
            var texts = BlockText()
            for block in file.blocks where full || Self.isBody(block.part) || block.part == .hidden {
                let text = texts.plain(block)
                guard !text.isEmpty else { continue }
                let by = full ? [block.author, block.date].compactMap { $0 }.joined(separator: ", ") : ""
                lines.append(by.isEmpty ? text : "\(by): \(text)")
            }
        }
        for entry in entries { lines.append(Self.line(entry)) }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// The shape that programs may rely on (DESIGN: `extract`).
    public var json: JSONValue {
        let first = files.first
        let blocks = files.flatMap(\.blocks)
        var object: JSONObject = [
            "schema": 1, "format": first?.format.map { .string($0) } ?? .null,
            "language": first?.metadata.language.map { .string($0) } ?? .null,
            "metadata": first?.metadata.json ?? .null,
            "blocks": .array(
                blocks.filter { Self.isBody($0.part) && ![.footnote, .endnote].contains($0.part) }.map(\.json)),
            "notes": .array(blocks.filter { [.footnote, .endnote].contains($0.part) }.map(\.json)),
            "comments": .array(blocks.filter { $0.part == .comment }.map(\.json)),
            "apart": .array(blocks.filter { !Self.isBody($0.part) && $0.part != .comment }.map(\.json)),
            "coverage": first?.coverage.json ?? .null, "diagnostics": .array(files.flatMap(\.diagnostics).map(\.json)),
        ]
        if !entries.isEmpty { object["entries"] = .array(entries.map(\.json)) }
        let members = files.dropFirst().map { file -> JSONValue in
            [
                "path": .string(file.entryPath.joined(separator: " › ")),
                "format": file.format.map { .string($0) } ?? .null, "outcome": .string(file.outcome.name),
            ]
        }
        if !members.isEmpty { object["members"] = .array(members) }
        return .object(object)
    }

    private static func isBody(_ part: DocumentBlock.Part) -> Bool { [.body, .footnote, .endnote].contains(part) }

    private static func properties(_ metadata: DocumentMetadata) -> [String] {
        let single = [metadata.title, metadata.subject, metadata.description].compactMap { $0 }
        let custom = metadata.custom.members.compactMap { member in member.value.string.map { "\(member.name): \($0)" }
        }
        return single + metadata.creators + metadata.contributors + metadata.keywords + custom
    }

    private static func line(_ entry: BibliographicEntry) -> String {
        func names(_ member: String) -> String {
            (entry.csl[member]?.items ?? []).compactMap { CSLName($0)?.display }.joined(separator: "; ")
        }
        let year = BibliographicMapper.date(entry.csl["issued"]) ?? ""
        var parts = [
            names("author"), year, entry.csl["title"]?.string ?? "", entry.csl["container-title"]?.string ?? "",
        ]
        parts += entry.csl.members.filter {
            !["author", "issued", "title", "container-title", "type", "id"].contains($0.name)
        }.map { member in
            let texts = member.value.items.map { $0.string ?? CSLName($0)?.display ?? $0.compact }
            return "\(member.name): \(texts.joined(separator: "; "))"
        }
        parts += entry.unknown.members.map {
            "\($0.name): \($0.value.items.map { $0.string ?? $0.compact }.joined(separator: "; "))"
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }
}
