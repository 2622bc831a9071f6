public import Foundation
import KistModel

/// Writes a pack: one zip with one folder, a BagIt bag whose payload is an RO-Crate whose preview is a page that searches
/// without a server.
///
/// The same source gives the same bytes. Nothing is under the final name until all of it is written.
public struct PackWriter: Sendable {
    public let source: PackSource

    public init(source: PackSource) {
        self.source = source
    }

    /// What would be held back, without writing anything.
    public var held: [HeldItem] { PackSelection(source).held }

    public func write(to target: URL) throws -> PackSummary {
        let selection = PackSelection(source)
        guard !selection.records.isEmpty || !selection.tombstones.isEmpty else {
            throw ExportError(
                .nothingToExport,
                selection.held.isEmpty
                    ? "There is nothing to export." : "Nothing of what was chosen may leave the collection.",
                hint: selection.held.first.map { held in
                    "For example “\(held.title)”: \(held.reason)." + (held.command.map { " To free it: \($0)" } ?? "")
                })
        }
        var filePaths: [String: String] = [:]
        var content: [PackEntry] = []
        for export in selection.records {
            for file in export.files where filePaths[file.sha256] == nil {
                let path = PackNames.resource(file)
                filePaths[file.sha256] = path
                content.append(PackEntry("data/\(path)", file: file))
            }
        }
        for export in selection.records + selection.links + selection.tombstones {
            content.append(PackEntry("data/\(PackNames.document(export.id))", document(export, filePaths: filePaths)))
        }
        content.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        let contentIdentity = ContentHash.hex(of: content.map { "\($0.sha256)  \($0.path)\n" }.joined().utf8.map { $0 })
        let date = date(selection)
        let payload = content + pages(selection, filePaths: filePaths)
        let crate = CrateMetadata(
            source: source, selection: selection,
            files: payload.filter { !$0.path.hasPrefix("data/ro-crate-preview") }, filePaths: filePaths, date: date)
        let entries = Bag.complete(
            payload: payload + [PackEntry("data/ro-crate-metadata.json", crate.bytes())],
            tags: [PackEntry("START-HERE.html", StartPage.startHere(title: source.title))],
            info: information(selection, date: date, contentIdentity: contentIdentity))
        let folder = "\(PackNames.slug(source.title, limit: 40, fallback: "pack"))-\(contentIdentity.prefix(8))"
        let size = try ZipFile.write(entries, under: folder, to: target)
        let identity = entries.first { $0.path == "tagmanifest-sha256.txt" }?.sha256 ?? ""
        return PackSummary(
            records: selection.records.count, links: selection.links.count, tombstones: selection.tombstones.count,
            held: selection.held, bytes: size,
            identity: identity, contentIdentity: contentIdentity)
    }

    // MARK: - Parts

    /// The lossless form of one record; its files with the places where they lie in the pack.
    private func document(_ export: ExportRecord, filePaths: [String: String]) -> [UInt8] {
        guard case .object(var object) = RecordDocument(export, schemas: source.schemas).json else { return [] }
        object["format"] = 1
        if let files = object["files"]?.array {
            object["files"] = .array(
                files.map { file in
                    guard case .object(var inner) = file, let path = inner["sha256"]?.string.flatMap({ filePaths[$0] })
                    else { return file }
                    inner["path"] = .string(path)
                    return .object(inner)
                })
        }
        return JSONValue.object(object).canonical + [0x0A]
    }

    private func pages(_ selection: PackSelection, filePaths: [String: String]) -> [PackEntry] {
        let facts = source.facts
        let titles = Dictionary(selection.records.map { ($0.id, facts.title($0.record).text) }) { first, _ in first }
        let citation = Citation(schemas: source.schemas, vocabularies: source.vocabularies) { titles[$0] }
        let page = RecordPage(source: source, selection: selection, citation: citation, filePaths: filePaths)
        let ordered = SearchIndexFile.order(selection.records, facts: facts)
        var entries = selection.records.map { PackEntry("data/\(PackNames.page($0.id))", page.html($0)) }
        entries.append(
            PackEntry(
                "data/ro-crate-preview.html", StartPage(source: source, selection: selection, ordered: ordered).html()))
        let index = SearchIndexFile(facts: facts, selection: selection, ordered: ordered)
        entries.append(PackEntry("data/ro-crate-preview_files/index.js", index.bytes()))
        entries.append(PackEntry("data/ro-crate-preview_files/app.js", Self.lean(PackageResources.app_js)))
        entries.append(PackEntry("data/ro-crate-preview_files/style.css", PackageResources.style_css))
        return entries
    }

    /// The script without indentation and lines of comment: it travels in every pack.
    private static func lean(_ script: [UInt8]) -> [UInt8] {
        let lines = script.split(separator: 0x0A).map { $0.drop { $0 == 0x09 || $0 == 0x20 } }
        return Array(lines.filter { !$0.isEmpty && !$0.starts(with: "//".utf8) }.joined(separator: [0x0A])) + [0x0A]
    }

    private func information(_ selection: PackSelection, date: String, contentIdentity: String) -> [(String, String)] {
        var info = [
            ("Source-Organization", source.collection.hub ?? source.collection.name),
            ("Contact-Email", source.contact ?? "not stated"),
            ("External-Identifier", "urn:kist:pack:\(contentIdentity)"),
            ("External-Description", source.summary.isEmpty ? source.title : "\(source.title). \(source.summary)"),
            ("Bagging-Date", date),
            ("Bag-Software-Agent", source.software),
        ]
        if let reason = source.includeHeld, !selection.overridden.isEmpty {
            info.append(
                (
                    "Internal-Sender-Description",
                    "\(selection.overridden.count) records would usually be held back. Reason given: \(reason)"
                ))
        }
        return info
    }

    /// The day of the newest record: the pack knows no other time.
    private func date(_ selection: PackSelection) -> String {
        let facts = source.facts
        var dates: [String] = []
        for export in selection.records {
            for role in ["modified", "created"] {
                dates += (facts.value(role, export.record)?.items ?? []).compactMap(\.string)
            }
        }
        for export in selection.tombstones {
            switch export.state {
            case .withdrawn(_, let date, _), .erased(_, let date): dates.append(date)
            case .current: break
            }
        }
        if dates.isEmpty { dates = selection.records.compactMap { facts.date($0.record) } }
        let days = dates.compactMap { CalendarDate(iso: String($0.prefix(10))) }.map { date in
            CalendarDate(year: date.year, month: date.month ?? 1, day: date.day ?? 1)?.iso ?? ""
        }
        return days.max() ?? "1980-01-01"
    }
}
