import KistModel

/// One entry of a document's list of references, taken apart as far as its text allows.
public struct ReferenceMention: Hashable, Sendable {
    public var text: String
    /// Lower-case, without an address before it.
    public var doi: String?
    public var year: Int?
    /// Family name of the first author.
    public var firstAuthor: String?
    public var title: String?
    public var place: String

    public init(_ text: String, place: String) {
        self.text = text
        self.place = place
        doi = DOI.find(in: text)
        let characters = Array(text.prefix(2_000))
        let span = Self.yearSpan(characters)
        year = span.flatMap { Int(String(characters[$0.digits])) }
        let head = String(characters[..<(span?.outer.lowerBound ?? min(characters.count, 60))])
        let first = head.split { ",(;&:".contains($0) }.first.map { Trimming.trimmed($0) } ?? ""
        let family = first.components(before: " and ") ?? first
        if !family.isEmpty, family.count <= 80, family.contains(where: \.isLetter) { firstAuthor = family }
        if let span { title = Self.title(Array(characters[span.outer.upperBound...])) }
    }

    /// The year, and the year with its brackets.
    private static func yearSpan(_ text: [Character]) -> (digits: Range<Int>, outer: Range<Int>)? {
        var index = 0
        var bare: Range<Int>?
        while index < text.count {
            guard text[index].isASCII, text[index].isNumber else {
                index += 1
                continue
            }
            var end = index
            while end < text.count, text[end].isASCII, text[end].isNumber { end += 1 }
            if end - index == 4, let year = Int(String(text[index..<end])), (1700...2099).contains(year) {
                if index > 0, text[index - 1] == "(" {
                    var close = end
                    while close < text.count, text[close] != ")", close < end + 20 { close += 1 }
                    return (index..<end, index - 1..<min(close + 1, text.count))
                }
                bare = bare ?? index..<end
            }
            index = end
        }
        return bare.map { ($0, $0) }
    }

    /// The sentence after the year, or what stands in quotation marks there.
    private static func title(_ rest: [Character]) -> String? {
        var body = rest[...]
        while let first = body.first, first.isWhitespace || ".,:;)".contains(first) { body = body.dropFirst() }
        let quotes: [Character: Character] = ["“": "”", "‘": "’", "\"": "\"", "'": "'"]
        if let open = body.first, let close = quotes[open] {
            let inside = body.dropFirst().prefix { $0 != close }
            if inside.count < body.count - 1, !inside.isEmpty { return Trimming.trimmed(String(inside)).trimmedEnd }
        }
        var end = body.startIndex
        while end < body.endIndex {
            if ".?!".contains(body[end]), end + 1 == body.endIndex || body[end + 1].isWhitespace {
                if body[end] != "." { end += 1 }
                break
            }
            end += 1
        }
        let title = Trimming.trimmed(String(body[..<end]))
        return title.count > 2 ? title : nil
    }
}

extension String {
    fileprivate func components(before separator: String) -> String? {
        firstRange(of: separator).map { String(self[..<$0.lowerBound]) }
    }

    /// Without the punctuation at its end.
    fileprivate var trimmedEnd: String {
        var text = self
        while let last = text.last, ".,;:".contains(last) { text.removeLast() }
        return text
    }
}
