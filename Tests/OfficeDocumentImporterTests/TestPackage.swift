import CZip
import Glibc
import KistPlugin

@testable import OfficeDocumentImporter

/// Builds documents in memory, part by part, and reads them with the importer.
struct TestPackage {
    var parts: [(name: String, bytes: [UInt8], stored: Bool)] = []

    mutating func add(_ name: String, _ text: String, stored: Bool = false) {
        parts.append((name, Array(text.utf8), stored))
    }

    mutating func add(_ name: String, bytes: [UInt8]) { parts.append((name, bytes, false)) }

    var bytes: [UInt8] {
        guard let stream = tmpfile() else { return [] }
        defer { fclose(stream) }
        let file = fileno(stream)
        guard let writer = czip_writer_open_fd(file) else { return [] }
        for part in parts {
            part.bytes.withUnsafeBytes {
                _ = czip_writer_add(
                    writer, part.name, $0.baseAddress, $0.count, Int32(part.stored ? CZIP_STORE : CZIP_DEFLATE))
            }
        }
        guard czip_writer_close(writer) == 0 else { return [] }
        var result = [UInt8](repeating: 0, count: Int(lseek(file, 0, SEEK_END)))
        let count = result.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        return Array(result.prefix(max(0, count)))
    }

    // MARK: - Word

    static let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let namespaces = """
        xmlns:w="\(word)" xmlns:r="\(relations)" \
        xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
        xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" \
        xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" \
        xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
        xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" \
        xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
        """

    static func rels(_ list: [(id: String, type: String, target: String, isExternal: Bool)]) -> String {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + list.map {
                "<Relationship Id=\"\($0.id)\" Type=\"\(relations)/\($0.type)\" Target=\"\($0.target)\""
                    + ($0.isExternal ? " TargetMode=\"External\"/>" : "/>")
            }.joined() + "</Relationships>"
    }

    /// A Word document with `body` in it. `more`: further parts by name in `word/`, of the type that its relationship has.
    static func docx(
        _ body: String, more: [(name: String, type: String, xml: String)] = [],
        links: [(id: String, target: String)] = [], extra: [(name: String, text: String)] = []
    ) -> TestPackage {
        var package = TestPackage()
        package.add("_rels/.rels", rels([("r1", "officeDocument", "word/document.xml", false)]))
        package.add("word/document.xml", "<w:document \(namespaces)><w:body>\(body)</w:body></w:document>")
        var list = more.enumerated().map { ("m\($0.offset)", $0.element.type, $0.element.name, false) }
        list += links.map { ($0.id, "hyperlink", $0.target, true) }
        package.add("word/_rels/document.xml.rels", rels(list))
        for part in more { package.add("word/" + part.name, part.xml) }
        for part in extra { package.add(part.name, part.text) }
        return package
    }

    static func p(_ text: String, _ properties: String = "") -> String {
        "<w:p>" + (properties.isEmpty ? "" : "<w:pPr>\(properties)</w:pPr>")
            + "<w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>"
    }

    // MARK: - OpenDocument

    static let odfNamespaces: String = {
        let oasis = "urn:oasis:names:tc:opendocument:xmlns:"
        let list = [
            ("office", "office:1.0"), ("text", "text:1.0"), ("table", "table:1.0"), ("draw", "drawing:1.0"),
            ("style", "style:1.0"), ("fo", "xsl-fo-compatible:1.0"), ("meta", "meta:1.0"),
            ("svg", "svg-compatible:1.0"),
            ("form", "form:1.0"), ("script", "script:1.0"),
        ]
        return list.map { "xmlns:\($0.0)=\"\(oasis)\($0.1)\"" }.joined(separator: " ")
            + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
            + " xmlns:math=\"http://www.w3.org/1998/Math/MathML\""
    }()

    static func odt(
        _ body: String, styles: String = "", automatic: String = "", masters: String = "", meta: String = "",
        extra: [(name: String, text: String)] = []
    ) -> TestPackage {
        var package = TestPackage()
        package.add("mimetype", "application/vnd.oasis.opendocument.text", stored: true)
        package.add(
            "content.xml",
            "<office:document-content \(odfNamespaces)><office:automatic-styles>\(automatic)</office:automatic-styles>"
                + "<office:body><office:text>\(body)</office:text></office:body></office:document-content>")
        package.add(
            "styles.xml",
            "<office:document-styles \(odfNamespaces)><office:styles>\(styles)</office:styles>"
                + "<office:master-styles>\(masters)</office:master-styles></office:document-styles>")
        package.add(
            "meta.xml",
            "<office:document-meta \(odfNamespaces)><office:meta>\(meta)</office:meta></office:document-meta>")
        for part in extra { package.add(part.name, part.text) }
        return package
    }

    static func fodt(_ body: String, before: String = "") -> [UInt8] {
        Array(
            ("<office:document \(odfNamespaces) office:mimetype=\"application/vnd.oasis.opendocument.text\">\(before)"
                + "<office:body><office:text>\(body)</office:text></office:body></office:document>").utf8)
    }
}

/// What came out of one reading.
struct TestResult {
    var output: RecordingOutput
    var coverage: Coverage

    var blocks: [DocumentBlock] { output.blocks }
    /// The text of all blocks of a part; cells joined with "|", rows with "/".
    func texts(_ part: DocumentBlock.Part = .body) -> [String] {
        blocks.filter { $0.part == part }.map { block in
            block.kind == .table
                ? block.rows.map { $0.map(\.text).joined(separator: "|") }.joined(separator: "/") : block.text
        }
    }
    var codes: [String] { output.diagnostics.map(\.code) }
    func status(_ part: String) -> PartCoverage.Status? { coverage.parts.first { $0.name == part }?.status }
}

func read(_ bytes: [UInt8], limits: JobLimits? = nil) throws(PluginError) -> TestResult {
    let output = RecordingOutput()
    let job = ImportJob(id: 1, fileName: "test", format: "docx", size: Int64(bytes.count), limits: limits)
    let coverage = try OfficeImporter().run(job, input: MemoryInput(bytes), output: output)
    return TestResult(output: output, coverage: coverage)
}

func read(_ package: TestPackage, limits: JobLimits? = nil) throws(PluginError) -> TestResult {
    try read(package.bytes, limits: limits)
}
