import KistModel
import Testing

@Suite struct QueryExpanderTests {
    let expander: QueryExpander

    init() throws {
        expander = QueryExpander(
            schemas: try ShippedSchemas.schemas(),
            vocabularies: VocabularySet(schemes: try ShippedSchemas.vocabularies()))
    }

    func alternative(_ query: String, _ text: String) -> Expansion.Alternative? {
        expander.expand(query).phrases.flatMap(\.senses).flatMap(\.alternatives).first { $0.text == text }
    }

    @Test func theLongestPhraseIsOneConcept() {
        let expansion = expander.expand("assessment for learning in maths")
        #expect(expansion.phrases.first?.text == "assessment for learning")
        #expect(expansion.phrases.first?.senses.map(\.concept) == ["term:formative-assessment"])
        #expect(expansion.phrases.map(\.text) == ["assessment for learning", "maths"])
    }

    @Test func weightsFollowTheKindOfName() {
        #expect(alternative("assessment for learning", "formative assessment")?.weight == Expansion.Weight.exact)
        #expect(alternative("assessment for learning", "AfL")?.kind == .abbreviation)
        #expect(alternative("marking", "feedback")?.weight == Expansion.Weight.close)
        #expect(alternative("feedback", "marking")?.kind == .close)
        #expect(alternative("literacy", "phonics")?.weight == Expansion.Weight.narrower)
        #expect(alternative("hinge questions", "diagnostic question")?.weight == Expansion.Weight.exact)
        #expect(alternative("self-assessment", "fèin-mheasadh")?.kind == .translation)
        #expect(alternative("measadh airson ionnsachadh", "formative assessment")?.kind == .translation)
        #expect(alternative("bunsgoil", "primary school")?.kind == .translation)
        #expect(alternative("practitioner inquiry", "teacher research")?.weight == Expansion.Weight.exact)
        #expect(alternative("testing effect", "retrieval practice")?.weight == Expansion.Weight.exact)
        for phrase in expander.expand("feedback in reading and writing").phrases {
            for alternative in phrase.senses.flatMap(\.alternatives) { #expect(alternative.weight < 1) }
        }
    }

    @Test func shortFormsThatAreWordsNeedCapitals() {
        #expect(expander.expand("looking at feedback").phrases.map(\.text) == ["feedback"])
        #expect(expander.expand("AI policy").phrases.map(\.text) == ["AI"])
        #expect(expander.expand("ai policy").phrases.isEmpty)
        #expect(expander.expand("ai").phrases.map(\.text) == ["ai"])
        #expect(expander.expand("LOOK AT THIS POLICY").phrases.isEmpty)
        #expect(expander.expand("asn nurture").phrases.map(\.text) == ["asn", "nurture"])
        #expect(expander.expand("AfL strategies").phrases.first?.senses.first?.concept == "term:formative-assessment")
    }

    @Test func sharedShortFormsAreAllSearchedLightly() throws {
        let expansion = expander.expand("PE in primary")
        let phrase = try #require(expansion.phrases.first { $0.text == "PE" })
        #expect(phrase.senses.count == 3)
        #expect(phrase.senses.flatMap(\.alternatives).allSatisfy { $0.weight == Expansion.Weight.ambiguous })
        #expect(expansion.notes.contains { $0.contains("Did you mean") })
    }

    @Test func quotesSwitchItOff() {
        #expect(expander.expand("\"think pair share\" \"assessment for learning\"").isEmpty)
        #expect(expander.expand("“assessment for learning” feedback").phrases.map(\.text) == ["feedback"])
    }

    @Test func twoMeaningsAreBothKept() throws {
        let phrase = try #require(expander.expand("self regulation nursery").phrases.first)
        #expect(Set(phrase.senses.map(\.concept)) == ["term:self-regulated-learning", "term:emotional-regulation"])
    }

    @Test func facetWordsAreRecognised() throws {
        func facet(_ query: String) -> Expansion.FacetWord? { expander.expand(query).facets.first }
        #expect(facet("feedback P5")?.condition == .anyOf(["stage:p5"]))
        #expect(facet("feedback P5")?.field == "stages")
        #expect(facet("feedback P5")?.also == ["levels": ["cfe-level:second"]])
        #expect(facet("resources in Fife")?.condition == .anyOf(["local-authority:S12000047"]))
        #expect(facet("low cost feedback")?.condition == .atMost(2))
        #expect(facet("low cost feedback")?.field == "cost")
        #expect(facet("MNU 2-03a games")?.condition == .code("MNU 2-03a"))
        #expect(facet("mnu1-03")?.condition == .code("MNU 1-03"))
        #expect(facet("hybrid sessions")?.condition == .anyOf(["attendance-mode:hybrid"]))
        #expect(facet("Higher Biology quiz")?.condition == .anyOf(["national-qualification:higher"]))
        #expect(facet("higher attainment") == nil)
        #expect(facet("composite class P1-P3 writing")?.condition == .anyOf(["stage:p1", "stage:p2", "stage:p3"]))
        #expect(facet("P2 to P4 feedback")?.condition == .anyOf(["stage:p2", "stage:p3", "stage:p4"]))
        #expect(facet("resources CC BY")?.condition == .anyOf(["licence:CC-BY-4.0"]))
        let all = expander.expand("what works for P5 feedback at low cost who near me tried it").facets
        #expect(all.map(\.text) == ["P5", "low cost", "near me"])
        #expect(all.last?.condition == .near)
    }

    @Test func longerPhrasesSwallowFacetWords() {
        #expect(expander.expand("online safety").facets.isEmpty)
        #expect(expander.expand("remote learning").facets.isEmpty)
    }

    /// Whatever is typed, the answer stays within the query, without overlaps, and the same each time.
    @Test func anyQueryIsAnswered() {
        var random = SeededGenerator(3)
        let stock = [
            "feedback", "P5", "to", "P7", "“", "\"", "AI", "pe", "low", "cost", "self-regulation", "Fife", "2-03a",
            "MNU", "-", "à", "😀", "", "ASN", "hinge", "question", "near", "me", "Higher",
        ]
        for _ in 0..<2_000 {
            let query = (0..<Int.random(in: 0...9, using: &random)).map { _ in stock.randomElement(using: &random) ?? ""
            }.joined(separator: " ")
            let expansion = expander.expand(query)
            let count = QueryWord.words(of: query).count
            let ranges = Array(Set(expansion.phrases.map(\.words) + expansion.facets.map(\.words)))
            for (index, range) in ranges.enumerated() {
                #expect(range.upperBound <= count && !range.isEmpty)
                for other in ranges[(index + 1)...] { #expect(!range.overlaps(other)) }
            }
            #expect(expansion == expander.expand(query))
        }
    }
}
