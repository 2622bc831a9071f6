/// Terms with the documents that have them, as the page reads them: terms front-coded, one a line; postings as numbers of
/// five bits a character.
struct PostingList {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// term → postings in the order of documents: document and frequency for each group.
    private var entries: [String: [(document: Int, frequencies: [Int])]] = [:]
    private static let once = IndexText.Group.allCases.map { $0 == .text ? 1 : 0 }
    private let groups = IndexText.Group.allCases.count

    mutating func add(_ word: String, document: Int, group: IndexText.Group) {
        // A run of letters this long is no word that anybody looks for.
        guard word.utf8.count <= 60 else { return }
        var list = entries[word] ?? []
        if list.last?.document != document { list.append((document, Array(repeating: 0, count: groups))) }
        list[list.count - 1].frequencies[group.rawValue] += 1
        entries[word] = list
    }

    /// In the order in which the page compares strings: by UTF-16 units.
    private var sorted: [String] { entries.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) } }

    var terms: String {
        var last: [UInt16] = []
        var lines: [String] = []
        for term in sorted {
            let units = Array(term.utf16)
            var shared = zip(last, units).prefix { $0 == $1 }.count
            shared = min(shared, 63)
            // A pair of surrogates is not taken apart.
            if shared > 0, (0xD800..<0xDC00).contains(units[shared - 1]) { shared -= 1 }
            let head = String(decoding: [Self.alphabet[shared]], as: UTF8.self)
            lines.append(head + String(decoding: units[shared...], as: UTF16.self))
            last = units
        }
        return lines.joined(separator: "\n")
    }

    /// For each term: for each document twice its distance to the one before less one; one more for the commonest case, once
    /// in the text and nowhere else; in any other case then a bit for each group, and for each bit the frequency less one.
    var postings: String {
        sorted.map { term in
            var out: [UInt8] = []
            var last = -1
            for posting in entries[term] ?? [] {
                let isPlain = posting.frequencies == Self.once
                Self.append((posting.document - last - 1) * 2 + (isPlain ? 1 : 0), to: &out)
                last = posting.document
                guard !isPlain else { continue }
                var mask = 0
                for (group, frequency) in posting.frequencies.enumerated() where frequency > 0 { mask |= 1 << group }
                Self.append(mask, to: &out)
                for frequency in posting.frequencies where frequency > 0 { Self.append(frequency - 1, to: &out) }
            }
            return String(decoding: out, as: UTF8.self)
        }.joined(separator: "\n")
    }

    static func text(of numbers: [Int]) -> String {
        var out: [UInt8] = []
        for number in numbers { append(number, to: &out) }
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ number: Int, to out: inout [UInt8]) {
        var rest = max(0, number)
        while rest > 31 {
            out.append(alphabet[rest & 31 | 32])
            rest >>= 5
        }
        out.append(alphabet[rest])
    }
}
