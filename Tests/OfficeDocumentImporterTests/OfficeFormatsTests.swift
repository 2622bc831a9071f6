import KistPlugin
import Testing

@testable import OfficeDocumentImporter

private typealias Build = TestPackage

/// The formats of the family, and what of a document says where something stands.
@Suite struct OfficeFormatsTests {
    private static let flat = "xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'"

    private func part(_ name: String, _ type: String, _ content: String) -> String {
        "<pkg:part pkg:name='/\(name)' pkg:contentType='\(type)'><pkg:xmlData>\(content)</pkg:xmlData></pkg:part>"
    }

    private func flatPackage(main: String = "word/document.xml", _ body: String, more: String = "") -> [UInt8] {
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        let parts = [
            part("_rels/.rels", "rels", Build.rels([("r1", "officeDocument", main, false)])),
            // The text before what it needs, as Word writes it.
            part(
                main, "\(word).document.main+xml",
                "<w:document \(Build.namespaces)><w:body>\(body)</w:body></w:document>"),
            part(
                "word/_rels/document.xml.rels", "rels",
                Build.rels([
                    ("m0", "styles", "styles.xml", false), ("m1", "image", "media/i.png", false),
                    ("m2", "footnotes", "footnotes.xml", false), ("l", "hyperlink", "https://example.org/", true),
                ])),
            part(
                "word/styles.xml", "\(word).styles+xml",
                "<w:styles \(Build.namespaces)><w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/></w:style></w:styles>"
            ),
            part(
                "word/footnotes.xml", "\(word).footnotes+xml",
                "<w:footnotes \(Build.namespaces)><w:footnote w:id='1'>\(Build.p("a note"))</w:footnote></w:footnotes>"),
            "<pkg:part pkg:name='/word/media/i.png' pkg:contentType='image/png'><pkg:binaryData>UE5H\nREFUQQ==</pkg:binaryData></pkg:part>",
        ]
        return Array(
            "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><pkg:package \(Self.flat)>\(parts.joined())\(more)</pkg:package>"
                .utf8)
    }

    @Test func aPackageInOneFile() throws {
        let result = try read(
            flatPackage(
                Build.p("Title", "<w:pStyle w:val='H1'/>")
                    + "<w:p><w:hyperlink r:id='l'><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:drawing><a:blip r:embed='m1'/></w:drawing></w:r></w:p>"
            ))
        #expect(result.texts() == ["Title", "link"] && result.blocks[0].kind == .heading)
        #expect(result.blocks[1].links.map(\.target) == ["https://example.org/"])
        #expect(result.texts(.footnote) == ["a note"])
        #expect(result.output.items.map(\.bytes) == [Array("PNGDATA".utf8)])
        #expect(result.output.items[0].item.mediaType == "image/png" && result.output.items[0].intact == true)
        #expect(result.status("word/document.xml") == .read && result.codes.isEmpty)
    }

    /// What a control is bound to is read in the midst of the pass that reads the text.
    @Test func controlsAreBoundInAPackageInOneFile() throws {
        let control =
            "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/a:coreProperties/b:title' w:storeItemID='{6C3C8BC8-F283-45AE-878A-BAB7291924A1}'/>"
            + "<w:text/></w:sdtPr><w:sdtContent>\(Build.p("old"))</w:sdtContent></w:sdt>"
        let result = try read(
            flatPackage(
                Build.p("before") + control + Build.p("behind"),
                more: part(
                    "docProps/core.xml", "core",
                    "<c:coreProperties xmlns:c='urn:c' xmlns:d='urn:d'><d:title>new</d:title></c:coreProperties>")))
        #expect(result.texts() == ["before", "new", "behind"] && result.codes.isEmpty)
    }

    @Test func aPackageInOneFileThatIsCutOrSomethingElse() throws {
        let whole = flatPackage(Build.p("Title") + Build.p("more"))
        let word = Array(">more<".utf8)
        let end = try #require(whole.indices.first { whole[$0...].starts(with: word) })
        let cut = try read(Array(whole[...end]))
        #expect(cut.texts() == ["Title"] && cut.codes.contains("xml-malformed"))
        let sheet = #expect(throws: PluginError.self) { try read(flatPackage(main: "xl/workbook.xml", Build.p("x"))) }
        #expect(sheet?.code == .unsupported && sheet?.message.contains("spreadsheet") == true)
    }

    @Test(arguments: [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ])
    func templatesAndMacros(type: String) throws {
        var package = Build.docx(
            Build.p("text"),
            more: [
                (
                    "glossary/document.xml", "glossaryDocument",
                    "<w:glossaryDocument \(Build.namespaces)>\(Build.p("block"))</w:glossaryDocument>"
                )
            ],
            extra: [("word/vbaProject.bin", "x"), ("docProps/other.xml", "<a/>")])
        package.add(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/word/document.xml' ContentType='\(type)'/></Types>"
        )
        let result = try read(package)
        #expect(result.texts() == ["text"])
        #expect(result.status("word/vbaProject.bin") == .leftOut)
        #expect(result.status("word/glossary/document.xml") == .leftOut)
    }

    @Test func openDocumentTemplates() throws {
        var package = Build.odt("<text:p>text</text:p>")
        package.parts[0].bytes = Array("application/vnd.oasis.opendocument.text-template".utf8)
        #expect(try read(package).texts() == ["text"])
    }

    @Test func whatIsNoTextIsNamed() {
        func stream(_ name: String) -> [UInt8] {
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 1_000)
                + name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + [UInt8](repeating: 0, count: 500)
        }
        for (file, code, word) in [
            (stream("EncryptedPackage"), PluginError.Code.encrypted, "password"),
            (stream("WordDocument"), .unsupported, ".doc"), (stream("Workbook"), .unsupported, ".xls"),
            (stream("PowerPoint Document"), .unsupported, ".ppt"),
            (stream("__substg1.0_0037001F"), .unsupported, ".msg"),
            (Array("{\\rtf1\\ansi text}".utf8), .unsupported, ".rtf"),
        ] {
            let error = #expect(throws: PluginError.self) { try read(file) }
            #expect(error?.code == code && error?.message.contains(word) == true, "\(word)")
        }
        var slides = TestPackage()
        slides.add("mimetype", "application/vnd.oasis.opendocument.presentation", stored: true)
        slides.add(
            "content.xml",
            "<office:document-content \(Build.odfNamespaces)><office:body><office:presentation/></office:body></office:document-content>"
        )
        let error = #expect(throws: PluginError.self) { try read(slides) }
        #expect(error?.code == .unsupported && error?.message.contains("presentation") == true)
    }

    @Test func pagesSectionsAndBookmarks() throws {
        let result = try read(
            Build.docx(
                Build.p("one")
                    + "<w:p><w:bookmarkStart w:id='0' w:name='_GoBack'/><w:bookmarkStart w:id='1' w:name='Methods'/>"
                    + "<w:r><w:t>two</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t> more</w:t></w:r></w:p>"
                    + Build.p("three", "<w:sectPr/>") + Build.p("four")
                    + "<w:tbl><w:tr><w:tc>\(Build.p("cell"))</w:tc></w:tr></w:tbl>"))
        #expect(
            result.blocks.map(\.place) == [
                "paragraph 1", "paragraph 2, bookmark “Methods”", "paragraph 3, page 2",
                "paragraph 4, section 2, page 2", "table 1, section 2, page 2",
            ])
        #expect(result.status("bookmarks") == .read)
        let forced = try read(
            Build.docx(Build.p("one") + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + Build.p("two")))
        #expect(forced.blocks.map(\.place) == ["paragraph 1", "paragraph 3, page 2"])
        let odt = try read(
            Build.odt("<text:p>a<text:bookmark text:name='B'/></text:p><text:soft-page-break/><text:p>b</text:p>"))
        #expect(odt.blocks.map(\.place) == ["paragraph 1, bookmark “B”", "paragraph 2, page 2"])
    }

    @Test func commentsOfOpenDocumentHaveTheirWords() throws {
        let result = try read(
            Build.odt(
                "<text:p>We <office:annotation office:name='c1'><dc:creator>Ann</dc:creator><dc:date>2026-01-02</dc:date><text:p>sure?</text:p></office:annotation>"
                    + "said so<office:annotation-end office:name='c1'/> then<office:annotation><text:p>here</text:p></office:annotation></text:p>"
            ))
        #expect(result.texts() == ["We said so then"])
        let comments = result.blocks.filter { $0.part == .comment }
        #expect(comments.map(\.text) == ["sure?", "here"] && comments[0].author == "Ann")
        #expect(comments.map(\.place) == ["comment 1 on “said so”", "comment 2"])
    }

    @Test func formControlsOfOpenDocument() throws {
        let result = try read(
            Build.odt(
                "<office:forms><form:form form:name='f'><form:checkbox form:label='I agree' form:current-state='checked'/>"
                    + "<form:text form:current-value='Filled in'/></form:form></office:forms><text:p>text</text:p>"))
        #expect(result.texts() == ["text"] && result.texts(.embedded) == ["I agree", "Filled in"])
        #expect(result.status("form controls") == .read)
    }
}
