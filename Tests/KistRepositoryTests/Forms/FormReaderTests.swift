import KistModel
import KistProtocol
import KistRepository
import Testing

@Suite struct FormReaderTests {
    typealias Make = FormFixtures
    let reader: FormReader

    init() throws { reader = try FormFixtures.shipped.get() }

    func read(
        _ blocks: [DocumentBlock], metadata: DocumentMetadata = DocumentMetadata(), type: String? = nil,
        file: String = "a.docx"
    ) -> FormReading {
        reader.read(metadata: metadata, blocks: blocks, fileName: file, requestedType: type)
    }

    // MARK: - Forms

    @Test func aTableAtTheHeadFillsTheFields() {
        let reading = read([
            Make.heading("Whole-class feedback"),
            Make.table([
                ("Type", "Strategy"), ("Level", "Second"), ("Stage", "P5 to P7"), ("Cost", "2"), ("Strand", "Feedback"),
                ("Local authority", "Highland; Fife"),
                ("Licence", "CC BY 4.0"), ("Date", "12 May 2026"),
                ("Author", "Màiri MacLeod (thematic lead), Portree Primary School"), ("Weather", "wet"),
            ]),
            Make.paragraph("Some prose that belongs to nobody."),
        ])
        #expect(reading.type == "strategy")
        #expect(reading.fields["title"] == ["en": "Whole-class feedback"])
        #expect(reading.fields["levels"] == ["cfe-level:second"])
        #expect(reading.fields["stages"] == ["stage:p5", "stage:p6", "stage:p7"])
        #expect(reading.fields["cost"] == "eef-cost:2")
        #expect(reading.fields["strands"] == ["eef-strand:feedback"])
        #expect(reading.fields["authority"] == ["local-authority:S12000017", "local-authority:S12000047"])
        #expect(reading.fields["licence"] == "licence:CC-BY-4.0")
        #expect(reading.fields["issued"] == "2026-05-12")
        #expect(
            reading.fields["agents"] == [
                ["name": "Màiri MacLeod", "role": "role:thematic-lead", "organisation": "Portree Primary School"]
            ])
        #expect(reading.unrecognised.map(\.label) == ["Weather"])
        // What means nothing stays in the text; the rest of the table is gone.
        #expect(reading.textBlocks.first { $0.kind == .table }?.rows.map { $0[0].text } == ["Weather"])
        #expect(reading.textBlocks.contains { $0.text.hasPrefix("Some prose") })
    }

    @Test func mergedLabelCellsHaveTheLinesOfTheirRows() {
        let table = DocumentBlock(
            kind: .table,
            rows: [
                [TableCell(text: "Strategy form", columns: 2)],
                [TableCell(text: "Type"), TableCell(text: "Strategy")],
                [TableCell(text: "Steps", rows: 3), TableCell(text: "Plan it")],
                [TableCell(text: "Try it")],
                [TableCell(text: "Talk about it")],
                [TableCell(text: "Level"), TableCell(text: "First\nSecond")],
                [TableCell(text: ""), TableCell(text: "Third")],
            ], place: "table 1")
        let reading = read([table])
        #expect(reading.type == "strategy")
        #expect(reading.fields["steps"] == ["Plan it", "Try it", "Talk about it"])
        #expect(reading.fields["levels"] == ["cfe-level:first", "cfe-level:second", "cfe-level:third"])
    }

    @Test func linesAndBoldLabelsFillTheFieldsInAnyOrder() {
        let reading = read([
            Make.paragraph("Hinge questions in S2", style: "Title"),
            Make.paragraph("Cost: Very low\nType: Resource"),
            Make.paragraph("Level  Third", bold: 6),
            Make.paragraph("Resource type\tHinge questions"),
            Make.paragraph("Duration: 45 minutes"),
            Make.paragraph("Es and Os: MNU 3-01a, mnu3-03b"),
            Make.heading("The lesson"),
            Make.paragraph("Note: this line is prose."),
        ])
        #expect(reading.fields["title"] == ["en": "Hinge questions in S2"])
        #expect(reading.fields["cost"] == "eef-cost:1")
        #expect(reading.fields["levels"] == ["cfe-level:third"])
        #expect(reading.fields["resourceType"] == ["resource-type:hinge-questions"])
        #expect(reading.fields["timeRequired"] == "PT45M")
        #expect(reading.fields["outcomes"] == ["MNU 3-01a", "MNU 3-03b"])
        #expect(reading.textBlocks.map(\.text) == ["Hinge questions in S2", "The lesson", "Note: this line is prose."])
    }

    @Test func headingsTakeTheTextUnderThem() {
        let reading = read([
            Make.heading("Does marking help?"),
            Make.table([("Type", "Research digest"), ("Direction", "Mixed")]),
            Make.heading("1. What the evidence says", 2),
            Make.item("Comments help more than grades"),
            Make.heading("In primary", 3),
            Make.item("Talk helps most; direction: helped; strength: Some support"),
            Make.heading("Limits:", 2),
            Make.paragraph("Few trials."), Make.paragraph("Most in English."),
            Make.heading("Appendix", 2),
            Make.paragraph("Left alone."),
        ])
        #expect(reading.type == "digest")
        #expect(reading.fields["limits"] == "Few trials.\nMost in English.")
        #expect(
            reading.fields["findings"] == [
                ["text": "Comments help more than grades"], ["text": "In primary"],
                ["text": "Talk helps most", "direction": "direction:positive", "strength": "kist-strength:2"],
            ])
        #expect(reading.textBlocks.map(\.text) == ["Does marking help?", "Appendix", "Left alone."])
    }

    @Test func gaelicLabelsAreUnderstood() {
        let reading = read([
            Make.table([
                ("Seòrsa", "Ro-innleachd"), ("Tiotal", "Fios air ais sa chlas"), ("Title", "Feedback in class"),
                ("Ìre", "An dàrna ìre"),
                ("Ùghdarras ionadail", "A’ Ghàidhealtachd"), ("Cosgais", "1"),
            ])
        ])
        #expect(reading.type == "strategy")
        #expect(reading.fields["title"] == ["gd": "Fios air ais sa chlas", "en": "Feedback in class"])
        #expect(reading.fields["levels"] == ["cfe-level:second"])
        #expect(reading.fields["authority"] == ["local-authority:S12000017"])
        #expect(reading.fields["cost"] == "eef-cost:1")
    }

    @Test func labelsMayBeRelations() throws {
        let reading = read([
            Make.table([
                ("Type", "Enquiry"), ("Tries", "Hinge questions; direction: mixed; strength: weak"),
                ("Addresses", "Feedback takes too long"),
                ("Supports", "Whole-class feedback – “it saved two hours a week” (p. 4)"),
                ("Evaluated by", "Joint evaluation 2026"),
            ])
        ])
        #expect(
            reading.relations.map(\.relation).map { $0.dropFirst("evidence-relation:".count) } == [
                "tries", "addresses", "supports", "evaluates",
            ])
        #expect(reading.relations.map(\.isInverse) == [false, false, false, true])
        #expect(reading.relations[0].words == "Hinge questions")
        #expect(reading.relations[0].direction == "direction:mixed")
        #expect(reading.relations[0].strength == "edge-strength:weak")
        #expect(reading.relations[2].words == "Whole-class feedback")
        #expect(reading.relations[2].quote == "it saved two hours a week")
        #expect(reading.relations[2].locator == "p. 4")
        #expect(reading.fields["tries"] == nil)
    }

    @Test func aDigestsReferencesAreTakenApart() throws {
        let reading = read([
            Make.table([("Type", "Digest"), ("Question", "Does feedback help?")]),
            Make.heading("References", 1),
            Make.paragraph(
                "Black, P. and Wiliam, D. (1998). Assessment and classroom learning. Assessment in Education, 5(1), 7–74. https://doi.org/10.1080/0969595980050102"
            ),
            Make.paragraph(
                "Kluger, A. N., & DeNisi, A. (1996) “The effects of feedback interventions on performance”, Psychological Bulletin, 119(2)."
            ),
        ])
        #expect(reading.references.count == 2)
        let first = try #require(reading.references.first)
        #expect(first.doi == "10.1080/0969595980050102")
        #expect(first.year == 1998)
        #expect(first.firstAuthor == "Black")
        #expect(first.title == "Assessment and classroom learning")
        #expect(reading.references[1].title == "The effects of feedback interventions on performance")
        #expect(reading.fields["studies"]?.array?.count == 2)
    }

    @Test func documentPropertiesOfKistWin() {
        var metadata = DocumentMetadata()
        metadata.custom = [
            "kist:type": "need", "Kist:Title": "Less marking", "kist:needScope": "School priority",
            "kist:id": "0123456789abcdef", "Company": "x",
        ]
        metadata.title = "Microsoft Word - draft3.docx"
        metadata.creators = ["Windows User", "Ann Smith"]
        let reading = read(
            [
                Make.heading("Another title"),
                Make.table([("Type", "Strategy"), ("Title", "Third title"), ("Scope", "national")]),
            ], metadata: metadata)
        #expect(reading.type == "need")
        #expect(reading.fields["title"] == ["en": "Less marking"])
        #expect(reading.fields["needScope"] == "need-scope:school")
        #expect(reading.fields["agents"] == [["name": "Ann Smith"]])
        #expect(reading.declaredID?.text == "0123456789abcdef")
    }

    @Test func aDocumentWithoutAFormIsAResourceAndKeepsItsText() {
        let blocks = [
            Make.heading("Fractions for tea"), Make.paragraph("Summary: a cake is cut."),
            Make.table([("Pupil", "Score"), ("A", "3")]),
            Make.heading("Equipment", 2), Make.paragraph("A cake and a knife."),
        ]
        let reading = read(blocks)
        #expect(reading.type == "resource")
        #expect(!reading.isForm)
        #expect(reading.fields["title"] == ["en": "Fractions for tea"])
        #expect(reading.textBlocks == blocks)
        // Where the type is asked for, its headings count.
        #expect(read(blocks, type: "resource").fields["equipment"] == ["A cake and a knife."])
    }

    @Test func valuesThatAreNoTermsStayAndNameTheNearest() {
        let reading = read([
            Make.table([("Type", "Strategy"), ("Level", "Sekond"), ("Cost", "2"), ("Theem", "Feedback")])
        ])
        #expect(reading.fields["levels"] == nil)
        #expect(reading.warnings.contains { $0.code == "form-value-unread" && $0.message.contains("Second") })
        #expect(reading.unrecognised.map(\.nearest) == ["Theme"])
        #expect(reading.textBlocks.first?.rows.map { $0[0].text } == ["Level", "Theem"])
    }

    @Test func titlesFallBackInOrder() {
        var metadata = DocumentMetadata()
        metadata.title = "Feedback that works"
        #expect(read([Make.paragraph("x")], metadata: metadata).fields["title"] == ["en": "Feedback that works"])
        for generic in [
            "Document1", "Untitled", "Microsoft Word - a.doc", "PowerPoint Presentation", "notes_final.docx", "",
        ] {
            metadata.title = generic
            #expect(
                read([Make.paragraph("x")], metadata: metadata, file: "folder/feed_back-2.docx").fields["title"] == [
                    "en": "feed back-2"
                ])
        }
    }

    @Test func languagesComeFromTheText() {
        let gaelic = "Tha na sgoilearan ag ionnsachadh agus bha sinn ann an sgoil bheag air an eilean seo."
        let reading = read([
            Make.paragraph(
                "The pupils were in the school and they had what they needed for the day that was coming.",
                language: "en-GB"),
            Make.paragraph(gaelic, language: "en-GB"),
        ])
        #expect(Set(reading.fields["language"]?.items ?? []) == ["language:en", "language:gd"])
        #expect(reading.textBlocks[1].language == "gd")
        #expect(read([Make.paragraph(gaelic)]).fields["language"] == ["language:gd"])
        #expect(read([Make.paragraph("12 34")]).fields["language"] == nil)
    }

    // MARK: - Checks

    @Test func pageFurnitureGoes() {
        let reading = read([
            Make.heading("Visiting the hubs"), Make.paragraph("It was a good day."), Make.heading("Leave a Reply", 3),
            Make.paragraph("Fill in your details below or click an icon to log in:"),
            Make.paragraph("You are commenting using your WordPress.com account. ( Log Out / Change )"),
            Make.paragraph("Connecting to %s"), Make.paragraph("Change"),
        ])
        #expect(reading.textBlocks.map(\.text) == ["Visiting the hubs", "It was a good day."])
        #expect(reading.warnings.map(\.code) == ["page-furniture"])
        #expect(read([Make.paragraph("Change"), Make.paragraph("Reply")]).textBlocks.count == 2)
    }

    @Test(arguments: [
        ("Dear {{name}}", true), ("Connect %s now", true), ("Lorem ipsum dolor", true), ("100% sure", false),
        ("50%sure", false), ("[insert date]", true),
    ])
    func placeholdersAreNamed(text: String, warns: Bool) {
        #expect(read([Make.paragraph(text)]).warnings.contains { $0.code == "placeholder" } == warns)
    }

    @Test(arguments: [
        ("SCN: 123456789", true), ("candidate 123 456 789 sat it", true), ("Date of birth: 12/05/2014", true),
        ("DOB 1.2.2013", true), ("Pupil name: A. Smith", true),
        ("Write to ann@example.org", true), ("Call 01478 612345", true), ("Call +44 1478 612345", true),
        ("SCN 2-04a", false), ("10.1080/123456789", false), ("ISBN 9780335204045", false), ("£123456789", false),
        ("born on an island", false),
        ("https://example.org/123456789", false), ("from 2015 to 2020", false), ("@kist", false),
        ("n = 1234567890123", false), ("Candidate 12345678", false),
    ])
    func personalDataHoldsTheRecord(text: String, holds: Bool) {
        let reading = read([Make.paragraph(text)])
        #expect((reading.fields["sensitivity"] == "sensitivity:hold") == holds)
        #expect(reading.warnings.contains { $0.code == "personal-data" } == holds)
    }

    @Test func aStatedSensitivityAnswersForAdultsOnly() {
        let stated = [("Type", "Strategy"), ("Sensitivity", "No personal data")]
        #expect(read([Make.table(stated + [("Place", "ann@example.org")])]).fields["sensitivity"] == "sensitivity:none")
        #expect(
            read([Make.table(stated), Make.paragraph("SCN 123456789")]).fields["sensitivity"] == "sensitivity:hold")
    }

    @Test func longBlocksAreJoined() {
        var second = Make.paragraph("ded text")
        second.continues = true
        second.bold = [ByteSpan(start: 0, end: 3)]
        let reading = read([Make.paragraph("Divi"), second])
        #expect(reading.textBlocks.map(\.text) == ["Divided text"])
        #expect(reading.textBlocks[0].bold == [ByteSpan(start: 4, end: 7)])
    }
}
