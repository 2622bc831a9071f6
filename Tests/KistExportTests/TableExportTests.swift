import Foundation
import KistExport
import KistModel
import Testing

@Suite struct TableExportTests {
    let tables = TableExport(schemas: Fixture.schemas, vocabularies: Fixture.vocabularies)

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func bibTeX() throws {
        let twice = try [Works.blackWiliam, Works.blackWiliam].enumerated().map {
            Fixture.export(try Fixture.study($0.offset, $0.element))
        }
        let out = text(tables.bibTeX(twice))
        #expect(
            out.hasPrefix(
                #"""
                @article{black1998assessment,
                  author = {Black, Paul and Wiliam, Dylan},
                  title = {Assessment and classroom learning},
                  journal = {Assessment in Education: Principles, Policy \& Practice},
                  year = {1998},
                  volume = {5},
                  number = {1},
                  pages = {7--74},
                  doi = {10.1080/0969595980050102},
                """#))
        #expect(out.contains("@article{black1998assessmentb,"))
    }

    @Test func `BibTeX escapes what TeX would take as its own`() throws {
        let study = try Fixture.study(
            1, #"{"type":"report","title":"100% of #1_a {x} ~ ^ \\ & co","author":[{"literal":"A & B"}]}"#)
        let out = text(tables.bibTeX([Fixture.export(study)]))
        #expect(
            out.contains(
                ##"title = {100\% of \#1\_a \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{} \& co}"##))
        #expect(out.contains(#"author = {{A \& B}}"#))
    }

    @Test func ris() throws {
        let out = text(tables.ris([Fixture.export(try Fixture.study(1, Works.hattieTimperley))]))
        #expect(
            out
                == [
                    "TY  - JOUR", "AU  - Hattie, John", "AU  - Timperley, Helen", "TI  - The power of feedback",
                    "T2  - Review of Educational Research",
                    "PY  - 2007", "DA  - 2007/03/01", "VL  - 77", "IS  - 1", "SP  - 81", "EP  - 112",
                    "DO  - 10.3102/003465430298487", "LA  - en", "ER  - ", "", "",
                ].joined(separator: "\r\n"))
    }

    @Test func `RIS keeps every value on one line`() throws {
        let study = try Fixture.study(1, #"{"type":"book","title":"One\r\nER  - \u0000two"}"#)
        let out = text(tables.ris([Fixture.export(study)]))
        #expect(out.contains("TI  - One ER - two\r\n"))
        #expect(out.split(separator: "\r\n").filter { $0.hasPrefix("ER") }.count == 1)
    }

    @Test func `CSL-JSON keeps entries whole`() throws {
        let study = try Fixture.study(1, #"{"type":"book","title":"T","id":"x1","custom":{"b":1.50,"a":null}}"#)
        let out = try JSONParser.parse(tables.cslJSON([Fixture.export(study)]))
        #expect(out.items.first?["custom"]?.canonical == Array(#"{"a":null,"b":1.50}"#.utf8))
        #expect(out.items.first?["id"]?.string == study.id.text)
    }

    @Test func `CSV is safe in a spreadsheet`() throws {
        let record = try Fixture.record(
            1, "resource",
            #"{"title":{"en":"=HYPERLINK(\"http://x\"), a","gd":"Gàidhlig"},"stages":["stage:p5","stage:p6"],"rightsNote":"@SUM\n2"}"#
        )
        let out = text(tables.csv([Fixture.export(record)]))
        let labels = ["stage:p5", "stage:p6"].map { Fixture.vocabularies.label($0) }.joined(separator: "; ")
        #expect(out.unicodeScalars.first == "\u{FEFF}")
        #expect(out.contains("\r\n"))
        #expect(out.contains(#""'=HYPERLINK(""http://x""), a / Gàidhlig""#))
        #expect(out.contains("\"'@SUM\n2\""))
        #expect(out.contains(labels))
        #expect(out.hasPrefix("\u{FEFF}Id,Type,Title,"))
    }

    @Test func `private fields stay at home`() throws {
        let person = try Fixture.record(
            1, "person", #"{"title":{"en":"Isla MacLeod"},"contact":["isla@school.example"],"consent":{"export":true}}"#
        )
        let event = try Fixture.record(
            2, "event",
            #"{"title":{"en":"Meeting"},"onlineLink":"https://secret.example/room","startDate":"2026-05-12"}"#)
        let records = [Fixture.export(person), Fixture.export(event)]
        for bytes in [
            tables.csv(records), tables.json(records), tables.bibTeX(records), tables.ris(records),
            tables.cslJSON(records),
        ] {
            #expect(!text(bytes).contains("isla@"))
            #expect(!text(bytes).contains("secret.example"))
        }
        let json = try JSONParser.parse(tables.json(records))
        #expect(json["records"]?.items.first?["withheld"] == ["contact"])
        #expect(json["records"]?.items.first?["parents"]?.items.first?.string == records[0].version)
    }

    @Test func `JSON keeps numbers, unknown fields and order of lists`() throws {
        let record = try Fixture.record(1, "strategy", #"{"zz":{"n":1.50e3,"list":[3,1,2]},"title":{"en":"T"}}"#)
        let out = text(tables.json([Fixture.export(record)]))
        #expect(out.contains("1.50e3"))
        let json = try JSONParser.parse(out)
        #expect(json["records"]?.items.first?["fields"]?.object == record.fields)
    }

    @Test func `withdrawn records and links are in no list`() throws {
        let link = try Fixture.record(1, "link", #"{"relation":"evidence-relation:supports"}"#)
        let gone = try Fixture.study(2, Works.sisk)
        let records = [
            Fixture.export(link),
            Fixture.export(gone, state: .withdrawn(reason: "r", date: "2026-01-01", replacement: nil)),
        ]
        #expect(tables.bibTeX(records).isEmpty)
        #expect(tables.ris(records).isEmpty)
        #expect(!text(tables.csv(records)).contains("Sisk"))
    }

    /// With KIST_EXPORT_SAMPLES the lists are left in that folder, for other programs' checks.
    @Test func `lists of known works`() throws {
        let works = [
            Works.blackWiliam, Works.hattieTimperley, Works.klugerDeNisi, Works.sisk, Works.visibleLearning,
            Works.chapter, Works.report, Works.webpage,
        ]
        let resource = try Fixture.record(
            40, "resource",
            #"{"title":{"en":"Exit tickets"},"agents":[{"name":"Isla MacLeod"}],"issued":"2026-05","licence":"licence:CC-BY-4.0"}"#
        )
        let records =
            try works.enumerated().map { Fixture.export(try Fixture.study($0.offset + 1, $0.element)) } + [
                Fixture.export(resource)
            ]
        let lists = [
            ("works.bib", tables.bibTeX(records)), ("works.ris", tables.ris(records)),
            ("works.csl.json", tables.cslJSON(records)),
            ("works.csv", tables.csv(records)),
        ]
        for (name, bytes) in lists {
            #expect(!bytes.isEmpty)
            if let folder = ProcessInfo.processInfo.environment["KIST_EXPORT_SAMPLES"] {
                try Data(bytes).write(to: URL(filePath: folder).appending(path: name))
            }
        }
        #expect(tables.bibTeX(records) == tables.bibTeX(records))
    }
}
