import KistPlugin
import Testing

@testable import BibliographyImporter

/// The same works in RIS and in BibTeX, as another program's tests pair them: both readers must say the same.
@Suite struct PairTests {
    /// Where the pairs differ by decision: file, field, and why.
    static let known: [String: [String: String]] = [
        "jabref--RisImporterTest1": [
            "count": "several TY lines in one record: each begins a record here",
            "title": "five titles in one record: the first counts, the rest is kept aside",
            "author": "A2 is an editor, not an author", "DOI": "the address comes in a later record",
            "container-title": "the journal's full name counts before its short one",
        ],
        "jabref--RisImporterTest6": [
            "title": "the pair has an en dash for the em dash", "author": "the pair adds a full stop to an initial",
        ],
        "jabref--RisImporterTest7": ["author": "A2 of a book is the editor of its series, not an author"],
        "jabref--RisImporterTest8_date": ["container-title": "the journal's full name counts before its short one"],
        "jabref--RisImporterTestDate1.1": ["container-title": "the journal's full name counts before its short one"],
        "jabref--RisImporterTestWithEmptyER": [
            "container-title": "the journal's full name counts before its short one"
        ],
    ]

    @Test(.enabled(if: SharedFiles.folder != nil, "needs the fixtures of ../shared"))
    func agree() throws {
        let folder = try #require(SharedFiles.folder) + "/data/import/bib"
        let names = SharedFiles.names(folder)
        var compared = 0
        var agreed = 0
        var expected = 0
        var differences: [String] = []
        for name in names where name.hasSuffix(".ris") {
            let stem = String(name.dropLast(4))
            guard names.contains(stem + ".bib") else { continue }
            let ris = Reading(SharedFiles.bytes("\(folder)/\(name)"), format: "ris")
            let bib = Reading(SharedFiles.bytes("\(folder)/\(stem).bib"), format: "bibtex")
            for field in ["title", "author", "year", "DOI", "container-title"] {
                compared += 1
                let (a, b) = (Self.value(ris, field), Self.value(bib, field))
                if a == b {
                    agreed += 1
                } else if Self.known[stem]?[field] != nil {
                    expected += 1
                } else {
                    differences.append("\(stem) \(field): \(a) ≠ \(b)")
                }
            }
            #expect(ris.entries.count == bib.entries.count || Self.known[stem]?["count"] != nil, "\(stem)")
        }
        print("RIS and BibTeX agree in \(agreed) of \(compared) fields; \(expected) differ by decision")
        #expect(compared > 80)
        #expect(agreed * 100 >= compared * 85)
        #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
    }

    private static func value(_ read: Reading, _ field: String) -> String {
        switch field {
        case "author": return read.names().joined(separator: "; ")
        case "year": return read["issued"]?["date-parts"]?.array?.first?.array?.first?.compact ?? ""
        default: return (read.text(field) ?? "").lowercased().words.joined(separator: " ")
        }
    }
}
