import KistModel
import Testing

@Suite struct VocabularyReaderTests {
    static let head = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix kist: <urn:kist:ns:> .
        @prefix room: <urn:kist:vocabulary:room:> .
        room: a skos:ConceptScheme .

        """

    func read(_ layers: String...) throws -> [ConceptScheme] {
        try VocabularyReader.read(layers: layers.map { [("room.ttl", Array($0.utf8))] })
    }

    @Test func layersAddTermsAndLabels() throws {
        let schemes = try read(
            Self.head + "room:gym a skos:Concept ; skos:inScheme room: ; skos:prefLabel \"Gym\"@en .",
            Self.head + """
                room:gym skos:prefLabel "Gym hall"@en, "Talla"@gd ; skos:altLabel "hall"@en .
                room:lab a skos:Concept ; skos:inScheme room: ; skos:prefLabel "Lab"@en ; skos:broader room:gym ; kist:size "big" .
                """)
        let set = VocabularySet(schemes: schemes)
        #expect(set.label("room:gym") == "Gym hall")
        #expect(set.label("room:gym", "gd") == "Talla")
        #expect(set.concept("room:gym")?.narrower == ["room:lab"])
        #expect(set.concept("room:lab")?.properties["kist:size"] == ["big"])
        guard case .found(let hall) = set.resolve("HALL", in: ["room"]) else { Issue.record("not found"); return }
        #expect(hall.id == "room:gym")
    }

    @Test(arguments: [
        ("room:gym a skos:Concept ; skos:inScheme room: .", VocabularyError.Code.incomplete),
        ("room:gym a skos:Concept ; skos:prefLabel \"Gym\"@en .", .incomplete),
        ("room:gym skos:inScheme room: ; skos:prefLabel \"Gym\"@en ; skos:broader room:hall .", .dangling),
        ("room:gym skos:inScheme room: ; skos:prefLabel \"Gym\"@en ; skos:closeMatch room:hall .", .dangling),
        ("room:gym skos:inScheme room: ; skos:prefLabel \"Gym\"@en ; kist:inverse room:gym2 .", .dangling),
        ("room:gym skos:inScheme room: ; skos:prefLabel \"Gym\"@en, \"Hall\"@en .", .conflict),
        ("room:gym skos:inScheme room: ; skos:prefLabel \"Gym\"@en ; skos:broader room:gym .", .conflict),
        (
            "room:a skos:inScheme room: ; skos:prefLabel \"A\" ; kist:inverse room:b . room:b skos:inScheme room: ; skos:prefLabel \"B\" .",
            .dangling
        ),
        ("room:gym skos:inScheme kist:other ; skos:prefLabel \"Gym\"@en .", .dangling),
        ("room:gym skos:inScheme room: ; skos:prefLabel room:gym .", .incomplete),
    ])
    func whatDoesNotHangTogetherIsRefused(text: String, code: VocabularyError.Code) {
        #expect { try read(Self.head + text) } throws: { error in
            let error = error as? VocabularyError
            if error?.code != code { Issue.record("\(String(describing: error))") }
            return error?.code == code
        }
    }

    @Test func theShippedVocabulariesAreRead() throws {
        let schemes = try ShippedSchemas.vocabularies()
        #expect(schemes.count >= 80)
        #expect(schemes.reduce(0) { $0 + $1.concepts.count } >= 900)
        let set = VocabularySet(schemes: schemes)
        #expect(set.schemes["region"]?.isHistoric == true)
        #expect(set.schemes["eef-impact-months"] == nil)
        #expect(set.concept("cfe-eo-prefix:GAI") == nil)
        #expect(set.concept("cfe-area:expressive-arts")?.labels["gd"] == nil)
        for scheme in schemes {
            for concept in scheme.concepts {
                for label in concept.labels.values { #expect(!label.contains("£")) }
                #expect(!concept.properties.keys.contains { $0.contains("hint") || $0.contains("gbp") })
                for related in concept.broader + concept.related + concept.replacedBy {
                    #expect(set.concept(related) != nil)
                }
                if let inverse = concept.inverse { #expect(set.concept(inverse)?.inverse == concept.id) }
            }
        }
        #expect(set.schemes["evidence-relation"]?.concepts.allSatisfy { $0.inverse != nil } == true)
    }

    @Test func peoplesWordsFindTerms() throws {
        let set = VocabularySet(schemes: try ShippedSchemas.vocabularies())
        func found(_ text: String, _ schemes: String...) -> String? {
            if case .found(let concept) = set.resolve(text, in: schemes) { concept.id } else { nil }
        }
        #expect(found("p5", "stage") == "stage:p5")
        #expect(found("Primary five", "stage") == "stage:p5")
        #expect(found("Second", "cfe-level") == "cfe-level:second")
        #expect(found("An dàrna ìre", "cfe-level") == "cfe-level:second")
        #expect(found("2", "cfe-level") == "cfe-level:second")
        #expect(found("CC BY 4.0", "licence") == "licence:CC-BY-4.0")
        #expect(found("https://creativecommons.org/licenses/by/4.0/", "licence") == "licence:CC-BY-4.0")
        #expect(found("S12000015", "local-authority") == "local-authority:S12000047")
        #expect(found("A’ Ghàidhealtachd", "local-authority") == "local-authority:S12000017")
        #expect(found("Feedback", "theme", "term") == "theme:feedback")
        #expect(found("retrieval practice", "theme", "term") == "term:retrieval-practice")
        #expect(found("AfL", "theme", "term") == "term:formative-assessment")
        #expect(found("Supports", "evidence-relation") == "evidence-relation:supports")
        #expect(found("was tried in", "evidence-relation") == "evidence-relation:tried-in")
        #expect(set.counterparts(of: "stage:p5", in: "cfe-level").map(\.id) == ["cfe-level:second"])
        #expect(set.counterparts(of: "theme:feedback", in: "eef-strand").map(\.id) == ["eef-strand:feedback"])
        guard case .unknown(let nearest) = set.resolve("Highlnd", in: ["local-authority"]) else {
            Issue.record("found"); return
        }
        #expect(nearest.first == "Highland")
    }

    @Test func schemesComeBackFromTheirCompactForm() throws {
        for scheme in try ShippedSchemas.vocabularies() {
            #expect(ConceptScheme(json: try JSONParser.parse(scheme.json.compact)) == scheme)
        }
    }

    @Test func theTypesNameOnlyVocabulariesThatAreThere() throws {
        let set = VocabularySet(schemes: try ShippedSchemas.vocabularies())
        #expect(SchemaReader.dangling(in: try ShippedSchemas.schemas(), vocabularies: set) == [])
    }
}
