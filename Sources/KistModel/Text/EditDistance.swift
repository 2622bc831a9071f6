/// Levenshtein's distance between two short texts.
public enum EditDistance {
    /// The number of characters to add, drop or replace; texts over 64 characters count as their longer length.
    public static func between(_ a: String, _ b: String) -> Int {
        isPlain(a) && isPlain(b) ? between(Array(a.utf8), Array(b.utf8)) : between(Array(a), Array(b))
    }

    /// The same up to `limit`; nil beyond it, which costs little where the lengths of ASCII say so already.
    public static func between(_ a: String, _ b: String, atMost limit: Int) -> Int? {
        if abs(a.utf8.count - b.utf8.count) > limit, isPlain(a), isPlain(b) { return nil }
        let distance = between(a, b)
        return distance <= limit ? distance : nil
    }

    /// Whether characters are bytes: in ASCII they are, but for a line break of two.
    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D } }

    private static func between<Unit: Equatable>(_ a: [Unit], _ b: [Unit]) -> Int {
        guard a.count <= 64, b.count <= 64 else { return max(a.count, b.count) }
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[b.count]
    }
}
