import Foundation
import KistModel
import Testing

/// A hub adds a type of record, with a field of its own and a vocabulary for it, by putting two files into its collection.
@Suite struct OwnTypeTests {
    private static let type = """
        {
          "type": "visit",
          "labels": {"en": ["Visit", "Visits", "School visit"], "gd": ["Turas"]},
          "help": {"en": "A visit to a colleague's classroom."},
          "fields": [
            {
              "name": "visitFocus",
              "kind": "term",
              "cardinality": "*",
              "labels": {"en": ["Focus of the visit", "Visit focus"]},
              "vocabularies": ["visit-focus"],
              "filter": true,
              "facet": true
            },
            {
              "name": "visitSeen",
              "kind": "text",
              "cardinality": "?",
              "labels": {"en": ["What we saw", "Seen"]},
              "weight": 2
            }
          ]
        }

        """
    private static let vocabulary = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix visit-focus: <urn:kist:vocabulary:visit-focus:> .

        visit-focus: a skos:ConceptScheme ;
            dct:title "Focus of a visit"@en .

        visit-focus:pace a skos:Concept ;
            skos:inScheme visit-focus: ;
            skos:prefLabel "Pace and pauses"@en ;
            skos:altLabel "wait time"@en .

        visit-focus:voices a skos:Concept ;
            skos:inScheme visit-focus: ;
            skos:prefLabel "Whose voices are heard"@en .

        """

    private func hub(type: String = Self.type, vocabulary: String = Self.vocabulary) throws -> KistProcess {
        let kist = try KistProcess()
        #expect(try kist.run("init", kist.collection.path).status == 0)
        try kist.write("collection/schemas/types/visit.json", type)
        try kist.write("collection/schemas/vocabularies/visit-focus.ttl", vocabulary)
        return kist
    }

    @Test func aFormOfItIsImportedFilteredAndCounted() throws {
        let kist = try hub()
        defer { kist.remove() }
        var first = FlatDocument(
            title: "A morning in Room 4", lines: ["Type: School visit", "Focus of the visit: Wait time"])
        first.heading("What we saw")
        first.paragraph("Three seconds after every question, and nobody called out.")
        try kist.write("in/first.fodt", first.text)
        try kist.write(
            "in/second.fodt",
            FlatDocument(
                title: "An afternoon in Room 7",
                lines: ["Type: Visit", "Visit focus: Whose voices are heard", "Seen: Four learners did the talking."]
            ).text)
        try kist.write(
            "in/third.fodt", FlatDocument(title: "Not a visit", lines: ["Type: Strategy", "Wait time matters."]).text)
        let report = try kist.run("import", kist.home.appending(path: "in").path, "--json")
        #expect(report.status == 0, "\(report.output)\(report.notes)")

        let record = try kist.json("show", "A morning in Room 4")["record"]
        #expect(record?["type"]?.string == "visit")
        #expect(record?["fields"]?["visitFocus"]?.items.compactMap(\.string) == ["visit-focus:pace"])
        #expect(
            record?["fields"]?["visitSeen"].map { "\($0.compact)".contains("Three seconds") } == true,
            "\(record?.pretty ?? "")")

        // By its label, its synonym and its code, under the field's name or label.
        for filter in [
            ["--visit-focus", "pace"], ["--visitFocus", "wait time"], ["--focus-of-the-visit", "Pace and pauses"],
            ["--where", "visitFocus=pace"],
        ] {
            let hits = try kist.run(["search", "--json"] + filter).json()
            #expect(hits["hits"]?.items.compactMap { $0["title"]?.string } == ["A morning in Room 4"], "\(filter)")
        }
        #expect(try kist.json("search", "--type", "visit")["total"]?.int == 2)
        #expect(
            try kist.json("search", "learners", "talking")["hits"]?.items.first?["title"]?.string
                == "An afternoon in Room 7")
        let facets = try kist.json("search", "--facets")["facets"]?["visitFocus"]?.items ?? []
        #expect(Set(facets.compactMap { $0["label"]?.string }) == ["Pace and pauses", "Whose voices are heard"])
        #expect(facets.allSatisfy { $0["count"]?.int == 1 })

        let wrong = try kist.run("search", "--visit-focus", "wait tim")
        #expect(wrong.status == 2)
        #expect(wrong.notes.contains("visit-focus:pace") || wrong.notes.contains("Pace"), "\(wrong.notes)")
        #expect(try kist.run("vocab", "show", "visit-focus").output.contains("Pace and pauses"))
        #expect(try kist.run("show", "A morning in Room 4").output.contains("What we saw"))
        #expect(try kist.run("check").status == 0)
    }

    @Test func addingATypeLaterRebuildsTheIndex() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        #expect(try kist.run("add", "strategy", "--title", "Before the type").status == 0)
        try kist.write("collection/schemas/types/visit.json", Self.type)
        try kist.write("collection/schemas/vocabularies/visit-focus.ttl", Self.vocabulary)
        #expect(try kist.json("search", "before")["total"]?.int == 1)
        #expect(try kist.run("add", "visit", "--title", "After the type", "--set", "visitFocus=wait time").status == 0)
        #expect(try kist.json("search", "--visit-focus", "wait time")["total"]?.int == 1)
        #expect(try kist.run("check").status == 0)
    }

    @Test func aFaultyFileIsNamedWithItsPlace() throws {
        let vocabulary = try hub(
            vocabulary: Self.vocabulary.replacing("skos:altLabel \"wait time\"@en", with: "skos:altLabel wait time"))
        defer { vocabulary.remove() }
        let turtle = try vocabulary.run("search", "pace", "--json")
        #expect(turtle.status == 3)
        let said = try turtle.json()["error"]?["message"]?.string ?? ""
        for part in ["visit-focus.ttl", "line 11", "column"] { #expect(said.contains(part), "\(said)") }

        let type = try hub(type: Self.type.replacing("\"kind\": \"term\"", with: "\"kind\": \"turm\""))
        defer { type.remove() }
        let schema = try type.run("search", "pace")
        #expect(schema.status == 3)
        for part in ["visit.json", "fields[0]", "turm"] { #expect(schema.notes.contains(part), "\(schema.notes)") }

        let broken = try hub(type: Self.type.replacing("\"fields\": [", with: "\"fields\": ,"))
        defer { broken.remove() }
        let json = try broken.run("stats")
        #expect(json.status == 3)
        for part in ["visit.json", "line 5"] { #expect(json.notes.contains(part), "\(json.notes)") }
    }
}
