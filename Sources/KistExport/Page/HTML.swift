/// Text made safe for HTML.
enum HTML {
    static func escape(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            default:
                // Controls and noncharacters are errors in HTML; bidirectional overrides would disguise what is written.
                let value = scalar.value
                let isControl = value < 0x20 || (0x7F...0x9F).contains(value)
                let isNonCharacter = (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE
                let isOverride = (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
                if isControl || isNonCharacter || isOverride { out += " " } else { out.unicodeScalars.append(scalar) }
            }
        }
        return out
    }

    /// ` lang="gd"` where the text is not in the page's language.
    static func language(_ tag: String, page: String = "en") -> String {
        let plain = tag.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return plain.isEmpty || plain == page || plain != tag ? "" : " lang=\"\(plain)\""
    }
}
