/// Web addresses, judged by their form alone.
public enum WebAddress {
    /// True for `http://` or `https://` with a host and no space or control character.
    public static func isPlausible(_ text: String) -> Bool {
        let lower = text.prefix(8).lowercased()
        guard text.utf8.count <= 2_000, lower.hasPrefix("http://") || lower.hasPrefix("https://") else { return false }
        let rest = text.drop { $0 != ":" }.dropFirst(3)
        let host = rest.prefix { !"/?#".contains($0) }
        guard !host.isEmpty, host.contains(".") || host.hasPrefix("localhost") else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !"<>\"{}|\\^`".unicodeScalars.contains($0)
        }
    }
}
