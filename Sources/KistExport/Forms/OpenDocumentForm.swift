/// A form as an OpenDocument text, version 1.3.
enum OpenDocumentForm {
    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private static let names = """
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"
        """
    private static let kind = "application/vnd.oasis.opendocument.text"

    /// The kind comes first and unpacked: so the format is known by its first bytes.
    static func parts(_ form: FormText) -> [(path: String, text: String)] {
        [
            ("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", content(form)),
            ("meta.xml", meta(form)), ("styles.xml", styles(form)),
        ]
    }

    private static var manifest: String {
        let entries = [("/", kind), ("content.xml", "text/xml"), ("meta.xml", "text/xml"), ("styles.xml", "text/xml")]
            .map {
                "<manifest:file-entry manifest:full-path=\"\($0.0)\" manifest:media-type=\"\($0.1)\"\($0.0 == "/" ? " manifest:version=\"1.3\"" : "")/>"
            }
        return head
            + "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\(entries.joined())</manifest:manifest>"
    }

    private static func meta(_ form: FormText) -> String {
        head
            + "<office:document-meta \(names)><office:meta><dc:title>\(FormText.xml(form.title))</dc:title><dc:language>\(form.locale)</dc:language><meta:user-defined meta:name=\"kist:type\">\(FormText.xml(form.type))</meta:user-defined></office:meta></office:document-meta>"
    }

    private static func styles(_ form: FormText) -> String {
        func style(_ name: String, _ display: String, _ paragraph: String, _ text: String, _ more: String = "")
            -> String
        {
            "<style:style style:name=\"\(name)\" style:display-name=\"\(display)\" style:family=\"paragraph\" style:parent-style-name=\"Standard\"\(more)><style:paragraph-properties \(paragraph)/><style:text-properties \(text)/></style:style>"
        }
        var out =
            head
            + "<office:document-styles \(names)><office:styles><style:default-style style:family=\"paragraph\"><style:text-properties fo:font-size=\"12pt\" fo:font-family=\"Calibri\" fo:language=\"\(form.language)\" fo:country=\"GB\"/></style:default-style>"
        out +=
            "<style:style style:name=\"Standard\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0.2cm\"/></style:style>"
        out += style("Title", "Title", "fo:margin-bottom=\"0.4cm\"", "fo:font-size=\"20pt\" fo:font-weight=\"bold\"")
        out += style(
            "Heading_20_1", "Heading 1",
            "fo:margin-top=\"0.6cm\" fo:margin-bottom=\"0.2cm\" fo:keep-with-next=\"always\"",
            "fo:font-size=\"14pt\" fo:font-weight=\"bold\"", " style:default-outline-level=\"1\"")
        out += style("Label", "Label", "fo:margin-bottom=\"0.1cm\"", "fo:font-weight=\"bold\"")
        out +=
            "</office:styles><office:automatic-styles><style:page-layout style:name=\"Page\"><style:page-layout-properties fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin=\"2cm\"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"Page\"/></office:master-styles></office:document-styles>"
        return out
    }

    private static func content(_ form: FormText) -> String {
        var out = head + "<office:document-content \(names)><office:automatic-styles>"
        out +=
            "<style:style style:name=\"Form\" style:family=\"table\"><style:table-properties style:width=\"17cm\" table:align=\"left\"/></style:style>"
        out +=
            "<style:style style:name=\"Form.A\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"5.5cm\"/></style:style>"
        out +=
            "<style:style style:name=\"Form.B\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"11.5cm\"/></style:style>"
        out +=
            "<style:style style:name=\"Form.1\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0.15cm\" fo:border=\"0.5pt solid #595959\"/></style:style>"
        out +=
            "</office:automatic-styles><office:body><office:text><text:p text:style-name=\"Title\">\(FormText.xml(form.title))</text:p>"
        out +=
            "<table:table table:name=\"\(FormText.xml(form.title))\" table:style-name=\"Form\"><table:table-header-columns><table:table-column table:style-name=\"Form.A\"/></table:table-header-columns><table:table-column table:style-name=\"Form.B\"/>"
        for row in form.rows {
            let answer = row.answer.isEmpty ? prompt(row.prompt) : FormText.xml(row.answer)
            out +=
                "<table:table-row><table:table-cell table:style-name=\"Form.1\" office:value-type=\"string\"><text:p text:style-name=\"Label\">\(FormText.xml(row.label))</text:p></table:table-cell><table:table-cell table:style-name=\"Form.1\" office:value-type=\"string\"><text:p text:style-name=\"Standard\">\(answer)</text:p></table:table-cell></table:table-row>"
        }
        out += "</table:table>"
        for section in form.sections {
            out +=
                "<text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">\(FormText.xml(section.label))</text:h><text:p text:style-name=\"Standard\">\(prompt(section.prompt))</text:p>"
        }
        return out + "</office:text></office:body></office:document-content>"
    }

    /// Replaced as a whole by the first letter that is typed.
    private static func prompt(_ text: String) -> String {
        "<text:placeholder text:placeholder-type=\"text\">\(FormText.xml(text))</text:placeholder>"
    }
}
