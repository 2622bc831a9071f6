import KistExport
import KistModel
import Testing

@Suite struct CitationTests {
    let citation = Citation(
        schemas: Fixture.schemas, vocabularies: Fixture.vocabularies,
        titleOf: { $0 == Fixture.id(90) ? "Skye core hub" : nil })

    @Test(arguments: [
        (
            Works.blackWiliam,
            "Black, P., & Wiliam, D. (1998). Assessment and classroom learning. Assessment in Education: Principles, Policy & Practice, 5(1), 7–74. https://doi.org/10.1080/0969595980050102"
        ),
        (
            Works.hattieTimperley,
            "Hattie, J., & Timperley, H. (2007). The power of feedback. Review of Educational Research, 77(1), 81–112. https://doi.org/10.3102/003465430298487"
        ),
        (
            Works.klugerDeNisi,
            "Kluger, A. N., & DeNisi, A. (1996). The effects of feedback interventions on performance: A historical review, a meta-analysis, and a preliminary feedback intervention theory. Psychological Bulletin, 119(2), 254–284. https://doi.org/10.1037/0033-2909.119.2.254"
        ),
        (
            Works.sisk,
            "Sisk, V. F., Burgoyne, A. P., Sun, J., Butler, J. L., & Macnamara, B. N. (2018). To what extent and under which circumstances are growth mind-sets important to academic achievement? Two meta-analyses. Psychological Science, 29(4), 549–571. https://doi.org/10.1177/0956797617739704"
        ),
        (
            Works.visibleLearning,
            "Hattie, J. A. C. (2009). Visible learning: A synthesis of over 800 meta-analyses relating to achievement. Routledge."
        ),
        (
            Works.chapter,
            "Wiliam, D. (2010). Formative assessment: Definitions and relationships. In H. L. Andrade & G. J. Cizek (Eds.), Handbook of formative assessment (pp. 18–40). Routledge."
        ),
        (Works.report, "Education Scotland. (2015). How good is our school? (4th ed.). https://education.gov.scot/"),
        (
            Works.webpage,
            "Education Endowment Foundation. (2021, June 10). Feedback. Teaching and Learning Toolkit. https://educationendowmentfoundation.org.uk/feedback"
        ),
    ])
    func `APA, seventh edition`(csl: String, expected: String) throws {
        #expect(citation.text(of: try Fixture.study(1, csl), style: .apa) == expected)
    }

    @Test(arguments: [
        (
            Works.blackWiliam,
            "Black, P. and Wiliam, D. (1998) ‘Assessment and classroom learning’, Assessment in Education: Principles, Policy & Practice, 5(1), pp. 7–74. Available at: https://doi.org/10.1080/0969595980050102."
        ),
        (
            Works.sisk,
            "Sisk, V.F. et al. (2018) ‘To what extent and under which circumstances are growth mind-sets important to academic achievement? Two meta-analyses’, Psychological Science, 29(4), pp. 549–571. Available at: https://doi.org/10.1177/0956797617739704."
        ),
        (
            Works.visibleLearning,
            "Hattie, J.A.C. (2009) Visible learning: A synthesis of over 800 meta-analyses relating to achievement. London: Routledge."
        ),
        (
            Works.chapter,
            "Wiliam, D. (2010) ‘Formative assessment: Definitions and relationships’, in Andrade, H.L. and Cizek, G.J. (eds) Handbook of formative assessment. New York: Routledge, pp. 18–40."
        ),
        (
            Works.report,
            "Education Scotland (2015) How good is our school? (4th ed.). Livingston. Available at: https://education.gov.scot/ (Accessed: 1 May 2026)."
        ),
    ])
    func harvard(csl: String, expected: String) throws {
        #expect(citation.text(of: try Fixture.study(1, csl), style: .harvard) == expected)
    }

    @Test func `twenty-one authors lose the twentieth`() throws {
        let authors = (1...21).map { #"{"family":"N\#($0)","given":"A"}"# }.joined(separator: ",")
        let text = citation.text(
            of: try Fixture.study(1, #"{"type":"book","title":"T","author":[\#(authors)]}"#), style: .apa)
        #expect(text.hasPrefix("N1, A., N2, A., "))
        #expect(text.contains("N19, A., . . . N21, A. (n.d.). T."))
    }

    @Test func `names with particles, suffixes, hyphens`() throws {
        let csl =
            #"{"type":"book","title":"T","author":[{"family":"Berg","given":"Jean-Paul","non-dropping-particle":"van der"},{"family":"King","given":"Martin Luther","suffix":"Jr."}],"edition":"2","publisher":"P","issued":{"date-parts":[[2001]]}}"#
        #expect(
            citation.text(of: try Fixture.study(1, csl), style: .apa)
                == "van der Berg, J.-P., & King, M. L., Jr. (2001). T (2nd ed.). P.")
    }

    @Test func `a record that is no publication`() throws {
        let enquiry = try Fixture.record(
            7, "enquiry",
            #"""
            {"title":{"en":"Comments before marks"},"agents":[{"name":"Isla MacLeod","role":"role:author"},{"name":"Portree cluster"}],"issued":"2026-05-12","hub":{"ref":"\#(Fixture.id(90).text)"}}
            """#)
        #expect(
            citation.text(of: enquiry, style: .apa)
                == "MacLeod, I. (2026). Comments before marks [Enquiry]. Skye core hub. Kist record \(enquiry.id.text)."
        )
        #expect(
            citation.text(of: enquiry, style: .harvard)
                == "MacLeod, I. (2026) Comments before marks [Enquiry]. Skye core hub. Kist record \(enquiry.id.text).")
    }

    @Test func `an empty record is cited, not refused`() {
        let record = KistRecord(id: Fixture.id(1), type: "resource")
        #expect(
            citation.text(of: record, style: .apa) == "(no title) [Resource]. (n.d.). Kist record \(record.id.text).")
    }

    @Test func `broken bibliographic data does no harm`() throws {
        for csl in [
            #"{"type":5,"author":"x","issued":{"date-parts":[[99999]]}}"#,
            #"{"author":[{}],"issued":{"date-parts":[]},"page":"-"}"#, #"[1]"#,
        ] {
            let record = KistRecord(id: Fixture.id(1), type: "study", fields: ["csl": try JSONParser.parse(csl)])
            for style in CitationStyle.allCases { #expect(!citation.text(of: record, style: style).isEmpty) }
        }
    }
}
