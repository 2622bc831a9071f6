@testable import KistPlugin
@testable import OfficeDocumentImporter

/// The parts of a Word document. The first byte says which part the rest is; the others are sound.
enum Target: ImporterTarget {
    nonisolated(unsafe) private static let importer = OfficeImporter()
    static let words = WordName.words + WordSpace.addresses.flatMap { $0 } + ["w:", "<w:p>", "</w:p>", "<w:r><w:t>"]

    /// Every part that a document can have with text or meaning in it, and how the main part refers to it.
    private static let parts = [
        ("word/document.xml", ""), ("word/styles.xml", "styles"), ("word/numbering.xml", "numbering"),
        ("word/footnotes.xml", "footnotes"), ("word/endnotes.xml", "endnotes"), ("word/comments.xml", "comments"),
        ("word/header1.xml", "header"), ("word/footer1.xml", "footer"), ("word/charts/chart1.xml", "chart"),
        ("word/diagrams/data1.xml", "diagramData"), ("word/glossary/document.xml", "glossaryDocument"),
        ("word/_rels/document.xml.rels", ""), ("docProps/core.xml", ""), ("docProps/app.xml", ""),
        ("docProps/custom.xml", ""), ("[Content_Types].xml", ""), ("word/chunk.html", "aFChunk"),
        ("customXml/item1.xml", "customXml"), ("customXml/_rels/item1.xml.rels", ""), ("customXml/itemProps1.xml", ""),
    ]
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let open =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"\(relations)\""
        + " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
        + " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""

    /// A control that is bound to custom data.
    private static let control =
        "<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/a:root[1]/item[1]\" w:storeItemID=\"{A}\"/><w:comboBox><w:listItem w:displayText=\"B\""
        + " w:value=\"bound\"/></w:comboBox></w:sdtPr><w:sdtContent><w:p><w:r><w:t>y</w:t></w:r></w:p></w:sdtContent></w:sdt>"

    static var seeds: [[UInt8]] {
        let texts: [(Int, String)] = [
            (
                0,
                "<w:document \(open)><w:body><w:p><w:pPr><w:pStyle w:val=\"H\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>"
                    + "<w:r><w:rPr><w:b/></w:rPr><w:t>one</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr>"
                    + "<w:gridSpan w:val=\"2\"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>"
            ),
            (
                0,
                "<w:document \(open)><w:body><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
                    + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
                    + "<w:p><mc:AlternateContent><mc:Choice/><mc:Fallback><w:r><w:t>f</w:t></w:r></mc:Fallback></mc:AlternateContent><m:oMath><m:f>"
                    + "<m:num><m:r><m:t>1</m:t></m:r></m:num><m:den/></m:f></m:oMath></w:p><w:altChunk r:id=\"r16\"/></w:body></w:document>"
            ),
            (
                0,
                "<w:document \(open)><w:body><w:p><w:del w:author=\"A\"><w:r><w:delText>x</w:delText></w:r></w:del><w:ruby><w:rt><w:r><w:t>a</w:t></w:r>"
                    + "</w:rt><w:rubyBase><w:r><w:t>b</w:t></w:r></w:rubyBase></w:ruby><w:commentRangeStart w:id=\"1\"/></w:p></w:body></w:document>"
            ),
            (0, "<w:document \(open)><w:body>\(control)<w:p>\(control)</w:p></w:body></w:document>"),
            (17, "<a:root xmlns:a=\"urn:a\" b=\"c\"><item>bound</item><item/></a:root>"),
            (19, "<d:datastoreItem xmlns:d=\"urn:d\" d:itemID=\"{A}\"/>"),
            (
                1,
                "<w:styles \(open)><w:style w:type=\"paragraph\" w:styleId=\"H\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"H\"/></w:style></w:styles>"
            ),
            (
                2,
                "<w:numbering \(open)><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>"
                    + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
            ),
            (
                3,
                "<w:footnotes \(open)><w:footnote w:id=\"2\"><w:p><w:r><w:t>n</w:t></w:r></w:p></w:footnote></w:footnotes>"
            ),
            (5, "<w:comments \(open)><w:comment w:id=\"1\" w:author=\"A\"><w:p/></w:comment></w:comments>"),
            (16, "<html><body><p>one<br>two &amp; three</p></body></html>"),
        ]
        return texts.map { [UInt8($0.0)] + Array($0.1.utf8) }
    }

    static func seeds(file: [UInt8]) -> [[UInt8]] {
        StoredZip.parts(file).compactMap { part in
            parts.firstIndex { $0.0 == part.name }.map { [UInt8($0)] + part.bytes }
        }
    }

    static func test(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let chosen = Int(first) % parts.count
        let links = parts.enumerated().filter { !$0.element.1.isEmpty }.map { number, part in
            "<Relationship Id=\"r\(number)\" Type=\"\(relations)/\(part.1)\" Target=\"/\(part.0)\"/>"
        }
        let package = "http://schemas.openxmlformats.org/package/2006/relationships"
        func relationships(_ list: String) -> [UInt8] {
            Array("<Relationships xmlns=\"\(package)\">\(list)</Relationships>".utf8)
        }
        var files: [(name: String, bytes: [UInt8])] = [
            (
                "_rels/.rels",
                relationships(
                    "<Relationship Id=\"a\" Type=\"\(relations)/officeDocument\" Target=\"word/document.xml\"/>")
            ),
            ("word/_rels/document.xml.rels", relationships(links.joined())),
            (
                "word/document.xml",
                Array(
                    "<w:document \(open)><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p>\(control)<w:altChunk r:id=\"r16\"/></w:body></w:document>"
                        .utf8)
            ),
            ("customXml/item1.xml", Array("<root><item>bound</item></root>".utf8)),
            (
                "customXml/_rels/item1.xml.rels",
                relationships(
                    "<Relationship Id=\"p\" Type=\"\(relations)/customXmlProps\" Target=\"itemProps1.xml\"/>")
            ),
            ("customXml/itemProps1.xml", Array("<datastoreItem itemID=\"{A}\"/>".utf8)),
        ]
        let name = parts[chosen].0
        files.removeAll { $0.name == name }
        files.append((name, Array(bytes.dropFirst())))
        readTwice(importer, StoredZip.bytes(files), name: "a.docx", format: "docx")
    }
}
