/// Cutting of texts that people typed.
public enum Trimming {
    /// Without white space and invisible characters at both ends.
    public static func trimmed(_ text: some StringProtocol) -> String {
        var body = Substring(text)
        while let first = body.unicodeScalars.first, isBlank(first) { body.unicodeScalars.removeFirst() }
        while let last = body.unicodeScalars.last, isBlank(last) { body.unicodeScalars.removeLast() }
        return String(body)
    }

    /// The lines that hold something, trimmed.
    public static func lines(_ text: String) -> [String] {
        text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" || $0 == "\u{2028}" || $0 == "\u{2029}" }.map {
            trimmed($0)
        }.filter { !$0.isEmpty }
    }

    /// The pieces between `separators`, trimmed, without empty ones.
    public static func pieces(_ text: String, _ separators: String) -> [String] {
        text.split { separators.contains($0) }.map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        // Asking for the properties of ASCII would take most of the time.
        if scalar.isASCII { return scalar == " " || (9...13).contains(scalar.value) }
        return scalar.properties.isWhitespace || scalar == "\u{200B}" || scalar == "\u{FEFF}" || scalar == "\u{00AD}"
    }
}
