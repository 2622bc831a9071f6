/// Digital object identifiers, however they are written.
public enum DOI {
    /// The DOI that `text` is (`10.1/x`, `doi:10.1/x`, `https://doi.org/10.1/x`), lower-cased; nil for anything else.
    public static func normal(_ text: String) -> String? {
        let trimmed = text.filter { !$0.isWhitespace }
        guard let found = find(in: trimmed) else { return nil }
        let lower = trimmed.lowercased()
        let heads = [
            "", "doi:", "doi", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/",
            "doi.org/", "dx.doi.org/", "https://www.doi.org/",
        ]
        return heads.contains { head in
            lower == head + found || lower == head + found + "." || lower == head + found + "/"
        } ? found : nil
    }

    /// The first DOI inside `text`, lower-cased, without the punctuation that follows it.
    public static func find(in text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 8 else { return nil }
        var index = 0
        while index + 7 < bytes.count {
            defer { index += 1 }
            guard bytes[index] == UInt8(ascii: "1"), bytes[index + 1] == UInt8(ascii: "0"),
                bytes[index + 2] == UInt8(ascii: "."),
                index == 0 || !(isDigit(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: "."))
            else { continue }
            var end = index + 3
            while end < bytes.count, isDigit(bytes[end]) || bytes[end] == UInt8(ascii: ".") { end += 1 }
            guard (4...12).contains(end - index - 3), end < bytes.count, bytes[end] == UInt8(ascii: "/") else {
                continue
            }
            let start = index
            end += 1
            let suffix = end
            while end < bytes.count, bytes[end] > 0x20, bytes[end] < 0x7F, !"<>\"{}|\\^`".utf8.contains(bytes[end]) {
                end += 1
            }
            while end > suffix, ".,;:)]'?!".utf8.contains(bytes[end - 1]) {
                if bytes[end - 1] == UInt8(ascii: ")"), bytes[suffix..<end].contains(UInt8(ascii: "(")) {
                    let open = bytes[suffix..<end].count { $0 == UInt8(ascii: "(") }
                    let close = bytes[suffix..<end].count { $0 == UInt8(ascii: ")") }
                    if close <= open { break }
                }
                end -= 1
            }
            guard end > suffix, end - start <= 256 else { continue }
            return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
