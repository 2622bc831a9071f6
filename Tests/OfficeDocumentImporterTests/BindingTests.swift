import KistPlugin
import Testing

@testable import OfficeDocumentImporter

private typealias Build = TestPackage

/// Content controls that are bound to custom data: Word shows what stands there.
@Suite struct BindingTests {
    private static let store = "{11111111-2222-3333-4444-555555555555}"

    private func document(_ body: String, data: String, properties: String? = nil) throws -> TestResult {
        try read(
            Build.docx(
                body, more: [("item1.xml", "customXml", data)],
                extra: [
                    (
                        "word/_rels/item1.xml.rels",
                        Build.rels([("r1", "customXmlProps", "props1.xml", false)])
                    ),
                    (
                        "word/props1.xml",
                        "<d:datastoreItem xmlns:d='http://schemas.openxmlformats.org/officeDocument/2006/customXml' d:itemID='\(Self.store.lowercased())'/>"
                    ),
                ] + (properties.map { [("docProps/core.xml", $0)] } ?? [])))
    }

    private func control(_ path: String, store: String? = store, kind: String = "<w:text/>", _ content: String)
        -> String
    {
        "<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr><w:dataBinding w:xpath=\"\(path)\"\(store.map { " w:storeItemID='\($0)'" } ?? "")/>\(kind)</w:sdtPr>"
            + "<w:sdtContent>\(content)</w:sdtContent></w:sdt>"
    }

    private func run(_ text: String, _ properties: String = "") -> String {
        "<w:r><w:rPr>\(properties)</w:rPr><w:t xml:space='preserve'>\(text)</w:t></w:r>"
    }

    private static let data =
        "<a:root xmlns:a='urn:a' when='2026'><a:item>one</a:item><a:item>two &amp; <![CDATA[more]]></a:item><a:empty> </a:empty><a:group><a:item>in</a:item></a:group></a:root>"

    @Test func whatIsBoundStandsForTheText() throws {
        let result = try document(
            "<w:p>\(run("See "))\(control("/ns0:root[1]/ns0:item[2]", run("o", "<w:b/>") + "<w:r><w:tab/></w:r>" + run("ld")))\(run("!"))</w:p>"
                + control("/root/item", Build.p("first") + Build.p("second")) + Build.p("end"),
            data: Self.data)
        #expect(result.texts() == ["See two & more!", "one", "end"])
        #expect(result.blocks[0].bold == [ByteSpan(start: 4, end: 14)])
        #expect(result.coverage.parts.first { $0.name == "content controls bound to data" }?.count == 2)
    }

    @Test(arguments: [
        ("/root/none", nil, "<w:text/>"), ("/root/empty", nil, "<w:text/>"), ("/root/group", nil, "<w:text/>"),
        ("//item", nil, "<w:text/>"), ("", nil, "<w:text/>"), ("/root/item[3]", nil, "<w:text/>"),
        ("/root/item", "{99999999-2222-3333-4444-555555555555}", "<w:text/>"), ("/root/@when", nil, "<w:date/>"),
        ("/root/item", nil, "<w:picture/>"), ("/root/item", nil, ""),
    ])
    func otherwiseTheTextStays(path: String, store: String?, kind: String) throws {
        let result = try document(
            "<w:p>\(control(path, store: store ?? Self.store, kind: kind, run("own") + run(" text")))</w:p>",
            data: Self.data)
        #expect(result.texts() == ["own text"])
    }

    @Test func emptyControlsAreFilled() throws {
        let result = try document(
            "<w:p>\(run("a "))\(control("/root/item[1]", "<w:r/>"))</w:p>" + control("/root/@when", store: nil, "")
                + "<w:tbl><w:tr>\(control("/root/group/item/text()", "<w:tc><w:p/></w:tc>"))</w:tr></w:tbl>",
            data: Self.data)
        #expect(result.texts() == ["a one", "2026", "in"])
    }

    @Test func choicesAreShownByTheirNames() throws {
        let list =
            "<w:dropDownList><w:listItem w:displayText='Number one' w:value='one'/><w:listItem w:value='2026'/></w:dropDownList>"
        let result = try document(
            Build.p("x") + control("/root/item", kind: list, Build.p("Choose an item"))
                + control("/root/@when", kind: list, Build.p("Choose an item")),
            data: Self.data)
        #expect(result.texts() == ["x", "Number one", "2026"])
    }

    @Test func propertiesAreStoresToo() throws {
        let core = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
        let result = try document(
            control("/ns1:coreProperties[1]/ns0:title[1]", store: core, Build.p("Old title")),
            data: Self.data,
            properties:
                "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>New title</dc:title></cp:coreProperties>"
        )
        #expect(result.texts() == ["New title"] && result.output.metadata?.title == "New title")
    }

    /// A control in a control that is bound has nothing to say.
    @Test func whatIsInsideIsReplacedWithIt() throws {
        let result = try document(
            "<w:p>\(control("/root/item[1]", run("a") + control("/root/item[2]", run("b"))))\(run("."))</w:p>",
            data: Self.data)
        #expect(result.texts() == ["one."])
    }

    private static let deleted = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"

    @Test func whatWasStruckOutInAControlStaysSo() throws {
        let result = try document(
            "<w:p>\(control("/root/item[1]", Self.deleted + "<w:ins>\(run("new"))</w:ins>"))</w:p>"
                + "<w:p>\(run("x"))\(control("/root/item[1]", Self.deleted))</w:p>",
            data: Self.data)
        #expect(result.texts() == ["one", "xone"] && result.texts(.deleted) == ["old", "old"])
    }

    @Test func hiddenTextDoesNotHideWhatStandsForIt() throws {
        let result = try document(
            "<w:p>\(run("secret", "<w:vanish/><w:b/>"))\(control("/root/item[1]", run("a", "<w:vanish/>") + run("b")))</w:p>"
                + "<w:p>\(run("secret", "<w:vanish/><w:b/>"))\(control("/root/item[1]", ""))</w:p>",
            data: Self.data)
        #expect(result.texts() == ["one", "one"] && result.texts(.hidden) == ["secret", "secret"])
        #expect(result.blocks.allSatisfy { $0.part == .hidden || $0.bold.isEmpty })
    }

    @Test func aControlInAnInstructionSaysNothing() throws {
        func part(_ type: String) -> String { "<w:r><w:fldChar w:fldCharType='\(type)'/></w:r>" }
        let result = try document(
            "<w:p>\(part("begin"))<w:r><w:instrText>IF </w:instrText></w:r>\(control("/root/item[1]", run("a")))"
                + "\(part("separate"))\(run("B"))\(part("end"))</w:p>",
            data: Self.data)
        #expect(result.texts() == ["B"])
    }

    /// What a small file makes large ends somewhere, and then controls say what was saved in them.
    @Test func boundTextHasALimit() throws {
        let long = String(repeating: "longword ", count: 10_000)
        let result = try document(
            String(repeating: "<w:p>\(control("/r", run("own")))</w:p>", count: 300), data: "<r>\(long)</r>")
        let own = result.texts().count { $0 == "own" }
        #expect(own > 50 && own < 250 && result.codes == ["limit-bindings"])
        #expect(result.blocks.count == 300)
    }

    @Test func manyPathsThroughMuchDataEnd() throws {
        let many = String(repeating: "<x/>", count: 40_000) + "<x>last</x>"
        let result = try document(
            (1...4_000).map { "<w:p>\(control("/r/x[\(40_001 - $0 % 2 * $0)]", run("own")))</w:p>" }.joined(),
            data: "<r>\(many)</r>")
        #expect(result.texts().count == 4_000 && result.codes == ["limit-bindings"])
        #expect(result.texts().contains("last") && result.texts().contains("own"))
    }

    @Test func damagedDataBindsNothing() throws {
        let result = try document("<w:p>\(control("/root/item", run("own")))</w:p>", data: "<root><item>o</root>")
        #expect(result.texts() == ["own"])
    }
}
