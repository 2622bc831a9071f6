import KistModel
import Testing

@Suite struct SchemaValidatorTests {
    let validator: SchemaValidator
    let id: RecordID

    init() throws {
        validator = SchemaValidator(
            schemas: try ShippedSchemas.schemas(),
            vocabularies: VocabularySet(schemes: try ShippedSchemas.vocabularies()))
        id = try #require(RecordID("0123456789abcdef"))
    }

    func problems(_ type: String, _ fields: JSONObject) -> [FieldProblem] {
        validator.problems(KistRecord(id: id, type: type, fields: fields))
    }

    @Test func whatIsMissingIsListed() {
        let draft = KistRecord(
            id: id, type: "digest", fields: ["title": ["en": "A digest"], "language": ["language:en"]])
        let missing = validator.missing(draft).map(\.name)
        #expect(
            missing.contains("limits") && missing.contains("studies") && missing.contains("licence")
                && missing.contains("agents"))
        // What is computed, what has a default and what a link says is not missing.
        for name in ["created", "provenance", "access", "sensitivity", "reviewStatus", "title", "citation"] {
            #expect(!missing.contains(name))
        }
        #expect(!validator.missing(draft, linked: ["evidence-relation:reports"]).map(\.name).contains("studies"))
        let evaluation = KistRecord(id: id, type: "evaluation", fields: ["direction": ""])
        #expect(validator.missing(evaluation).map(\.name).contains("direction"))
    }

    @Test func aRatingNeedsItsEditionAndCitation() {
        let rating: JSONObject = ["scheme": "rating-scheme:eef-padlock", "value": "4"]
        #expect(
            problems("strategy", ["ratings": [.object(rating)]]).map(\.path) == [
                "ratings[0].edition", "ratings[0].citation",
            ])
        var whole = rating
        whole["edition"] = "2021"
        whole["citation"] = "EEF (2021)"
        #expect(problems("strategy", ["ratings": [.object(whole)]]).isEmpty)
    }

    @Test(
        arguments: [
            ("strategy", ["cost": "eef-cost:9"], FieldProblem.Code.unknownTerm),
            ("strategy", ["cost": ["eef-cost:1", "eef-cost:2"]], .tooMany),
            ("strategy", ["issued": "12 May 2026"], .badDate), ("strategy", ["cost": 2], .wrongKind),
            ("resource", ["timeRequired": "2 hours"], .badDuration),
            ("resource", ["outcomes": ["LIT2-02a"]], .badCode), ("event", ["onlineLink": "not a link"], .badAddress),
            ("event", ["capacity": "ten"], .wrongKind),
            ("study", ["retracted": "yes"], .wrongKind),
            ("strategy", ["agents": [["role": "role:author"]]], .wrongKind),
            ("strategy", ["agents": [["name": "Ann", "role": "role:pirate"]]], .unknownTerm),
            ("strategy", ["identifiers": ["10.1/x"]], .wrongKind),
            ("strategy", ["title": ["en": 3]], .wrongKind), ("nonsense", [:], .unknownType),
            ("strategy", ["summary": ["en": .string(String(repeating: "x", count: 601))]], .tooLong),
        ] as [(String, JSONObject, FieldProblem.Code)])
    func impossibleValuesAreNamed(type: String, fields: JSONObject, code: FieldProblem.Code) {
        let found = problems(type, fields)
        #expect(found.map(\.code) == [code])
        #expect(found.allSatisfy { !$0.message.isEmpty })
    }

    @Test func unknownFieldsAreNoProblem() {
        #expect(problems("strategy", ["x-own": [1, ["a": nil as JSONValue? ?? .null]], "title": "plain"]).isEmpty)
    }
}
