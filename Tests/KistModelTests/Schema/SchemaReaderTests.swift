import KistModel
import Testing

@Suite struct SchemaReaderTests {
    static let common = """
        {"common": true, "fields": [
          {"name": "title", "kind": "local-text", "cardinality": "1", "role": "title", "labels": {"en": ["Title", "Name"]}},
          {"name": "issued", "kind": "date", "cardinality": "?", "role": "date"}],
         "shared": [{"name": "stages", "kind": "term", "cardinality": "*", "vocabularies": ["stage"], "labels": {"en": ["Stage", "Class"]}}]}
        """

    func read(_ layers: [(String, String)]...) throws -> SchemaSet {
        try SchemaReader.read(layers: layers.map { $0.map { ($0.0, Array($0.1.utf8)) } })
    }

    @Test func aTypeHasTheCommonFieldsAndItsOwn() throws {
        let set = try read([
            ("common.json", Self.common),
            (
                "visit.json",
                """
                {"type": "visit", "labels": {"en": ["Visit", "Visits"]}, "fields": [{"use": "stages", "cardinality": "+"},
                 {"name": "arrivedOn", "kind": "date", "cardinality": "1", "role": "date", "filter": true}]}
                """
            ),
        ])
        let visit = try #require(set["visit"])
        #expect(visit.fields.map(\.name) == ["title", "issued", "stages", "arrivedOn"])
        #expect(visit.field("stages")?.cardinality == .many)
        #expect(visit.field(role: "date")?.name == "arrivedOn")
        #expect(visit.field(label: "ARRIVED  on:")?.name == "arrivedOn")
        #expect(visit.field(label: "class")?.name == "stages")
        #expect(set.filterFields(named: "arrived-on").map(\.name) == ["arrivedOn"])
        #expect(set.type(named: "visits")?.name == "visit")
    }

    @Test func aLaterLayerAddsTypesAndFieldsAndReplacesLabels() throws {
        let set = try read(
            [
                ("common.json", Self.common),
                ("visit.json", #"{"type": "visit", "labels": {"en": ["Visit"]}, "fields": ["stages"]}"#),
            ],
            [
                (
                    "common.json",
                    #"{"common": true, "fields": [{"name": "room", "kind": "text", "cardinality": "?"}, {"use": "title", "labels": {"gd": ["Tiotal"]}}]}"#
                ),
                (
                    "visit.json",
                    #"{"type": "visit", "fields": [{"use": "stages", "labels": {"en": ["Year"]}, "facet": true}, {"name": "bus", "kind": "boolean", "cardinality": "?"}]}"#
                ),
                ("trip.json", #"{"type": "trip", "labels": {"en": ["Trip"]}, "fields": []}"#),
            ])
        #expect(set.types.map(\.name) == ["trip", "visit"])
        #expect(set["trip"]?.field("room") != nil)
        #expect(set["visit"]?.field("room") != nil)
        #expect(set["visit"]?.field("stages")?.label() == "Year")
        #expect(set["visit"]?.field("stages")?.isFacet == true)
        #expect(set["visit"]?.field("bus")?.kind == .boolean)
        #expect(set["visit"]?.field("title")?.label("gd") == "Tiotal")
    }

    @Test(arguments: [
        (#"{"type": "visit", "label": {"en": ["Visit"]}}"#, SchemaError.Code.unknownMember, "labels"),
        (#"{"type": "visit", "labels": {"en": ["V"]}, "fields": [{"name": "a", "kind": "txt"}]}"#, .wrongValue, "text"),
        (#"{"type": "visit", "labels": {"en": ["V"]}, "fields": ["stage"]}"#, .unknownName, "stages"),
        (#"{"type": "visit", "labels": {"en": ["V"]}, "fields": [{"name": "a"}]}"#, .missingMember, "kind"),
        (
            #"{"type": "visit", "labels": {"en": ["V"]}, "fields": [{"name": "a", "kind": "term"}]}"#, .missingMember,
            "vocabularies"
        ),
        (
            #"{"type": "visit", "labels": {"en": ["V"]}, "fields": [{"name": "a", "kind": "text", "colour": 1}]}"#,
            .unknownMember, "colour"
        ),
        (
            #"{"type": "visit", "labels": {"en": ["V"]}, "fields": [{"use": "stages", "kind": "text"}]}"#, .conflict,
            "term"
        ),
        (
            #"{"type": "visit", "labels": {"en": ["V"]}, "fields": ["stages", {"name": "b", "kind": "text", "labels": {"en": ["class"]}}]}"#,
            .conflict, "class"
        ),
        (
            #"{"type": "visit", "labels": {"en": ["V"]}, "fields": [{"name": "A b", "kind": "text"}]}"#, .wrongValue,
            "A b"
        ),
        (#"{"type": "Visit", "labels": {"en": ["V"]}}"#, .wrongValue, "Visit"),
        (#"{"type": "visit"}"#, .missingMember, "English"),
        (#"{"labels": {}}"#, .missingMember, "type"),
        ("{\n\"type\": \"visit\",,}", .notJSON, "line 2, column 17"),
    ])
    func whatIsWrongIsRefusedWithItsPlace(text: String, code: SchemaError.Code, words: String) {
        #expect {
            try read([("common.json", Self.common), ("bad.json", text)])
        } throws: { error in
            guard let error = error as? SchemaError else { return false }
            return error.code == code && error.file == "bad.json" && error.message.contains(words)
        }
    }

    @Test func oneNameMeansOneThingInEveryType() {
        #expect {
            try read([
                ("common.json", Self.common),
                ("a.json", #"{"type": "a", "labels": {"en": ["A"]}, "fields": [{"name": "size", "kind": "integer"}]}"#),
                ("b.json", #"{"type": "b", "labels": {"en": ["B"]}, "fields": [{"name": "size", "kind": "text"}]}"#),
            ])
        } throws: { ($0 as? SchemaError)?.code == .conflict }
    }

    @Test func theShippedTypesAreRead() throws {
        let set = try ShippedSchemas.schemas()
        let names = [
            "aim", "comment", "digest", "discussion", "enquiry", "evaluation", "event", "hub", "link", "membership",
            "need",
            "organisation", "outcome", "pack", "person", "resource", "strategy", "study",
        ]
        #expect(set.types.map(\.name) == names)
        let roles = [
            "title", "altTitle", "summary", "text", "date", "created", "modified", "language", "licence", "access",
            "sensitivity",
            "reviewStatus", "identifiers", "agents", "themes", "keywords", "hub", "authority", "place", "files", "csl",
            "direction",
            "strength", "cost", "stage", "level", "furtherReading", "provenance", "extra", "limits", "findings",
            "studies",
            "retracted", "quote", "from", "to", "relation",
        ]
        let found = Set(set.types.flatMap(\.fields).compactMap(\.role))
        #expect(roles.filter { !found.contains($0) } == [])
        for type in set.types {
            let used = type.fields.compactMap(\.role)
            #expect(Set(used).count == used.count, "a role occurs twice in \(type.name)")
        }
        #expect(set.filterFields(named: "stage").map(\.name) == ["stages"])
        #expect(set.filterFields(named: "theme").map(\.name) == ["themes"])
        #expect(set.filterFields(named: "status").count == 4)
        #expect(set.field(role: "date", of: "event")?.name == "startDate")
        #expect(set["digest"]?.field(label: "What the evidence says")?.name == "findings")
        #expect(set["evaluation"]?.field(label: "What we did")?.name == "implementation")
    }
}
