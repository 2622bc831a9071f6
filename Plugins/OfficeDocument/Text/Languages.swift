/// The languages of a document, each under a small number. 0 is "not known".
final class Languages {
    private var numbers: [String: Int] = [:]
    private var names: [String?] = [nil]

    /// A number for a language tag as documents have it; 0 for "none", "x-none", "zxx" and what is no tag.
    func number(_ tag: String?) -> Int {
        guard let tag, !tag.isEmpty else { return 0 }
        if let number = numbers[tag] { return number }
        guard names.count < 1_000 else { return 0 }
        guard Languages.isTag(tag) else {
            numbers[tag] = 0
            return 0
        }
        names.append(tag)
        numbers[tag] = names.count - 1
        return names.count - 1
    }

    subscript(number: Int) -> String? { number < names.count ? names[number] : nil }

    /// Whether it has the form of BCP 47: a primary language and up to seven parts.
    private static func isTag(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), parts.count <= 8 else { return false }
        if tag == "zxx" || tag == "und" || tag == "mul" { return false }
        guard first.allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }) else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.count)
                && part.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 }
        }
    }
}
