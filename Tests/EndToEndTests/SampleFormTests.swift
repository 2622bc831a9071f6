import Foundation
import KistModel
import KistRepository
import Testing

/// The forms of the sample collection give the records, fields and links that `Samples/expected.json` names.
@Suite struct SampleFormTests {
    /// Differences that are meant, each with its reason: `file: what`.
    private static let exceptions: [String: String] = [:]

    /// A collection with both folders of samples, read in place; `records` by what `expected.json` calls their file.
    private struct Imported {
        var repository: Repository
        var views: [String: RecordView] = [:]
        var byTitle: [String: [RecordView]] = [:]
    }

    private static let imported: Result<Imported, any Error> = Result {
        let kist = try SampleCollection.copy()
        SharedHomes.removeAtExit(kist.home)
        let forms = try kist.run("import", SampleCollection.folder.appending(path: "forms").path, "--json")
        try #require(forms.status == 0, "\(forms.output)\(forms.notes)")
        var imported = Imported(repository: try Repository.open(at: CollectionLocation(folder: kist.collection)))
        let reports = [try SampleCollection.shared.get().report, try forms.json()]
        for item in reports.flatMap({ $0["items"]?.items ?? [] }) {
            guard let id = item["id"]?.string.flatMap({ RecordID($0) }), let path = item["path"]?.string else {
                continue
            }
            let name = path.firstRange(of: "/Samples/").map { String(path[$0.upperBound...]) } ?? path
            let view = try imported.repository.view(id)
            imported.byTitle[Folding.key(imported.repository.card(view.record).title), default: []].append(view)
            imported.views[item["entry"]?.string.map { "\(name)!\($0)" } ?? name] = view
        }
        return imported
    }

    private func told(_ wrong: [String], _ about: String) -> Comment {
        "\(wrong.count) \(about): \(wrong.prefix(25).joined(separator: "; "))"
    }

    @Test func everyFileHasItsTitleAndType() throws {
        let imported = try Self.imported.get()
        var wrong: [String] = []
        for file in try SampleCollection.expected()["files"]?.items ?? [] {
            let name = file["file"]?.string ?? ""
            guard let view = imported.views[name] else {
                wrong.append("\(name): no record")
                continue
            }
            let title = imported.repository.card(view.record).title
            if title != file["title"]?.string { wrong.append("\(name): title “\(title)”") }
            if view.record.type != file["type"]?.string {
                wrong.append("\(name): \(view.record.type), not \(file["type"]?.string ?? "")")
            }
        }
        wrong.removeAll { Self.exceptions[$0] != nil }
        #expect(wrong.isEmpty, told(wrong, "titles and types"))
    }

    @Test func everyFileHasItsFields() throws {
        let imported = try Self.imported.get()
        var wrong: [String] = []
        var count = 0
        for file in try SampleCollection.expected()["files"]?.items ?? [] {
            guard let name = file["file"]?.string, let view = imported.views[name] else { continue }
            for (field, value) in file["fields"]?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
                guard let schema = imported.repository.schemas.field(field, of: view.record.type) else {
                    wrong.append("\(name): no field \(field)")
                    continue
                }
                let actual = view.record[field]?.items ?? []
                for text in value.items.compactMap(\.string) {
                    count += 1
                    if !Self.holds(actual, text, schema, imported.repository.vocabularies) {
                        wrong.append("\(name): \(field) “\(text)” is \(view.record[field]?.compact ?? "missing")")
                    }
                }
            }
            for (field, _) in file["headings"]?.object?.members.map({ ($0.name, $0.value) }) ?? []
            where view.record[field] == nil {
                wrong.append("\(name): no \(field)")
            }
        }
        wrong.removeAll { Self.exceptions[$0] != nil }
        #expect(count > 700)
        #expect(wrong.isEmpty, told(wrong, "of \(count) values"))
    }

    /// Whether a field holds what was typed into the form: the concept that the words name, or the words.
    private static func holds(
        _ actual: [JSONValue], _ text: String, _ field: FieldSchema, _ vocabularies: VocabularySet
    ) -> Bool {
        if field.kind == .term {
            switch vocabularies.resolve(text, in: field.vocabularies) {
            case .found(let concept): return actual.contains { $0.string == concept.id }
            default: return false
            }
        }
        let key = Folding.key(text)
        return actual.contains { value in
            texts(of: value).contains { Folding.key($0).contains(key) || $0.hasPrefix(text) }
        }
    }

    private static func texts(of value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .number(let text): [text]
        case .array(let items): items.flatMap(texts(of:))
        case .object(let object): object.members.flatMap { texts(of: $0.value) }
        default: []
        }
    }

    /// Relations that a field of the record may state instead of a link.
    private static let inFields: Set<String> = ["reports", "cites", "further-reading", "about", "used"]

    @Test func everyLinkIsThere() throws {
        let imported = try Self.imported.get()
        var wrong: [String] = []
        var count = 0
        for link in try SampleCollection.expected()["links"]?.items ?? [] {
            guard let from = link["from"]?.string, let relation = link["relation"]?.string else { continue }
            count += 1
            let sources = imported.byTitle[Folding.key(from)] ?? []
            if link["unmatched"]?.bool == true
                || link["to"].map({ imported.byTitle[Folding.key($0.string ?? "")] == nil }) == true
            {
                // Named, but not in the collection: kept as it was written.
                let mark = Folding.key(link["doi"]?.string ?? link["to"]?.string ?? "")
                let kept = sources.contains { view in
                    ([.object(view.record.fields)] + (view.json["links"]?["out"]?.items ?? [])).flatMap(Self.texts(of:))
                        .contains { Folding.key($0).contains(mark) }
                }
                if !kept { wrong.append("\(from) \(relation) \(mark) was not kept") }
                continue
            }
            let targets = Set((imported.byTitle[Folding.key(link["to"]?.string ?? "")] ?? []).map { $0.record.id.text })
            // A relation that reads backwards is kept as its forward form, from the other end.
            let concept = imported.repository.vocabularies.concept("evidence-relation:\(relation)")
            let isBackward = concept?.isInverseForm == true
            let kept = isBackward ? concept?.inverse : concept?.id
            let isThere = sources.contains { view in
                view.json["links"]?[isBackward ? "in" : "out"]?.items.contains { record in
                    record["fields"]?["relation"]?.string == kept
                        && targets.contains(record["fields"]?[isBackward ? "from" : "to"]?["ref"]?.string ?? "")
                } == true
                    || (Self.inFields.contains(relation)
                        && Self.references(in: .object(view.record.fields)).contains { targets.contains($0) })
            }
            if !isThere { wrong.append("\(from) –\(relation)→ \(link["to"]?.string ?? "")") }
        }
        wrong.removeAll { Self.exceptions[$0] != nil }
        #expect(count > 150)
        #expect(wrong.isEmpty, told(wrong, "of \(count) links"))
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .array(let items): items.flatMap(references(in:))
        case .object(let object):
            [object["ref"]?.string].compactMap { $0 } + object.members.flatMap { references(in: $0.value) }
        default: []
        }
    }

    @Test func everyStudyIsThereOnce() throws {
        let imported = try Self.imported.get()
        var wrong: [String] = []
        for study in try SampleCollection.expected()["studies"]?.items ?? [] {
            guard let title = study["title"]?.string, let doi = study["doi"]?.string else { continue }
            let views = (imported.byTitle[Folding.key(title)] ?? []).filter { $0.record.type == "study" }
            let ids = Set(views.map(\.record.id))
            if ids.count != 1 { wrong.append("\(title): \(ids.count) records") }
            guard let view = views.first else { continue }
            if !Self.texts(of: .object(view.record.fields)).contains(where: {
                $0.lowercased().contains(doi.lowercased())
            }) {
                wrong.append("\(title): no \(doi)")
            }
        }
        wrong.removeAll { Self.exceptions[$0] != nil }
        #expect(wrong.isEmpty, told(wrong, "studies"))
    }

    @Test func whatIsNotRecognisedIsReportedAndStaysInTheText() throws {
        let kist = try SampleCollection.copy()
        defer { kist.remove() }
        for file in try SampleCollection.expected()["files"]?.items ?? [] {
            guard let labels = file["unrecognised"]?.items.compactMap(\.string), let name = file["file"]?.string else {
                continue
            }
            let report = try kist.json("import", SampleCollection.folder.appending(path: name).path)
            let told = report["items"]?.items.first?["diagnostics"]?.items.compactMap { $0["message"]?.string } ?? []
            let text = try kist.run("show", try #require(report["items"]?.items.first?["id"]?.string), "--text").output
            for label in labels {
                #expect(told.contains { $0.contains(label) }, "\(name): \(label) in \(told)")
                #expect(text.contains(label), "\(name): \(label)")
            }
            for kept in file["keptInText"]?.items.compactMap(\.string) ?? [] {
                #expect(text.contains(kept), "\(name): \(kept)")
            }
        }
    }
}
