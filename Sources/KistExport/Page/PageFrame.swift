/// What every page of a pack has around its content.
enum PageFrame {
    /// No script, style, picture or address from anywhere but the pack itself.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

    /// `up` leads from the page's folder to that of the start page: empty or `../`. `body` holds one `main` element.
    static func page(title: String, up: String, scripts: [String] = [], body: String) -> [UInt8] {
        var out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        out += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
        out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        out += "<title>\(HTML.escape(title))</title>\n"
        out += "<link rel=\"stylesheet\" href=\"\(up)ro-crate-preview_files/style.css\">\n</head>\n<body>\n"
        out += "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
        out += body
        for script in scripts { out += "<script src=\"\(up)ro-crate-preview_files/\(script)\"></script>\n" }
        out += "</body>\n</html>\n"
        return Array(out.utf8)
    }
}
