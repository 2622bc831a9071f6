/// A name that the outside world gives to a work, in the one spelling in which two of them can be compared.
public struct Identifier: Hashable, Sendable {
    /// `doi`, `isbn`, `issn`, `pmid`, `pmcid`, `eric`, `orcid`, `url`, or any other lower-case word.
    public var scheme: String
    public var value: String

    /// Nil when `text` cannot be an identifier of the scheme.
    public init?(scheme: String, _ text: String) {
        let scheme = scheme.lowercased()
        guard let value = Self.normalised(text, scheme: scheme) else { return nil }
        self.scheme = scheme
        self.value = value
    }

    /// From its ``json``; nil for another shape, and for a value that cannot be of its scheme.
    public init?(_ json: JSONValue) {
        guard let scheme = json["scheme"]?.string, let value = json["value"]?.string else { return nil }
        self.init(scheme: scheme, value)
    }

    public var json: JSONValue { ["scheme": .string(scheme), "value": .string(value)] }

    /// `doi:10.1000/x`: how an identifier is written in one word.
    public var text: String { "\(scheme):\(value)" }

    /// The identifier that a whole text is: a DOI in any form (bare, `doi:`, a link), an ISBN, a PubMed number with its name.
    public static func recognise(_ text: String) -> Identifier? {
        let text = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        guard !text.isEmpty, !text.contains(where: \.isWhitespace) || text.lowercased().hasPrefix("isbn") else {
            return nil
        }
        let lower = text.lowercased()
        for scheme in ["pmid", "pmcid", "eric", "isbn", "issn", "doi", "orcid"] where lower.hasPrefix(scheme) {
            let rest = lower.dropFirst(scheme.count).drop { $0 == ":" || $0 == " " }
            return Identifier(scheme: scheme, String(rest))
        }
        if let doi = Identifier(scheme: "doi", text) { return doi }
        let digits = lower.filter { $0.isASCII && ($0.isNumber || $0 == "x") }
        if digits.count >= 10, lower.allSatisfy({ $0.isNumber || $0 == "-" || $0 == "x" }) {
            return Identifier(scheme: "isbn", lower)
        }
        return nil
    }

    private static func normalised(_ text: String, scheme: String) -> String? {
        let lower = lowered(text)
        switch scheme {
        case "doi": return doi(lower)
        case "isbn": return isbn(lower)
        case "issn":
            let digits = lower.filter { $0.isASCII && ($0.isNumber || $0 == "x") }
            return digits.count == 8 ? "\(digits.prefix(4))-\(digits.suffix(4))" : nil
        case "pmid":
            let digits = lower.drop { !$0.isNumber }
            return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber } ? String(digits) : nil
        case "url": return text.contains("://") ? text.filter { !$0.isWhitespace } : nil
        default: return lower.isEmpty ? nil : lower
        }
    }

    /// In lower case, without white space and what is not seen. Nearly every identifier is ASCII, and lists have very many.
    private static func lowered(_ text: String) -> String {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return text.lowercased().filter { !$0.isWhitespace && $0 != "\u{AD}" && $0 != "\u{200B}" }
        }
        return String(
            decoding: text.utf8.lazy.filter { $0 != 0x20 && !(0x09...0x0D).contains($0) }
                .map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// `10.` and four or more digits, a slash, and something after it; links and prefixes off, closing punctuation off.
    private static func doi(_ lower: String) -> String? {
        guard let start = lower.startOfDOI else { return nil }
        let before = lower[..<start]
        let prefixes = [
            "", "doi:", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/",
            "dx.doi.org/", "www.doi.org/", "https://www.doi.org/",
        ]
        guard prefixes.contains(String(before)) else { return nil }
        var value = lower[start...]
        while let last = value.last, ".,;:)]}>\"'”’".contains(last) {
            if last == ")", value.filter({ $0 == "(" }).count >= value.filter({ $0 == ")" }).count { break }
            value.removeLast()
        }
        let registrant = value.dropFirst(3).prefix { $0.isNumber || $0 == "." }
        let rest = value.dropFirst(3 + registrant.count)
        guard registrant.filter(\.isNumber).count >= 4, rest.first == "/", rest.count > 1 else { return nil }
        return String(value).replacingPercent20
    }

    /// Thirteen digits, their check digit right; ten-digit numbers become their thirteen-digit form.
    private static func isbn(_ lower: String) -> String? {
        let digits = Array(lower.filter { $0.isASCII && ($0.isNumber || $0 == "x") }.utf8)
        if digits.count == 10 {
            var sum = 0
            for (index, digit) in digits.enumerated() {
                guard digit != UInt8(ascii: "x") || index == 9 else { return nil }
                sum += (10 - index) * (digit == UInt8(ascii: "x") ? 10 : Int(digit) - 48)
            }
            guard sum % 11 == 0 else { return nil }
            let body = Array("978".utf8) + digits.prefix(9)
            return String(decoding: body + [check13(body)], as: UTF8.self)
        }
        guard digits.count == 13, !digits.contains(UInt8(ascii: "x")), check13(Array(digits.prefix(12))) == digits[12]
        else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func check13(_ digits: [UInt8]) -> UInt8 {
        let sum = digits.enumerated().reduce(0) { $0 + (Int($1.element) - 48) * ($1.offset % 2 == 0 ? 1 : 3) }
        return UInt8(48 + (10 - sum % 10) % 10)
    }
}

extension String {
    /// Where the text `10.` begins that a DOI begins with.
    fileprivate var startOfDOI: String.Index? {
        var rest = utf8[...]
        while let one = rest.firstIndex(of: UInt8(ascii: "1")) {
            rest = rest[one...]
            if rest.starts(with: "10.".utf8) { return one }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// A DOI never ends in an encoded space; links that were copied with one do.
    fileprivate var replacingPercent20: String { hasSuffix("%20") ? String(dropLast(3)) : self }
}
