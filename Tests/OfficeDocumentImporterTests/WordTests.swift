import KistPlugin
import Testing

@testable import OfficeDocumentImporter

private typealias Build = TestPackage

@Suite struct WordTests {
    private static let styles = """
        <w:styles \(Build.namespaces)>
        <w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My Heading"/><w:basedOn w:val="H1"/></w:style>
        <w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Outlined"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
        <w:style w:type="paragraph" w:styleId="Bul"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
        <w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="Gd"><w:name w:val="Gaelic"/><w:rPr><w:lang w:val="gd-GB"/></w:rPr></w:style>
        </w:styles>
        """
    private static let numbering = """
        <w:numbering \(Build.namespaces)>
        <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:lvlOverride></w:num>
        </w:numbering>
        """

    private func document(_ body: String, more: [(name: String, type: String, xml: String)] = []) throws -> TestResult {
        try read(
            Build.docx(
                body,
                more: [("styles.xml", "styles", Self.styles), ("numbering.xml", "numbering", Self.numbering)] + more))
    }

    @Test func runsJoinAndParagraphsDoNot() throws {
        let result = try read(
            Build.docx("<w:p><w:r><w:t>co</w:t></w:r><w:r><w:t>operate</w:t></w:r></w:p>" + Build.p("next")))
        #expect(result.texts() == ["cooperate", "next"])
        #expect(result.blocks.map(\.place) == ["paragraph 1", "paragraph 2"])
        #expect(result.coverage.share == 1 && result.coverage.textRead == 13)
    }

    @Test func headingsByNameBaseAndOutline() throws {
        let result = try document(
            Build.p("a", "<w:pStyle w:val='H1'/>") + Build.p("b", "<w:pStyle w:val='Mine'/>")
                + Build.p("c", "<w:pStyle w:val='Out'/>") + Build.p("d", "<w:outlineLvl w:val='1'/>")
                + Build.p("e", "<w:pStyle w:val='Title'/>")
                + Build.p("f", "<w:pStyle w:val='H1'/><w:outlineLvl w:val='9'/>")
                + Build.p("g", "<w:pStyle w:val='Cap'/>"))
        #expect(result.blocks.map(\.level) == [1, 1, 4, 2, 0, 0, 0])
        #expect(
            result.blocks.map(\.kind) == [.heading, .heading, .heading, .heading, .paragraph, .paragraph, .caption])
        #expect(result.blocks[1].style == "My Heading" && result.blocks[4].style == "Title")
    }

    @Test func listsWithLevelsAndKinds() throws {
        func item(_ text: String, _ id: Int, _ level: Int) -> String {
            Build.p(text, "<w:numPr><w:ilvl w:val='\(level)'/><w:numId w:val='\(id)'/></w:numPr>")
        }
        let result = try document(
            item("a", 1, 0) + item("b", 1, 1) + item("c", 2, 0) + item("d", 3, 1)
                + Build.p("e", "<w:pStyle w:val='Bul'/>")
                + item("f", 0, 0) + item("g", 99, 42))
        #expect(
            result.blocks.map(\.kind) == [.listItem, .listItem, .listItem, .listItem, .listItem, .paragraph, .listItem])
        #expect(result.blocks.map(\.level) == [1, 2, 1, 2, 1, 0, 9])
        #expect(result.blocks.map(\.ordered) == [true, false, false, true, false, false, false])
    }

    @Test func tablesWithMergedCells() throws {
        func cell(_ text: String, _ properties: String = "") -> String {
            "<w:tc><w:tcPr>\(properties)</w:tcPr>\(Build.p(text))</w:tc>"
        }
        let result = try document(
            "<w:tbl><w:tblPr/><w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("Type", "<w:gridSpan w:val='2'/>")
                + cell("x") + "</w:tr>"
                + "<w:tr>" + cell("Level", "<w:vMerge w:val='restart'/>") + cell("one") + cell("y") + "</w:tr>"
                + "<w:tr>" + cell("", "<w:vMerge/>") + cell("two") + cell("z") + "</w:tr></w:tbl>")
        let table = try #require(result.blocks.first)
        #expect(table.kind == .table && table.place == "table 1")
        #expect(table.rows.map { $0.map(\.text) } == [["Type", "x"], ["Level", "one", "y"], ["two", "z"]])
        #expect(table.rows[0][0].columns == 2 && table.rows[0][0].isHeader && !table.rows[1][0].isHeader)
        #expect(table.rows[1][0].rows == 2)
    }

    @Test func nestedTablesAndCellParagraphsAreLines() throws {
        let inner =
            "<w:tbl><w:tr><w:tc>\(Build.p("a"))</w:tc><w:tc>\(Build.p("b"))</w:tc></w:tr><w:tr><w:tc>\(Build.p("c"))</w:tc></w:tr></w:tbl>"
        let result = try document(
            "<w:tbl><w:tr><w:tc>\(Build.p("one"))\(Build.p("two"))\(inner)\(Build.p("three"))</w:tc></w:tr></w:tbl>")
        #expect(result.texts() == ["one\ntwo\na\tb\nc\nthree"])
    }

    @Test func textBoxesOnceAndFallbackOnlyWhereNeeded() throws {
        func box(_ choice: String, _ fallback: String) -> String {
            "<w:p><w:r><w:t>before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>\(choice)</mc:Choice>"
                + "<mc:Fallback>\(fallback)</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>"
        }
        func content(_ text: String) -> String { "<w:txbxContent>\(Build.p(text))</w:txbxContent>" }
        let once = try document(box("<wps:txbx>\(content("box"))</wps:txbx>", "<w:pict>\(content("box"))</w:pict>"))
        #expect(once.texts() == ["before after", "box"])
        let fallback = try document(
            box("<w:drawing/>", "<w:pict><v:textbox>\(content("only here"))</v:textbox></w:pict>"))
        #expect(fallback.texts() == ["before after", "only here"])
    }

    @Test func specialCharacters() throws {
        let result = try document(
            "<w:p><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:tab/><w:t>B</w:t><w:br/><w:t>C</w:t><w:cr/>"
                + "<w:t>D</w:t><w:softHyphen/><w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>"
        )
        #expect(result.texts() == ["co\u{2011}op\tB\nC\nD\u{AD}α✓"])
    }

    @Test(arguments: [
        ("Wingdings 2", "F052", "☑"), ("Webdings", "F061", "✔"), ("Wingdings 2", "00A3", "□"),
        // Unknown to us, so as the document has it; what is no character is none.
        ("Webdings", "F045", "\u{F045}"), ("Wingdings", "0022", "\u{F022}"), ("Arial", "00E9", "é"),
        ("Arial", "0007", ""),
        ("Arial", "D800", ""),
    ])
    func symbolsOfOtherFonts(font: String, code: String, expected: String) throws {
        let result = try document(
            "<w:p><w:r><w:t>a</w:t><w:sym w:font='\(font)' w:char='\(code)'/><w:t>b</w:t></w:r></w:p>")
        #expect(result.texts() == ["a\(expected)b"])
    }

    private func run(_ text: String) -> String { "<w:r><w:t xml:space='preserve'>\(text)</w:t></w:r>" }

    @Test func buttonsShowWhatStandsInTheirInstruction() throws {
        func button(_ parts: String...) -> String {
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
                + parts.map { "<w:r><w:instrText xml:space='preserve'>\($0)</w:instrText></w:r>" }.joined()
                + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        }
        let result = try document(
            "<w:p>\(run("Dear "))\(button(" MACROBUTTON NoMacro [", "Name", "]"))\(run(","))</w:p>"
                + "<w:p>\(button("macrobutton Run me now"))\(button("MACROBUTTON"))\(button("PAGE  of it"))</w:p>")
        #expect(result.texts() == ["Dear [Name],", "me now"])
    }

    @Test func aLargeFirstLetterBeginsItsParagraph() throws {
        func cap(_ kind: String, _ text: String) -> String {
            "<w:p><w:pPr><w:framePr w:dropCap='\(kind)' w:lines='3'/></w:pPr>\(run(text))</w:p>"
        }
        let result = try document(
            cap("drop", "O") + Build.p("nce there was.") + cap("none", "A") + Build.p("part.")
                + "<w:tbl><w:tr><w:tc>\(cap("margin", "C"))</w:tc><w:tc>\(Build.p("next"))</w:tc></w:tr></w:tbl>"
                + cap("drop", "T"))
        #expect(result.texts().first == "Once there was.")
        #expect(result.texts().contains("A") && result.texts().contains("part."))
        #expect(result.blocks.first { $0.kind == .table }?.rows.first?.map(\.text) == ["C", "next"])
        #expect(result.texts().last == "T", "nothing is lost where no paragraph follows")
    }

    @Test func fieldsKeepResultsOnly() throws {
        func field(_ instruction: String, _ result: String) -> String {
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>\(instruction)</w:instrText></w:r>"
                + "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>\(result)</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        }
        let result = try document(
            "<w:p>\(field("DDEAUTO c:\\\\cmd.exe", "RESULT"))\(field(" HYPERLINK \"https://example.org/x\" \\l \"part\" ", "link"))"
                + "<w:fldSimple w:instr='DATE'><w:r><w:t> today</w:t></w:r></w:fldSimple></w:p>"
                + "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>" + Build.p("after"))
        #expect(result.texts() == ["RESULTlink today", "after"])
        #expect(result.blocks[0].links == [TextLink(start: 6, end: 10, target: "https://example.org/x#part")])
        #expect(result.status("field instructions") == .leftOut)
    }

    @Test func chosenEntryOfADropDown() throws {
        let result = try document(
            "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='Low'/>"
                + "<w:listEntry w:val='High'/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>"
                + "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>")
        #expect(result.texts() == ["High"])
    }

    @Test func linksWithTargetsAndUnsafeOnesAsText() throws {
        let result = try read(
            Build.docx(
                "<w:p><w:hyperlink r:id='l1'><w:r><w:t>one</w:t></w:r></w:hyperlink><w:r><w:t> </w:t></w:r>"
                    + "<w:hyperlink w:anchor='Here'><w:r><w:t>two</w:t></w:r></w:hyperlink>"
                    + "<w:hyperlink r:id='l2'><w:r><w:t>three</w:t></w:r></w:hyperlink></w:p>",
                links: [("l1", "https://example.org/"), ("l2", "JavaScript:alert(1)")]))
        #expect(result.texts() == ["one twothree"])
        #expect(
            result.blocks[0].links == [
                TextLink(start: 0, end: 3, target: "https://example.org/"), TextLink(start: 4, end: 7, target: "#Here"),
            ])
        #expect(result.codes == ["link-left-out"])
    }

    @Test func notesCommentsHeaders() throws {
        func notes(_ root: String, _ note: String) -> String {
            "<w:\(root) \(Build.namespaces)><w:\(note) w:type='separator' w:id='-1'>\(Build.p("----"))</w:\(note)>"
                + "<w:\(note) w:id='2'>\(Build.p("text of \(note)"))</w:\(note)></w:\(root)>"
        }
        let comments =
            "<w:comments \(Build.namespaces)><w:comment w:id='7' w:author='Ann' w:date='2026-01-02T03:04:05Z'>\(Build.p("well"))</w:comment></w:comments>"
        let result = try document(
            "<w:p><w:commentRangeStart w:id='7'/><w:r><w:t>said</w:t></w:r><w:commentRangeEnd w:id='7'/>"
                + "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
            more: [
                ("footnotes.xml", "footnotes", notes("footnotes", "footnote")),
                ("endnotes.xml", "endnotes", notes("endnotes", "endnote")),
                ("comments.xml", "comments", comments),
                ("h.xml", "header", "<w:hdr \(Build.namespaces)>\(Build.p("head"))</w:hdr>"),
                ("f.xml", "footer", "<w:ftr \(Build.namespaces)>\(Build.p("foot"))</w:ftr>"),
            ])
        #expect(result.texts() == ["said"])
        #expect(result.texts(.footnote) == ["text of footnote"] && result.texts(.endnote) == ["text of endnote"])
        #expect(result.texts(.header) == ["head"] && result.texts(.footer) == ["foot"])
        let comment = try #require(result.blocks.first { $0.part == .comment })
        #expect(comment.text == "well" && comment.author == "Ann" && comment.date == "2026-01-02T03:04:05Z")
        #expect(comment.place == "comment 1 on “said”")
    }

    /// Notes are numbered as the text speaks of them, whatever their order in their own part.
    @Test func notesHaveTheirPlaces() throws {
        func note(_ id: Int, _ text: String) -> String { "<w:footnote w:id='\(id)'>\(Build.p(text))</w:footnote>" }
        func mark(_ name: String, _ id: Int) -> String { "<w:r><w:\(name)Reference w:id='\(id)'/></w:r>" }
        func run(_ text: String) -> String { "<w:r><w:t>\(text)</w:t></w:r>" }
        let result = try document(
            "<w:p>\(run("two"))\(mark("footnote", 9))\(run("gether"))\(mark("endnote", 4))<w:del>\(mark("footnote", 3))</w:del></w:p>"
                + "<w:tbl><w:tr><w:tc><w:p>\(run("cell"))\(mark("footnote", 2))\(mark("footnote", 9))</w:p></w:tc></w:tr></w:tbl>",
            more: [
                (
                    "footnotes.xml", "footnotes",
                    "<w:footnotes \(Build.namespaces)>\(note(2, "second"))\(note(3, "of what is gone"))\(note(9, "first"))</w:footnotes>"
                ),
                (
                    "endnotes.xml", "endnotes",
                    "<w:endnotes \(Build.namespaces)><w:endnote w:id='4'>\(Build.p("end"))</w:endnote></w:endnotes>"
                ),
            ])
        #expect(result.blocks[0].text == "twogether")
        #expect(result.blocks[0].links == [.note(1, isEndnote: false, at: 3), .note(1, isEndnote: true, at: 9)])
        #expect(
            result.blocks[1].rows[0][0].links == [.note(2, isEndnote: false, at: 4), .note(1, isEndnote: false, at: 4)])
        let places = result.blocks.filter { $0.part == .footnote }.map { "\($0.place): \($0.text)" }
        #expect(places == ["note 2: second", "note 3: of what is gone", "note 1: first"])
        #expect(result.blocks.first { $0.part == .endnote }?.place == "endnote 1")
    }

    @Test func notesInBlankCellsAndFormulasDoNoHarm() throws {
        let mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
        let result = try document(
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t xml:space='preserve'> </w:t></w:r>\(mark)</w:p></w:tc><w:tc>\(Build.p("x"))</w:tc></w:tr></w:tbl>"
                + "<w:p><m:oMath><m:f><m:num><m:r><m:t>αβ</m:t></m:r>\(mark)<m:r><m:t>+γ</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
        )
        #expect(result.blocks[0].rows[0].map(\.text) == ["", "x"] && result.blocks[0].rows[0][0].links.isEmpty)
        #expect(result.blocks[1].text == "(αβ+γ)/2" && result.blocks[1].links == [.note(1, isEndnote: false, at: 5)])
        #expect(result.codes.isEmpty)
    }

    /// A note may begin with a table, and a paragraph may have nothing but a note.
    @Test func aTableBelongsToItsNote() throws {
        func table(_ text: String) -> String { "<w:tbl><w:tr><w:tc>\(Build.p(text))</w:tc></w:tr></w:tbl>" }
        let result = try read(
            Build.docx(
                table("of the text") + "<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p><w:p/>",
                more: [
                    (
                        "footnotes.xml", "footnotes",
                        "<w:footnotes \(Build.namespaces)><w:footnote w:id='2'>\(table("cell"))\(Build.p("after it"))</w:footnote></w:footnotes>"
                    )
                ]))
        #expect(
            result.blocks.map { "\($0.part.rawValue) \($0.place)" } == [
                "body table 1", "body paragraph 2", "footnote note 1, table 2", "footnote note 1",
            ])
        #expect(result.blocks[1].text.isEmpty && result.blocks[1].links == [.note(1, isEndnote: false, at: 0)])
        #expect(result.codes.isEmpty)
    }

    @Test func aLinkToANoteIsNoMark() throws {
        let result = try document(
            "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:hyperlink w:anchor='note-1'><w:r><w:t>b</w:t></w:r></w:hyperlink></w:p>"
        )
        #expect(
            result.blocks[0].links == [
                .note(1, isEndnote: false, at: 1), TextLink(start: 1, end: 2, target: "#note-1"),
            ])
    }

    @Test func trackedChangesAndHiddenTextApart() throws {
        let result = try document(
            "<w:p><w:ins w:author='A'><w:r><w:t>in </w:t></w:r></w:ins><w:del w:author='Bea' w:date='2026'><w:r><w:delText>gone</w:delText></w:r></w:del>"
                + "<w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo>"
                + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>!</w:t></w:r></w:p>"
        )
        #expect(result.texts() == ["in here!"])
        #expect(result.texts(.deleted) == ["goneaway"] && result.texts(.hidden) == ["secret"])
        #expect(result.blocks.first { $0.part == .hidden }?.place == "paragraph 1, hidden")
        #expect(result.blocks.first { $0.part == .deleted }?.author == "Bea")
        #expect(result.blocks[0].bold.isEmpty)
    }

    @Test func languagesOfRuns() throws {
        let result = try document(
            "<w:p><w:r><w:t>English words </w:t></w:r><w:r><w:rPr><w:rStyle w:val='Gd'/></w:rPr><w:t>Gàidhlig</w:t></w:r>"
                + "<w:r><w:rPr><w:lang w:val='x-none'/></w:rPr><w:t> end </w:t></w:r><w:r><w:t>漢字</w:t></w:r></w:p>")
        let block = try #require(result.blocks.first)
        #expect(block.language == "en-GB")
        #expect(
            block.runs == [
                LanguageRun(start: 14, end: 23, language: "gd-GB"), LanguageRun(start: 28, end: 34, language: "ja-JP"),
            ])
        #expect(result.output.metadata?.language == "en-GB")
    }

    @Test func boldFromRunsAndStyles() throws {
        let result = try document(
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Cost</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Strong'/></w:rPr><w:t>:</w:t></w:r>"
                + "<w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t> 2</w:t></w:r></w:p>"
                + Build.p("all", "<w:pStyle w:val='H1'/>"))
        #expect(result.blocks[0].bold == [ByteSpan(start: 0, end: 5)])
        #expect(result.blocks[1].bold == [ByteSpan(start: 0, end: 3)])
    }

    @Test func contentControlsEquationsRuby() throws {
        let result = try document(
            "<w:sdt><w:sdtPr><w:alias w:val='no'/><w:docPartObj><w:t>no</w:t></w:docPartObj></w:sdtPr><w:sdtContent>\(Build.p("inside"))</w:sdtContent></w:sdt>"
                + "<w:p><m:oMathPara><m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
                + "<m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:d><m:e><m:r><m:t>z</m:t></m:r></m:e></m:d>"
                + "<m:rad><m:deg/><m:e><m:r><m:t>uv</m:t></m:r></m:e></m:rad></m:oMath></m:oMathPara></w:p>"
                + "<w:p><w:r><w:t>go </w:t><w:ruby><w:rt><w:r><w:t>kanji</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢字</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
        )
        #expect(result.texts() == ["inside", "x=(a+b)/2y^2(z)√(uv)", "go 漢字(kanji)"])
        #expect(result.blocks.map(\.kind) == [.paragraph, .equation, .paragraph])
    }

    @Test func picturesObjectsAndCharts() throws {
        let chart =
            "<c:chartSpace \(Build.namespaces)><c:chart><c:title><a:p><a:r><a:t>Pupils</a:t></a:r></a:p></c:title>"
            + "<c:cat><c:strRef><c:strCache><c:pt><c:v>S1</c:v></c:pt><c:pt><c:v>S2</c:v></c:pt></c:strCache></c:strRef></c:cat>"
            + "<c:ser><c:tx><c:v>Boats</c:v></c:tx><c:val><c:numLit><c:pt><c:v>3</c:v></c:pt><c:pt><c:v>4</c:v></c:pt></c:numLit></c:val></c:ser>"
            + "</c:chart></c:chartSpace>"
        var package = Build.docx(
            "<w:p><w:r><w:drawing><wp:inline><wp:docPr descr='A class'/><a:blip r:embed='m0'/></wp:inline></w:drawing></w:r></w:p>"
                + "<w:p><w:r><w:object><o:OLEObject r:id='m1'/></w:object><w:drawing><c:chart r:id='m2'/></w:drawing></w:r></w:p>"
                + Build.p("x"),
            more: [
                ("media/i.png", "image", "PNGDATA"), ("embeddings/t.xlsx", "package", "SHEET"),
                ("charts/c.xml", "chart", chart),
            ])
        package.add(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='png' ContentType='image/png'/></Types>"
        )
        let result = try read(package)
        #expect(result.output.items.map(\.item.path) == ["word/media/i.png", "word/embeddings/t.xlsx"])
        #expect(result.output.items.map(\.item.role) == [.image, .embedded])
        #expect(result.output.items.map(\.intact) == [true, true])
        #expect(result.output.items[0].item.alt == "A class" && result.output.items[0].item.mediaType == "image/png")
        #expect(result.output.items[0].bytes == Array("PNGDATA".utf8))
        #expect(result.texts(.embedded) == ["Pupils", "S1\tS2", "Boats", "3\t4"])
    }

    /// What Word's citation manager keeps comes out as a list of references; an empty one, and other data, do not.
    @Test func sourcesOfCitationsAreAList() throws {
        func sources(_ list: String, root: String = "Sources") -> String {
            "<b:\(root) xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'>\(list)</b:\(root)>"
        }
        let full = sources("<b:Source><b:Tag>A1</b:Tag></b:Source>")
        let result = try read(
            Build.docx(
                Build.p("text"),
                more: [
                    ("customXml/item1.xml", "customXml", sources("")), ("customXml/item2.xml", "customXml", full),
                    ("customXml/item3.xml", "customXml", sources("<b:Source/>", root: "Other")),
                    ("customXml/item4.xml", "customXml", "<data><b/></data>"),
                ]))
        #expect(result.texts() == ["text"])
        #expect(result.output.items.map(\.item.path) == ["word/customXml/item2.xml"])
        #expect(result.output.items.map(\.item.role) == [.member])
        #expect(result.output.items.first?.bytes == Array(full.utf8))
    }

    @Test func propertiesOfAllThreeParts() throws {
        let core = """
            <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title> A digest </dc:title>\
            <dc:creator>Ann; Bob</dc:creator><cp:keywords>a, b</cp:keywords><dcterms:created>2026-01-01T00:00:00Z</dcterms:created></cp:coreProperties>
            """
        let custom = """
            <Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" \
            xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="kist:type"><vt:lpwstr>strategy</vt:lpwstr></property>\
            <property name="kist:cost"><vt:i4>2</vt:i4></property></Properties>
            """
        let app =
            "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'><Application>Word</Application><AppVersion>16</AppVersion></Properties>"
        let result = try read(
            Build.docx(
                Build.p("x"),
                extra: [("docProps/core.xml", core), ("docProps/custom.xml", custom), ("docProps/app.xml", app)]))
        let metadata = try #require(result.output.metadata)
        #expect(
            metadata.title == "A digest" && metadata.creators == ["Ann", "Bob"] && metadata.keywords == ["a", "b"])
        #expect(metadata.created == "2026-01-01T00:00:00Z" && metadata.generator == "Word 16")
        #expect(metadata.custom["kist:type"] == .string("strategy") && metadata.custom["kist:cost"] == .string("2"))
    }

    @Test func strictOtherMainPartOtherPrefixUTF16() throws {
        var package = TestPackage()
        let rel = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        package.add(
            "_rels/.rels",
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='a' Type='\(rel)/officeDocument' Target='/zzz/main7.xml'/></Relationships>"
        )
        let xml =
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><document xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'><body><p><r><rPr><b val='1'/></rPr><t>Grüße</t></r></p></body></document>"
        var utf16: [UInt8] = [0xFE, 0xFF]
        for unit in xml.utf16 { utf16 += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        package.add("zzz/main7.xml", bytes: utf16)
        let result = try read(package)
        #expect(result.texts() == ["Grüße"] && result.blocks[0].bold == [ByteSpan(start: 0, end: 7)])
    }

    @Test func chunksMacrosAndOutsidePicturesAreAccountedFor() throws {
        let result = try read(
            Build.docx(
                Build.p("x") + "<w:altChunk r:id='m0'/><w:p><w:r><a:blip r:link='l'/></w:r></w:p>",
                more: [("chunk.html", "aFChunk", "<p>chunk</p>")], extra: [("word/vbaProject.bin", "x")]))
        #expect(result.status("inserted documents in other formats") == .read)
        #expect(result.status("pictures on other computers") == .leftOut)
        #expect(result.status("word/vbaProject.bin") == .leftOut)
        #expect(result.output.items.map(\.item.path) == ["word/chunk.html"])
        #expect(result.output.items.map(\.item.role) == [.member], "read by whoever reads its kind")
    }
}
