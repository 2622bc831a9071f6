/// Reads the signs in and after one typed word: `start*`, `wom?n`, `word~1`, `word^2`. What does not fit is a word.
struct QueryWordReader {
    private(set) var syntax: QuerySyntax
    private(set) var note: String?

    init(_ text: String) {
        let (body, boost) = Self.split(text)
        syntax = .word(text)
        var remark: String?
        let inner = Self.sign(body, &remark)
        guard let boost else {
            syntax = inner
            note = remark
            return
        }
        // Formulas are no boosts: "10^6" has nothing to raise.
        guard Self.hasLetter(body) else { return }
        syntax = .boost(inner, boost)
        note = remark
    }

    /// The number after `^`: 0.001 to 1,000, without an exponent.
    static func boost(_ text: String) -> Float? {
        let isPlain = text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || $0 == "." }
        guard isPlain, text.utf8.count <= 16, text.utf8.first != UInt8(ascii: "."), let value = Float(text),
            value >= 0.001, value <= 1000
        else { return nil }
        return value
    }

    /// A word and the boost after it.
    static func split(_ text: String) -> (body: String, boost: Float?) {
        guard let sign = text.lastIndex(of: "^"), sign > text.startIndex,
            let boost = boost(String(text[text.index(after: sign)...]))
        else { return (text, nil) }
        return (String(text[..<sign]), boost)
    }

    private static func sign(_ text: String, _ note: inout String?) -> QuerySyntax {
        let all = Array(text.unicodeScalars)
        if let fuzzy = fuzzy(all, &note) { return fuzzy }
        // A question mark at the end only asks.
        let scalars = all[..<((all.lastIndex { $0 != "?" } ?? -1) + 1)]
        guard scalars.contains(where: { $0 == "*" || $0 == "?" }) else { return .word(text) }
        let start = scalars.prefix { $0 != "*" && $0 != "?" }
        if scalars.count > start.count, scalars.dropFirst(start.count).allSatisfy({ $0 == "*" }) {
            let hasLetter = start.contains { Folding.kind($0.value) != .separator }
            return hasLetter ? .prefix(string(start)) : .word(text)
        }
        return isPattern(scalars) ? .wildcard(string(scalars)) : .word(text)
    }

    /// Letters, digits, signs and what joins the parts of a word.
    private static func isPattern(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        var hasLetter = false
        for scalar in scalars where scalar != "*" && scalar != "?" {
            switch Folding.kind(scalar.value) {
            case .letter, .digit, .ideograph: hasLetter = true
            case .mark, .apostrophe, .hyphen, .ignored: break
            case .separator, .connector: return false
            }
        }
        return hasLetter
    }

    static func hasLetter(_ text: String) -> Bool {
        text.unicodeScalars.contains { Folding.kind($0.value) == .letter }
    }

    private static func fuzzy(_ scalars: [Unicode.Scalar], _ note: inout String?) -> QuerySyntax? {
        guard let sign = scalars.lastIndex(of: "~"), sign > 0 else { return nil }
        let body = scalars[..<sign]
        let digits = scalars[(sign + 1)...]
        guard digits.count <= 3, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        var hasLetter = false
        for scalar in body {
            switch Folding.kind(scalar.value) {
            case .letter, .digit, .ideograph: hasLetter = true
            case .mark, .apostrophe, .hyphen, .ignored: break
            case .separator, .connector: return nil
            }
        }
        guard hasLetter else { return nil }
        guard let distance = Int(string(digits)) else { return .fuzzy(string(body), distance: nil) }
        if distance > Query.largestDistance {
            note = "A word found by likeness can differ in at most \(Query.largestDistance) letters."
        }
        return .fuzzy(string(body), distance: min(distance, Query.largestDistance))
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
