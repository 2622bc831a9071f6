/// Makes text from documents safe to print on a terminal.
enum Sanitiser {
    /// `text` with control characters and characters that change the direction of writing shown as `\u{…}`; line breaks and
    /// tabs stay when `multiline`, else they become spaces.
    static func safe(_ text: String, multiline: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var out = ""
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                if multiline { out.unicodeScalars.append(scalar) } else { out += " " }
            } else if isUnsafe(scalar) {
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
