/// Names from inside files, made fit to be shown and kept. They are data and are never opened; still nothing that leads
/// outside, hides or confuses gets further than this.
enum SafePath {
    /// Longest component and path, in bytes of UTF-8, and most components.
    static let component = 255, whole = 1_024, depth = 64

    /// The path with "/" between its parts: no drive, no leading slash, no `.` or `..`, no control or bidirectional
    /// characters, no over-long parts. `fallback` when nothing is left.
    static func clean(_ path: String, fallback: String) -> String {
        var parts: [String] = []
        // A backslash is a separator to Windows, so it is one here; a colon after one letter is a drive.
        for raw in path.split(whereSeparator: { $0 == "/" || $0 == "\\" }) {
            let part = clean(component: raw)
            if part.isEmpty || part == "." || part == ".." || part.utf8.count == 2 && part.utf8.last == colon {
                continue
            }
            parts.append(part)
        }
        if parts.count > depth { parts = Array(parts.suffix(depth)) }
        while parts.count > 1, parts.reduce(parts.count - 1, { $0 + $1.utf8.count }) > whole { parts.removeFirst() }
        return parts.isEmpty ? fallback : parts.joined(separator: "/")
    }

    private static let colon = UInt8(ascii: ":")

    private static func clean(component raw: Substring) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in raw.unicodeScalars { scalars.append(isUnfit(scalar) ? "_" : scalar) }
        var text = String(scalars)
        while text.last == " " { text.removeLast() }
        guard text.utf8.count > component else { return text }
        // The ending says what it is, so it is what stays.
        let ending = FormatChooser.ending(of: text).map { "." + $0 } ?? ""
        var start = String.UnicodeScalarView()
        var room = component - ending.utf8.count
        for scalar in text.unicodeScalars {
            room -= UTF8.width(scalar)
            if room < 0 { break }
            start.append(scalar)
        }
        return String(start) + ending
    }

    /// Controls, line and paragraph separators, what turns the direction of text, and what is not a character.
    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE,
            0xFFFF:
            true
        default: false
        }
    }
}
