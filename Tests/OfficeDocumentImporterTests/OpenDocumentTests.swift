import KistPlugin
import Testing

@testable import OfficeDocumentImporter

private typealias Build = TestPackage

@Suite struct OpenDocumentTests {
    private func p(_ text: String, _ style: String = "") -> String {
        "<text:p" + (style.isEmpty ? "" : " text:style-name='\(style)'") + ">\(text)</text:p>"
    }

    @Test func whiteSpaceByTheRules() throws {
        let result = try read(
            Build.odt(
                p("  a \n\t b<text:s/>c<text:s text:c='3'/>d<text:tab/>e<text:line-break/>f g")
                    + p("un<text:soft-page-break/>broken <text:span> next</text:span>")))
        #expect(result.texts() == ["a b c   d\te\nf g", "unbroken next"])
    }

    @Test func headingsStylesAndCaptions() throws {
        let styles =
            "<style:style style:name='Text_20_body' style:display-name='Text body' style:family='paragraph'/>"
            + "<style:style style:name='Title' style:family='paragraph'/>"
            + "<style:style style:name='Caption' style:family='paragraph'/><style:style style:name='Figure' style:family='paragraph' style:parent-style-name='Caption'/>"
            + "<style:style style:name='Sub' style:family='paragraph' style:default-outline-level='2'/>"
        let automatic =
            "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Text_20_body'/>"
            + "<style:style style:name='P2' style:family='paragraph' style:parent-style-name='Sub'/>"
        let result = try read(
            Build.odt(
                "<text:h text:outline-level='3'>h</text:h>" + p("b", "P1") + p("t", "Title") + p("c", "Figure")
                    + p("s", "P2"),
                styles: styles, automatic: automatic))
        #expect(result.blocks.map(\.kind) == [.heading, .paragraph, .paragraph, .caption, .heading])
        #expect(result.blocks.map(\.level) == [3, 0, 0, 0, 2])
        #expect(result.blocks.map(\.style) == [nil, "Text body", "Title", "Figure", "Sub"])
    }

    @Test func listsWithLevelsAndKinds() throws {
        let automatic =
            "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1'/>"
            + "<text:list-level-style-bullet text:level='2'/></text:list-style>"
        let result = try read(
            Build.odt(
                "<text:list text:style-name='L'><text:list-header>\(p("head"))</text:list-header><text:list-item>\(p("one"))\(p("more"))"
                    + "<text:list><text:list-item>\(p("sub"))</text:list-item></text:list></text:list-item></text:list>"
                    + p("after"),
                automatic: automatic))
        #expect(result.texts() == ["head", "one", "more", "sub", "after"])
        #expect(result.blocks.map(\.kind) == [.paragraph, .listItem, .paragraph, .listItem, .paragraph])
        #expect(result.blocks.map(\.level) == [0, 1, 0, 2, 0])
        #expect(result.blocks.map(\.ordered) == [false, true, false, false, false])
    }

    @Test func notesCommentsAndDeletionsApart() throws {
        let result = try read(
            Build.odt(
                "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Bea</dc:creator><dc:date>2026</dc:date></office:change-info>"
                    + p("gone")
                    + "</text:deletion></text:changed-region><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
                    + p(
                        "kept<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>\(p("a note"))</text:note-body></text:note>"
                            + "<office:annotation><dc:creator>Ann</dc:creator><dc:date>2026-02</dc:date>\(p("well"))</office:annotation> on"
                    )))
        #expect(result.texts() == ["kept on"])
        #expect(
            result.texts(.footnote) == ["a note"] && result.texts(.comment) == ["well"]
                && result.texts(.deleted) == ["gone"])
        let comment = try #require(result.blocks.first { $0.part == .comment })
        #expect(comment.author == "Ann" && comment.date == "2026-02" && comment.place == "comment 1")
        #expect(result.blocks.first { $0.part == .deleted }?.author == "Bea")
        #expect(result.blocks.first { $0.part == .footnote }?.place == "note 1")
        #expect(result.blocks.first { $0.part == .body }?.links == [.note(1, isEndnote: false, at: 4)])
    }

    @Test func aTableBelongsToItsNote() throws {
        let table =
            "<table:table><table:table-row><table:table-cell>\(p("cell"))</table:table-cell></table:table-row></table:table>"
        let result = try read(
            Build.odt(p("<text:note text:note-class='endnote'><text:note-body>\(table)</text:note-body></text:note>")))
        #expect(
            result.blocks.map { "\($0.part.rawValue) \($0.place)" } == [
                "body paragraph 1", "endnote endnote 1, table 1",
            ])
        #expect(result.blocks[0].links == [.note(1, isEndnote: true, at: 0)])
    }

    @Test func noteInACellStaysANote() throws {
        let note = "<text:note text:note-class='endnote'><text:note-body>\(p("end"))</text:note-body></text:note>"
        let result = try read(
            Build.odt(
                "<table:table><table:table-row><table:table-cell>\(p("cell\(note)"))</table:table-cell></table:table-row></table:table>"
            ))
        #expect(result.texts() == ["cell"] && result.texts(.endnote) == ["end"])
        #expect(result.blocks[0].rows[0][0].links == [.note(1, isEndnote: true, at: 4)])
    }

    @Test func tablesWithSpansRepeatsAndNesting() throws {
        func cell(_ text: String, _ attributes: String = "") -> String {
            "<table:table-cell \(attributes)>\(p(text))</table:table-cell>"
        }
        let result = try read(
            Build.odt(
                "<table:table><table:table-header-rows><table:table-row>\(cell("h", "table:number-columns-spanned='2'"))<table:covered-table-cell/></table:table-row></table:table-header-rows>"
                    + "<table:table-row table:number-rows-repeated='2'>\(cell("a", "table:number-columns-repeated='2'"))</table:table-row>"
                    + "<table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
                    + "<table:table-row>\(cell("n", "table:number-rows-spanned='2'"))<table:table-cell><table:table><table:table-row>\(cell("x"))\(cell("y"))</table:table-row></table:table></table:table-cell></table:table-row></table:table>"
            ))
        let table = try #require(result.blocks.first)
        #expect(table.rows.map { $0.map(\.text) } == [["h"], ["a", "a"], ["a", "a"], [""], ["n", "x\ty"]])
        #expect(table.rows[0][0].columns == 2 && table.rows[0][0].isHeader && table.rows[4][0].rows == 2)
        #expect(result.codes.isEmpty)
    }

    @Test func languagesBoldAndHidden() throws {
        let styles =
            "<style:default-style style:family='paragraph'><style:text-properties fo:language='en' fo:country='GB' style:language-asian='zh' style:country-asian='CN'/></style:default-style>"
        let automatic =
            "<style:style style:name='T1' style:family='text'><style:text-properties fo:language='gd' fo:country='GB'/></style:style>"
            + "<style:style style:name='T2' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>"
            + "<style:style style:name='T3' style:family='text'><style:text-properties text:display='none'/></style:style>"
        let result = try read(
            Build.odt(
                p(
                    "<text:span text:style-name='T2'>Cost:</text:span> some words <text:span text:style-name='T1'>Gàidhlig</text:span> 漢字<text:span text:style-name='T3'>secret</text:span>"
                ),
                styles: styles, automatic: automatic))
        let block = try #require(result.blocks.first)
        #expect(block.text == "Cost: some words Gàidhlig 漢字")
        #expect(block.language == "en-GB" && block.bold == [ByteSpan(start: 0, end: 5)])
        #expect(
            block.runs == [
                LanguageRun(start: 17, end: 26, language: "gd-GB"), LanguageRun(start: 26, end: 33, language: "zh-CN"),
            ]
                || block.runs == [
                    LanguageRun(start: 17, end: 26, language: "gd-GB"),
                    LanguageRun(start: 27, end: 33, language: "zh-CN"),
                ])
        #expect(result.texts(.hidden) == ["secret"])
    }

    @Test func framesPicturesAndObjects() throws {
        let formula =
            "<math:math xmlns:math='http://www.w3.org/1998/Math/MathML'><math:semantics><math:mi>x</math:mi><math:annotation>x over 2</math:annotation></math:semantics></math:math>"
        let chart =
            "<office:document-content \(Build.odfNamespaces)><office:body><office:chart>\(p("Pupils"))</office:chart></office:body></office:document-content>"
        var package = Build.odt(
            p("before<draw:frame><draw:text-box>\(p("in the box"))</draw:text-box></draw:frame>after")
                + p(
                    "<draw:frame><draw:image xlink:href='Pictures/a.png'/><svg:title>t</svg:title><svg:desc>A class</svg:desc></draw:frame>"
                        + "<draw:frame><draw:object xlink:href='./Object 1'/><draw:image xlink:href='./ObjectReplacements/Object 1'/></draw:frame>"
                        + "<draw:frame><draw:object xlink:href='./Object 2'/></draw:frame><draw:custom-shape>\(p("shape"))</draw:custom-shape>"
                        + "<draw:frame><draw:image xlink:href='http://example.org/x.png'/></draw:frame>"),
            extra: [
                ("Object 1/content.xml", formula), ("Object 2/content.xml", chart),
                ("ObjectReplacements/Object 1", "x"),
            ])
        package.add("Pictures/a.png", "PNGDATA")
        let result = try read(package)
        #expect(result.texts() == ["beforeafter", "in the box", "shape", "x over 2"])
        #expect(result.texts(.embedded) == ["Pupils"])
        #expect(
            result.output.items.map(\.item.path) == ["Pictures/a.png"] && result.output.items[0].item.alt == "A class")
        #expect(result.status("pictures and sections in other files") == .leftOut)
    }

    @Test func headersComeAfterTheText() throws {
        let result = try read(
            Build.odt(
                p("body"),
                masters:
                    "<style:master-page style:name='S'><style:header>\(p("head"))</style:header><style:footer>\(p("foot"))</style:footer></style:master-page>"
            ))
        #expect(result.blocks.map(\.part) == [.body, .header, .footer])
        #expect(result.blocks.map(\.text) == ["body", "head", "foot"])
    }

    @Test func linksRubyFieldsIndexes() throws {
        let result = try read(
            Build.odt(
                p(
                    "<text:a xlink:href='https://example.org/'>go</text:a> <text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby> <text:page-number>7</text:page-number><text:date>today</text:date>"
                )
                    + "<text:table-of-content><text:table-of-content-source><text:index-title-template>Contents</text:index-title-template></text:table-of-content-source><text:index-body>\(p("One"))</text:index-body></text:table-of-content>"
            ))
        #expect(result.texts() == ["go 漢(kan) today", "One"])
        #expect(result.blocks[0].links == [TextLink(start: 0, end: 2, target: "https://example.org/")])
    }

    @Test func properties() throws {
        let meta =
            "<dc:title>T</dc:title><meta:initial-creator>Ann</meta:initial-creator><dc:creator>Bob</dc:creator><meta:keyword>a</meta:keyword><meta:keyword>b</meta:keyword>"
            + "<dc:language>gd</dc:language><meta:generator>LO</meta:generator><meta:creation-date>2026</meta:creation-date>"
            + "<meta:user-defined meta:name='kist:type'>strategy</meta:user-defined>"
        let metadata = try #require(try read(Build.odt(p("x"), meta: meta)).output.metadata)
        #expect(metadata.title == "T" && metadata.creators == ["Ann"] && metadata.contributors == ["Bob"])
        #expect(
            metadata.keywords == ["a", "b"] && metadata.language == "gd" && metadata.generator == "LO"
                && metadata.created == "2026")
        #expect(metadata.custom["kist:type"] == .string("strategy"))
    }

    @Test func flatDocumentsWithPictures() throws {
        let before =
            "<office:meta><dc:title>Flat</dc:title></office:meta><office:automatic-styles><style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='700'/></style:style></office:automatic-styles>"
            + "<office:master-styles><style:master-page style:name='M'><style:header>\(p("head"))</style:header></style:master-page></office:master-styles>"
        let result = try read(
            Build.fodt(
                p(
                    "<text:span text:style-name='B'>bold</text:span><draw:frame><draw:image><office:binary-data> SGVs\nbG8= </office:binary-data></draw:image></draw:frame>"
                )
                    + p(
                        "<draw:frame><draw:image><office:binary-data>!!</office:binary-data></draw:image></draw:frame>x"
                    ), before: before))
        #expect(result.blocks.map(\.text) == ["bold", "x", "head"])
        #expect(result.output.metadata?.title == "Flat" && result.blocks[0].bold == [ByteSpan(start: 0, end: 4)])
        #expect(result.output.items.map(\.bytes) == [Array("Hello".utf8)] && result.codes == ["picture-damaged"])
    }
}
