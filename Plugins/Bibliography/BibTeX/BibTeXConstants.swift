/// The string constants of a BibTeX file, in a bounded amount of memory. Constants are expanded when they are defined,
/// so that they cannot refer to themselves.
struct BibTeXConstants {
    static let maximumCount = 20_000
    static let maximumBytes = 64 * 1024
    static let maximumTotal = 8 * 1024 * 1024

    private var values: [String: [UInt8]] = [:]
    private var total = 0

    /// The month names that every BibTeX style knows. They stand for themselves; the date reader understands them.
    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    subscript(name: String) -> [UInt8]? {
        if let value = values[name] { return value }
        return Self.months.contains(name) ? Array(name.utf8) : nil
    }

    /// False when there are too many or too long ones to keep another.
    mutating func define(_ name: String, _ value: [UInt8]) -> Bool {
        guard value.count <= Self.maximumBytes, total + value.count <= Self.maximumTotal,
            values.count < Self.maximumCount || values[name] != nil
        else { return false }
        total += value.count - (values[name]?.count ?? 0)
        values[name] = value
        return true
    }
}
