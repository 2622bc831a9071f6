import ArgumentParser
import Foundation
import KistExport
import KistRepository

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take records away: as a pack that opens by double-click, as references, as a table.",
        usage: "kist export FORMAT [SELECTION] --to FILE",
        discussion: """
            FORMAT is pack, bibtex, ris, csl-json, csv or json. SELECTION is a question as for kist search, ids, or
            --saved NAME; without one everything is taken. What must not travel (no licence, embargo, personal data) is held
            back and named with the command that frees it.

            EXAMPLES
              kist export pack feedback --with-evidence --to feedback.zip
              kist export bibtex --type study --year 2018.. --to studies.bib
              kist export csv --hub "Skye hub" --to skye.csv
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: ArgumentHelp("pack, bibtex, ris, csl-json, csv or json, then what to take.", valueName: "format"))
    var words: [String]
    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("The file to write; - is standard output (not for packs).", valueName: "file"))
    var destination: String
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only records whose field has the value; any field also works as --FIELD VALUE.", valueName: "field=value"))
    var filters: [String] = []
    @Option(help: ArgumentHelp("A search that was kept with kist search --save.", valueName: "name")) var saved: String?
    @Option(help: "A pack's title.") var title: String?
    @Option(help: "At most so many records.") var limit: Int?
    @Option(help: ArgumentHelp("Where you work, for “near me”.", valueName: "authority")) var near: String?
    @Option(help: "Why held-back records travel all the same; kept in the pack.") var reason: String?
    @Flag(name: .customLong("with-evidence"), help: "Take the research and the trials along.") var withEvidence = false
    @Flag(name: .customLong("include-held"), help: "Take what would be held back; needs --reason.") var includeHeld =
        false
    @Flag(name: .customLong("no-expand"), help: "Search only the words that were typed, no synonyms.") var noExpand =
        false

    func run() throws {
        let output = options.output
        guard let name = words.first, let format = ExportFormat(rawValue: name.lowercased()) else {
            let offered = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.usage(
                "“\(words.first ?? "")” is not a format to export.", hint: "Formats: \(offered).")
        }
        if includeHeld, (reason ?? "").isEmpty {
            throw CommandFailure.usage("--include-held needs --reason, which the pack records.")
        }
        let repository = try options.open()
        var ids = try selection(Array(words.dropFirst()), format: format, repository: repository)
        if withEvidence { ids = try repository.withEvidence(ids) }
        if let limit { ids = Array(ids.prefix(max(0, limit))) }
        guard !ids.isEmpty else {
            throw CommandFailure(.nothing, "nothing-selected", "Nothing matches, so there is nothing to export.")
        }
        if format == .pack {
            try exportPack(ids, repository: repository, output: output)
        } else {
            try exportRecords(ids, format: format, repository: repository, output: output)
        }
    }

    /// Ids, a kept search, a question; everything where none is given. Bibliographic formats take what has a citation.
    private func selection(_ words: [String], format: ExportFormat, repository: Repository) throws -> [RecordID] {
        if let saved {
            return try repository.matches(repository.savedSearch(saved))
        }
        if !words.isEmpty, filters.isEmpty, let ids = try? words.map({ try repository.recordID($0) }) { return ids }
        if words.isEmpty, filters.isEmpty { return try repository.allRecordIDs(withdrawnToo: format == .pack) }
        let question = try QuestionArguments.question(
            words: words, filters: filters, limit: limit ?? 0, expands: !noExpand, near: near, repository: repository)
        return try repository.matches(question)
    }

    private func exportRecords(_ ids: [RecordID], format: ExportFormat, repository: Repository, output: Output) throws {
        let exporter = RecordExporter(repository: repository)
        let (bytes, count, leftOut) = try exporter.bytes(ids, format: format)
        guard count > 0 else {
            throw CommandFailure(
                .nothing, "nothing-exported", "None of the \(ids.count) records can be written as \(format.rawValue).",
                hint: "kist export json takes every record.")
        }
        if destination == "-" {
            output.raw(bytes)
        } else {
            try AtomicFile.write(bytes, to: URL(filePath: destination))
        }
        if output.json, destination != "-" {
            output.answer([
                "schema": 1, "file": .string(destination), "format": .string(format.rawValue), "records": .int(count),
                "leftOut": .int(leftOut),
            ])
        } else {
            output.note(
                "Wrote \(count) record\(count == 1 ? "" : "s") to \(destination)"
                    + (leftOut > 0 ? "; \(leftOut) have no place in \(format.rawValue)" : "") + ".")
        }
    }

    private func exportPack(_ ids: [RecordID], repository: Repository, output: Output) throws {
        guard destination != "-" else { throw CommandFailure.usage("A pack goes to a file, not to standard output.") }
        let summary = try PackExport(repository: repository).write(
            ids, to: URL(filePath: destination), title: title, includeHeld: includeHeld ? reason : nil,
            program: KistVersion.number)
        if output.json { output.answer(json(summary)) } else { show(summary, output: output) }
        if summary.records == 0 { throw Ending(status: .nothing) }
    }

    private func json(_ summary: PackSummary) -> JSONValue {
        [
            "schema": 1, "file": .string(destination), "records": .int(summary.records), "links": .int(summary.links),
            "tombstones": .int(summary.tombstones), "bytes": .number(String(summary.bytes)),
            "identity": .string(summary.identity),
            "content": .string(summary.contentIdentity),
            "held": .array(
                summary.held.map {
                    [
                        "id": .string($0.id.text), "title": .string($0.title), "reason": .string($0.reason),
                        "command": $0.command.map { .string($0) } ?? .null,
                    ]
                }),
        ]
    }

    private func show(_ summary: PackSummary, output: Output) {
        for held in summary.held {
            output.note(
                "held back: \(output.shown(held.title)) – \(held.reason)"
                    + (held.command.map { ". Free it with: \($0)" } ?? ""))
        }
        guard summary.records > 0 else { return output.note("Nothing may travel, so no pack was written.") }
        output.line(
            "Wrote \(destination): \(summary.records) records, \(RecordPrinter.size(Int(summary.bytes))). Identity \(summary.identity.prefix(16))."
        )
        output.note("Open it by double-click after extracting, or check it: kist verify \(destination)")
    }
}
