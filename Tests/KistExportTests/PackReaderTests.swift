import Foundation
import KistExport
import KistModel
import KistRepository
import Testing

@Suite struct PackReaderTests {
    static func items(_ files: [String: [UInt8]]) -> [PackItem] {
        files.sorted { $0.key < $1.key }.map { path, bytes in
            PackItem(path: path, sha256: VersionDigestForTests.hex(bytes), byteCount: Int64(bytes.count)) {
                $0 < bytes.count ? nil : bytes
            }
        }
    }

    private func sample() throws -> (source: PackSource, files: [String: [UInt8]]) {
        let folder = try Fixture.temporaryFolder()
        let source = try SampleRecords.source(in: folder)
        let zip = folder.appending(path: "pack.zip")
        _ = try PackWriter(source: source).write(to: zip)
        return (source, try ZipContents.read(zip))
    }

    @Test func `what was written is read back, version by version`() throws {
        let (source, files) = try sample()
        #expect(PackVerifier.recognises(Self.items(files)))
        let verification = PackVerifier().verify(Self.items(files))
        #expect(verification.problems.isEmpty)
        #expect(verification.records == 20)
        let content = try PackReader().read(Self.items(files), name: "pack.zip")
        let byID = Dictionary(source.records.map { ($0.id, $0) }) { first, _ in first }
        for record in content.records {
            let original = try #require(byID[record.id])
            #expect(record.type == original.record.type)
            guard record.state == .current else {
                #expect(record.fields == nil)
                continue
            }
            #expect(record.fields == original.record.fields)
            #expect(
                record.fields.map { JSONValue.object($0).canonical }
                    == JSONValue.object(original.record.fields).canonical)
            #expect(record.version == original.version)
            #expect(record.parents == original.parents)
            #expect(record.number == original.number)
            #expect(record.provenance == original.provenance)
            #expect(record.files.map(\.sha256) == original.files.map(\.sha256))
            #expect(record.files.map(\.name) == original.files.map(\.name))
        }
        let withdrawn = content.records.first { $0.id == Fixture.id(25) }
        #expect(
            withdrawn?.state
                == .withdrawn(reason: "an error in the figures", date: "2026-04-01", replacement: Fixture.id(11)))
        #expect(
            content.records.first { $0.id == Fixture.id(26) }?.state
                == .erased(reason: "a pupil was named", date: "2026-04-02"))
    }

    /// Every field of every type with a value of its kind, and fields that no schema knows.
    @Test func `every field of every type survives`() throws {
        var records: [ExportRecord] = []
        for (index, type) in Fixture.schemas.types.enumerated() {
            var fields = JSONObject()
            for field in type.fields where !field.isPrivate { fields[field.name] = Self.value(field) }
            fields["fromElsewhere"] = try JSONParser.parse(
                #"{"n":[1.50,1e3,-0],"text":"\u0000\u2028<&>\"","deep":[[[{"x":null}]]]}"#)
            fields["licence"] = "licence:CC0-1.0"
            fields["access"] = "access:public"
            fields["sensitivity"] = "sensitivity:none"
            fields["embargo"] = "2020-01-01"
            if type.isInternal {
                fields["from"] = ["ref": .string(Fixture.id(500).text)]
                fields["to"] = ["ref": .string(Fixture.id(501).text)]
            }
            if type.name == "person" {
                fields["consent"] = ["export": true, "publicName": true, "until": "2027-06-30", "z": 1]
            }
            records.append(
                Fixture.export(KistRecord(id: Fixture.id(500 + index), type: type.name, fields: fields), number: index))
        }
        let folder = try Fixture.temporaryFolder()
        var source = try SampleRecords.source(in: folder)
        source.records = records
        let zip = folder.appending(path: "all.zip")
        let summary = try PackWriter(source: source).write(to: zip)
        #expect(summary.held.isEmpty)
        let content = try PackReader().read(Self.items(ZipContents.read(zip)), name: "all.zip")
        #expect(content.records.count == Fixture.schemas.types.count)
        for record in content.records {
            let original = try #require(records.first { $0.id == record.id })
            #expect(record.fields == original.record.fields, "\(record.type)")
            #expect(record.version == original.version, "\(record.type)")
        }
    }

    @Test func `private fields stay at home and the rest is a version of its own`() throws {
        let folder = try Fixture.temporaryFolder()
        var source = try SampleRecords.source(in: folder)
        let event = try Fixture.record(
            600, "event",
            #"{"title":{"en":"Meeting"},"onlineLink":"https://secret.example/","licence":"licence:CC0-1.0"}"#)
        source.records = [Fixture.export(event)]
        let zip = folder.appending(path: "p.zip")
        _ = try PackWriter(source: source).write(to: zip)
        let files = try ZipContents.read(zip)
        #expect(!files.values.contains { String(decoding: $0, as: UTF8.self).contains("secret.example") })
        let record = try #require(try PackReader().read(Self.items(files), name: "p").records.first)
        #expect(record.fields?["onlineLink"] == nil)
        #expect(record.parents == [source.records[0].version])
        #expect(record.version != source.records[0].version)
    }

    private static func value(_ field: FieldSchema) -> JSONValue {
        let one: JSONValue =
            switch field.kind {
            case .text, .code: .string("Text of \(field.name) – à & <b>")
            case .localText: ["en": "English", "gd": ["Gàidhlig", "eile"]]
            case .term: .string(Fixture.vocabularies.concepts(in: field.vocabularies).first?.id ?? "x:y")
            case .date: "2026-05-12T16:00"
            case .number: .number("1.50")
            case .integer: 7
            case .boolean: true
            case .duration: "PT45M"
            case .url: "https://example.org/a?b=c&d"
            case .reference: ["ref": .string(Fixture.id(500).text), "as": "words", "note": "kept"]
            case .identifier: ["scheme": "doi", "value": "10.1000/xyz"]
            case .agent: ["name": "Isla MacLeod", "role": "role:author", "orcid": "kept"]
            case .object:
                .object(JSONObject(field.fields.map { ($0.name, value($0)) } + [("unknown", .array([.number("1.0")]))]))
            case .blocks:
                [
                    ["kind": "paragraph", "text": "Text", "place": "paragraph 1", "style": "x"],
                    ["kind": "table", "rows": [["a", ["text": "b"]]]],
                ]
            case .file: ["sha256": .string(String(repeating: "0", count: 64)), "name": "x.txt", "bytes": 3]
            case .json: ["any": ["thing": 1], "b": [2, "x"]]
            }
        return field.cardinality.isList ? [one, one] : one
    }
}
