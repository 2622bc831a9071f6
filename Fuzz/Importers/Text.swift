@testable import KistPlugin
@testable import PlainTextImporter

/// Any bytes as plain text, Markdown or a web page, as the first byte says.
enum Target: ImporterTarget {
    private static let importer = PlainTextImporter()
    static let words = [
        "](", "![", "**", "```", "---\n", "# ", "- ", "1. ", "| a |", "|---|", "[^1]: ", "<a href=\"", "</a>",
        "<table>", "<tr><td>", "<li>",
        "<pre>", "<!--", "-->", "<script>", "</script>", "&amp;", "&#x41;", "<meta name=\"author\" content=\"",
        "charset=iso-8859-1",
    ]

    static var seeds: [[UInt8]] {
        let texts = [
            "a\n=\n\nb\nc",
            "---\ntitle: t\ntags: [a, b]\n---\n# h\n- a **b** [l](u)\n\n| a | b |\n|---|---|\n| c | d |\n[r]: u",
            "<!DOCTYPE html><html lang=en><title>t</title><body><h1>h</h1><ul><li>a<b>b</b><table><tr><td>c</table><a href=u>l</a><pre>x\n y</pre>",
        ]
        return texts.enumerated().map { [UInt8($0.offset)] + Array($0.element.utf8) }
    }

    static func test(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let format = ["text", "markdown", "html"][Int(first) % 3]
        readTwice(importer, Array(bytes.dropFirst()), name: "a", format: format)
    }
}
