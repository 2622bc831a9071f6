/// A document as LibreOffice writes it in one flat file, for forms that a test makes up.
struct FlatDocument {
    private var body = ""
    private var properties = ""

    init(title: String? = nil, lines: [String] = []) {
        if let title { heading(title) }
        for line in lines { paragraph(line) }
    }

    mutating func heading(_ text: String) {
        body += "<text:h text:outline-level=\"1\">\(Self.escaped(text))</text:h>\n"
    }
    mutating func paragraph(_ text: String) { body += "<text:p>\(Self.escaped(text))</text:p>\n" }
    /// Text with a footnote behind it, and a paragraph that a reader of the document does not see.
    mutating func note(_ text: String, note: String, hidden: String) {
        body +=
            "<text:p>\(Self.escaped(text))<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation>"
        body += "<text:note-body><text:p>\(Self.escaped(note))</text:p></text:note-body></text:note></text:p>\n"
        body += "<text:p><text:hidden-text text:string-value=\"\(Self.escaped(hidden))\"/></text:p>\n"
    }
    mutating func property(_ name: String, _ value: String) {
        properties += "<meta:user-defined meta:name=\"\(name)\">\(Self.escaped(value))</meta:user-defined>"
    }

    var text: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" \
        office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
        <office:meta>\(properties)</office:meta>
        <office:body><office:text>
        \(body)</office:text></office:body></office:document>

        """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
