/// Identifiers as people write them.
public enum IdentifierText {
    /// `{"scheme", "value"}` of a DOI, ISBN, ISSN, ORCID iD, web address, or `scheme: value`; nil when it is none.
    public static func value(_ text: String) -> JSONValue? {
        let trimmed = Trimming.trimmed(text)
        guard !trimmed.isEmpty, trimmed.utf8.count <= 2_000 else { return nil }
        if let doi = DOI.normal(trimmed) { return pair("doi", doi) }
        var body = trimmed
        var scheme: String?
        if let colon = trimmed.firstIndex(where: { $0 == ":" || $0 == " " }) {
            let word = Folding.key(String(trimmed[..<colon]))
            if ["isbn", "issn", "orcid", "ror", "eric", "pmid", "arxiv", "handle", "url", "local", "isbn13", "isbn10"]
                .contains(word)
            {
                scheme = word.hasPrefix("isbn") ? "isbn" : word
                body = Trimming.trimmed(String(trimmed[trimmed.index(after: colon)...]))
            }
        }
        let digits = body.filter { $0.isASCII && ($0.isNumber || $0 == "X" || $0 == "x") }.uppercased()
        let isNumeral = body.allSatisfy { $0.isASCII && ($0.isNumber || "- xX".contains($0)) }
        switch scheme {
        case "isbn": return isISBN(digits) ? pair("isbn", digits) : nil
        case "issn": return isISSN(digits) ? pair("issn", "\(digits.prefix(4))-\(digits.suffix(4))") : nil
        case "orcid": return orcid(body).map { pair("orcid", $0) }
        case "url": return WebAddress.isPlausible(body) ? pair("url", body) : nil
        case let scheme?: return body.isEmpty ? nil : pair(scheme, body)
        case nil: break
        }
        if let orcid = orcid(body) { return pair("orcid", orcid) }
        if body.lowercased().hasPrefix("https://ror.org/") {
            return pair("ror", String(body.dropFirst(16)).lowercased())
        }
        if WebAddress.isPlausible(body) { return pair("url", body) }
        if body.lowercased().hasPrefix("www."), WebAddress.isPlausible("https://" + body) {
            return pair("url", "https://" + body)
        }
        if isNumeral, digits.count == 13 || digits.count == 10, isISBN(digits) { return pair("isbn", digits) }
        if isNumeral, body.count == 9, body.dropFirst(4).first == "-", isISSN(digits) {
            return pair("issn", body.uppercased())
        }
        return nil
    }

    /// The form to write: `https://doi.org/10.1/x`, `ISBN 9780…`, an address, else `scheme: value`.
    public static func text(_ value: JSONValue) -> String? {
        guard let scheme = value["scheme"]?.string, let body = value["value"]?.string else { return nil }
        switch scheme {
        case "doi": return "https://doi.org/" + body
        case "url": return body
        default: return "\(scheme): \(body)"
        }
    }

    private static func pair(_ scheme: String, _ value: String) -> JSONValue {
        ["scheme": .string(scheme), "value": .string(value)]
    }

    static func isISBN(_ digits: String) -> Bool {
        let values = digits.compactMap { $0 == "X" ? 10 : $0.wholeNumberValue }
        guard values.count == digits.count, !digits.dropLast().contains("X") else { return false }
        if values.count == 10 { return values.enumerated().reduce(0) { $0 + $1.element * (10 - $1.offset) } % 11 == 0 }
        guard values.count == 13, !digits.contains("X"), digits.hasPrefix("978") || digits.hasPrefix("979") else {
            return false
        }
        return values.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) } % 10 == 0
    }

    static func isISSN(_ digits: String) -> Bool {
        let values = digits.compactMap { $0 == "X" ? 10 : $0.wholeNumberValue }
        guard values.count == 8, !digits.dropLast().contains("X") else { return false }
        return values.enumerated().reduce(0) { $0 + $1.element * (8 - $1.offset) } % 11 == 0
    }

    static func orcid(_ text: String) -> String? {
        var body = text.uppercased()
        for head in ["HTTPS://ORCID.ORG/", "HTTP://ORCID.ORG/", "ORCID.ORG/"] where body.hasPrefix(head) {
            body.removeFirst(head.count)
        }
        let parts = body.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ $0.count == 4 }) else { return nil }
        let digits = body.filter { $0 != "-" }.compactMap { $0 == "X" ? 10 : $0.wholeNumberValue }
        guard digits.count == 16, digits.dropLast().allSatisfy({ $0 < 10 }) else { return nil }
        let total = digits.dropLast().reduce(0) { ($0 + $1) * 2 % 11 }
        return (12 - total) % 11 == digits[15] ? body : nil
    }
}
