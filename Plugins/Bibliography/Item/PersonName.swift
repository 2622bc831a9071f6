import KistModel

/// A name as CSL has it: of a person, in parts, or of a body, whole.
struct PersonName: Hashable {
    var family = ""
    var given = ""
    var particle = ""
    var suffix = ""
    /// The name of a body, or one that has no parts.
    var literal = ""

    static func literal(_ text: String) -> PersonName { PersonName(literal: text) }

    var isEmpty: Bool { family.isEmpty && literal.isEmpty && given.isEmpty }

    /// Bytes of its letters.
    var size: Int {
        family.utf8.count + given.utf8.count + particle.utf8.count + suffix.utf8.count + literal.utf8.count
    }

    /// Appends CSL's form: `{"family":"Black","given":"Paul"}`.
    func write(to out: inout [UInt8]) {
        guard literal.isEmpty else {
            out.append(contentsOf: "{\"literal\":".utf8)
            JSONWriter.writeString(literal, to: &out)
            return out.append(UInt8(ascii: "}"))
        }
        var mark = UInt8(ascii: "{")
        for (name, value) in [
            ("family", family), ("given", given), ("non-dropping-particle", particle), ("suffix", suffix),
        ] where !value.isEmpty {
            out.append(mark)
            mark = UInt8(ascii: ",")
            JSONWriter.writeString(name, to: &out)
            out.append(UInt8(ascii: ":"))
            JSONWriter.writeString(value, to: &out)
        }
        out.append(UInt8(ascii: "}"))
    }

    /// A name in one of the usual plain forms: `Family, Given`, `Family, Given, Suffix`, `Given Family`, or the name of
    /// a body (with a comma at its end, as reference managers mark it, or with a word such as “University” in it).
    static func parse(_ text: String) -> PersonName? {
        let text = text.trimmed
        guard !text.isEmpty else { return nil }
        if let name = plain(text) { return name }
        let parts = pieces(text)
        guard parts.count > 1 else {
            let words = text.words
            if words.count == 1 { return PersonName(family: text) }
            if isBody(words) { return .literal(text) }
            return givenFirst(words)
        }
        let family = parts[0].trimmed
        let rest = parts.dropFirst().map(\.trimmed)
        if rest.allSatisfy(\.isEmpty) { return .literal(family) }
        var name = familyFirst(family)
        name.given = rest[0]
        if rest.count > 1 {
            let last = rest[1]
            if isSuffix(rest[0]), !isSuffix(last) {
                // BibTeX's order: `Family, Jr, Given`.
                name.suffix = rest[0]
                name.given = last
            } else {
                name.suffix = last
            }
            if rest.count > 2 { name.suffix = rest.dropFirst().filter { !$0.isEmpty }.joined(separator: ", ") }
        }
        return name
    }

    /// `Family, Given` with one comma and a family name of one word, by far the most common form.
    private static func plain(_ text: String) -> PersonName? {
        let bytes = text.utf8
        var index = bytes.startIndex
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: ",") {
            if bytes[index] == 0x20 { return nil }
            bytes.formIndex(after: &index)
        }
        guard index < bytes.endIndex, index > bytes.startIndex else { return nil }
        let rest = text[bytes.index(after: index)...]
        guard !rest.utf8.contains(UInt8(ascii: ",")) else { return nil }
        let given = rest.trimmed
        return given.isEmpty ? nil : PersonName(family: String(text[..<index]), given: given)
    }

    /// The parts of `Family, Given` in valid UTF-8 when it is as plain as that.
    static func plain(_ bytes: [UInt8], _ range: Range<Int>) -> (family: Range<Int>, given: Range<Int>)? {
        var comma = range.lowerBound
        while comma < range.upperBound, bytes[comma] != UInt8(ascii: ",") {
            if bytes[comma] == 0x20 { return nil }
            comma += 1
        }
        guard comma > range.lowerBound, comma < range.upperBound else { return nil }
        let given = ASCII.trimmed(bytes, comma + 1..<range.upperBound)
        for index in given where bytes[index] == UInt8(ascii: ",") { return nil }
        return given.isEmpty ? nil : (range.lowerBound..<comma, given)
    }

    /// `Black PJ`, `van der Berg A Jr`: family name, then initials in capitals. Nil when it has another form.
    static func medline(_ text: String) -> PersonName? {
        var words = text.words
        var suffix = ""
        if words.count > 2, let last = words.last, isSuffix(String(last)) {
            suffix = String(words.removeLast())
        }
        guard words.count > 1, !text.utf8.contains(UInt8(ascii: ",")), let initials = words.last, initials.count <= 4,
            initials.allSatisfy({ $0.isUppercase || $0 == "-" })
        else { return nil }
        var name = familyFirst(words.dropLast().joined(separator: " "))
        name.given = String(initials)
        name.suffix = suffix
        return name
    }

    /// The parts between commas; the first seven commas count.
    private static func pieces(_ text: String) -> [Substring] {
        var parts: [Substring] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        while parts.count < 7, let comma = bytes[start...].firstIndex(of: UInt8(ascii: ",")) {
            parts.append(text[start..<comma])
            start = bytes.index(after: comma)
        }
        parts.append(text[start...])
        return parts
    }

    /// `de la Cruz` as particle and family name.
    static func familyFirst(_ text: String) -> PersonName {
        guard text.utf8.contains(0x20), startsLower(text[...]) else { return PersonName(family: text) }
        let words = text.words
        var count = 0
        while count < words.count - 1, startsLower(words[count]) { count += 1 }
        return PersonName(
            family: words[count...].joined(separator: " "), particle: words[..<count].joined(separator: " "))
    }

    /// `Given von Family`.
    static func givenFirst(_ words: [Substring]) -> PersonName {
        var words = words
        var suffix = ""
        if words.count > 2, let last = words.last, isSuffix(String(last)) {
            suffix = String(last)
            words.removeLast()
        }
        let last = words.count - 1
        let first = words[..<last].firstIndex(where: startsLower) ?? last
        var stop = first
        while stop < last, startsLower(words[stop]) { stop += 1 }
        return PersonName(
            family: words[stop...].joined(separator: " "), given: words[..<first].joined(separator: " "),
            particle: words[first..<stop].joined(separator: " "), suffix: suffix)
    }

    static func startsLower(_ word: Substring) -> Bool {
        if let first = word.utf8.first, ASCII.isLetter(first) { return first >= UInt8(ascii: "a") }
        for scalar in word.unicodeScalars where scalar.properties.isAlphabetic { return scalar.properties.isLowercase }
        return false
    }

    private static func isSuffix(_ text: String) -> Bool {
        switch text.lowercased() {
        case "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "junior", "senior": true
        default: false
        }
    }

    /// Whether these words, of a name without a comma, are those of a body rather than a person.
    static func isBody(_ words: [Substring]) -> Bool {
        words.contains { bodyWords.contains($0.lowercased().filter { $0.isLetter }) }
    }

    private static let bodyWords: Set<String> = [
        "university", "institute", "institution", "organisation", "organization", "department", "ministry", "council",
        "association", "society", "foundation", "agency", "commission", "government", "consortium", "committee",
        "centre",
        "college", "academy", "inspectorate", "directorate", "authority", "executive", "federation", "alliance", "oecd",
        "unesco", "universität", "université", "universidad", "ministerium", "institut", "bureau", "office", "trust",
        "library", "museum", "network", "collaboration", "collective", "partnership", "group", "team", "limited", "ltd",
        "inc", "gmbh", "laboratory", "division", "secretariat", "parliament", "comhairle", "riaghaltas", "education",
    ]
}
