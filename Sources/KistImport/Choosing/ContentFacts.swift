import KistProtocol

/// Answers the rules of claims about one sample. What several rules ask for is worked out once, when first asked for.
struct ContentFacts {
    private let sample: ContentSample
    private var zip: ZipNames??
    private var root: XMLRoot??
    private var line: String??

    init(_ sample: ContentSample) { self.sample = sample }

    /// True when all conditions of `rule` hold.
    mutating func hold(_ rule: ClaimRule) -> Bool {
        if let bytes = rule.bytes, !sample.has(bytes, at: rule.offset) { return false }
        if let entry = rule.zipEntry, !hasEntry(entry) { return false }
        if let name = rule.xmlRoot, !isRoot(name) { return false }
        if let beginning = rule.firstLine, !begins(with: beginning) { return false }
        return rule.bytes != nil || rule.zipEntry != nil || rule.xmlRoot != nil || rule.firstLine != nil
    }

    private mutating func hasEntry(_ name: String) -> Bool {
        if zip == nil { zip = .some(ZipNames.find(in: sample)) }
        guard let names = zip??.names else { return false }
        guard name.utf8.last == UInt8(ascii: "*") else { return names.contains(name) }
        let beginning = Array(name.utf8.dropLast())
        return names.contains { $0.utf8.starts(with: beginning) }
    }

    private mutating func isRoot(_ name: String) -> Bool {
        if root == nil { root = .some(XMLRoot.find(in: sample)) }
        guard let found = root.flatMap({ $0 }) else { return false }
        guard name.utf8.first == UInt8(ascii: "{"), let close = name.lastIndex(of: "}") else {
            return found.name == name
        }
        return found.name == name[name.index(after: close)...]
            && found.namespace == name[name.index(after: name.startIndex)..<close]
    }

    private mutating func begins(with beginning: String) -> Bool {
        if line == nil { line = .some(TextDecoding.firstLine(of: sample)) }
        guard let found = line.flatMap({ $0 }) else { return false }
        if found.utf8.starts(with: beginning.utf8) { return true }
        // The line stands without the white space at its end, which a rule may end with ("TY  - ").
        let trimmed = Array(beginning.utf8.reversed().drop { TextDecoding.isSpace($0) }.reversed())
        return !trimmed.isEmpty && trimmed.elementsEqual(found.utf8)
    }
}
