@testable import KistPlugin
@testable import OfficeDocumentImporter

/// The parts of an OpenDocument text. The first byte says which part the rest is; the others are sound.
enum Target: ImporterTarget {
    nonisolated(unsafe) private static let importer = OfficeImporter()
    static let words =
        ODFName.words + ODFSpace.addresses.flatMap { $0 } + ["<text:p>", "</text:p>", "text:", "office:"]

    private static let parts = [
        "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml", "Object 1/content.xml", "mimetype",
    ]
    static let open: String = {
        let oasis = "urn:oasis:names:tc:opendocument:xmlns:"
        return ["office", "text", "table", "style", "meta", "form"].map { "xmlns:\($0)=\"\(oasis)\($0):1.0\"" }
            .joined(separator: " ")
            + " xmlns:draw=\"\(oasis)drawing:1.0\" xmlns:svg=\"\(oasis)svg-compatible:1.0\" xmlns:fo=\"\(oasis)xsl-fo-compatible:1.0\""
            + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    }()
    static let bodies = [
        "<text:h text:outline-level=\"1\">one</text:h><text:p>a<text:s text:c=\"3\"/><text:tab/><text:a xlink:href=\"http://a.b/\">l</text:a>"
            + "<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>",
        "<text:list><text:list-item><text:p>i</text:p><text:list><text:list-item><text:p>j</text:p></text:list-item></text:list></text:list-item></text:list>"
            + "<table:table><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-spanned=\"2\"><text:p>c</text:p></table:table-cell>"
            + "<table:covered-table-cell/></table:table-row></table:table>",
        "<text:tracked-changes><text:changed-region text:id=\"c\"><text:deletion><office:change-info><dc:creator>A</dc:creator></office:change-info><text:p>d</text:p>"
            + "</text:deletion></text:changed-region></text:tracked-changes><text:p>x<text:change text:change-id=\"c\"/><office:annotation><dc:creator>B</dc:creator>"
            + "<text:p>note</text:p></office:annotation><text:ruby><text:ruby-base>b</text:ruby-base><text:ruby-text>r</text:ruby-text></text:ruby></text:p>",
        "<text:p><draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:title>t</svg:title></draw:frame>"
            + "<draw:frame><draw:object xlink:href=\"./Object 1\"/><draw:image xlink:href=\"Pictures/1.png\"/></draw:frame></text:p>",
    ]

    static var seeds: [[UInt8]] {
        bodies.map { [0] + Array(content($0).utf8) } + [
            [1]
                + Array(
                    ("<office:document-styles \(open)><office:styles><style:style style:name=\"P\" style:family=\"paragraph\" style:parent-style-name=\"P\"/>"
                        + "</office:styles><office:master-styles><style:master-page><style:header><text:p>h</text:p></style:header></style:master-page></office:master-styles></office:document-styles>")
                        .utf8),
            [2]
                + Array(
                    "<office:document-meta \(open)><office:meta><dc:title>t</dc:title><meta:user-defined meta:name=\"k\">v</meta:user-defined></office:meta></office:document-meta>"
                        .utf8),
        ]
    }

    static func seeds(file: [UInt8]) -> [[UInt8]] {
        StoredZip.parts(file).compactMap { part in parts.firstIndex(of: part.name).map { [UInt8($0)] + part.bytes } }
    }

    private static func content(_ body: String) -> String {
        "<office:document-content \(open)><office:body><office:text>\(body)</office:text></office:body></office:document-content>"
    }

    static func test(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let name = parts[Int(first) % parts.count]
        var files: [(name: String, bytes: [UInt8])] = [
            ("mimetype", Array("application/vnd.oasis.opendocument.text".utf8)),
            ("content.xml", Array(content(bodies[3]).utf8)),
        ]
        files.removeAll { $0.name == name }
        files.append((name, Array(bytes.dropFirst())))
        readTwice(importer, StoredZip.bytes(files), name: "a.odt", format: "odt")
    }
}
