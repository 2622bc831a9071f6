/// A field that is being read: its instruction until the separator, then its result.
struct WordField {
    var instruction: [UInt8] = []
    var isInResult = false
    /// The paragraph in which its link was opened.
    var linkIn: ObjectIdentifier?
    var choices: [String] = []
    var chosen = 0
    /// Length of all text so far when the result began, to see whether there was one.
    var textBefore = 0

    /// The address of a HYPERLINK instruction, with `#` in front of a place in the document itself.
    var linkTarget: String? {
        let text = String(decoding: instruction, as: UTF8.self)
        let words = WordField.words(text)
        guard words.first == "HYPERLINK" else { return nil }
        var address: String?
        var anchor: String?
        var index = 1
        while index < words.count {
            if words[index] == "\\l", index + 1 < words.count {
                anchor = words[index + 1]
                index += 1
            } else if words[index].hasPrefix("\\") {
                if words[index] == "\\o" || words[index] == "\\t" { index += 1 }
            } else if address == nil {
                address = words[index]
            }
            index += 1
        }
        guard let anchor else { return address }
        return (address ?? "") + "#" + anchor
    }

    var isDropDown: Bool { WordField.words(String(decoding: instruction, as: UTF8.self)).first == "FORMDROPDOWN" }

    /// What MACROBUTTON and GOTOBUTTON show, which stands in the instruction itself, behind the name of what they run.
    var buttonText: String? {
        let text = String(decoding: instruction, as: UTF8.self)
        let parts = text.split(maxSplits: 2, whereSeparator: \.isWhitespace)
        guard parts.count == 3, ["MACROBUTTON", "GOTOBUTTON"].contains(parts[0].uppercased()) else { return nil }
        return String(parts[2])
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                if isQuoted || !word.isEmpty { words.append(word) }
                word = ""
                isQuoted.toggle()
            } else if character.isWhitespace, !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}

/// Addresses that may stand in a link.
enum LinkTarget {
    /// nil for what would run something (`javascript:`, `data:`, …), for what is too long, and for nothing.
    static func checked(_ target: String?) -> String? {
        guard let target, !target.isEmpty, target.utf8.count <= 8_000 else { return nil }
        if let colon = target.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let scheme = target[..<colon].lowercased().filter { !$0.isWhitespace && $0 >= " " }
            if ["javascript", "vbscript", "data", "ms-appx", "view-source"].contains(scheme) { return nil }
        }
        return target
    }
}
