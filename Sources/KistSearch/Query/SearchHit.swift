/// A document that a search found.
public struct SearchHit: Sendable {
    public var key: String
    public var score: Double
    /// Whether it matches most words instead of all.
    public var isPartial: Bool
    /// Text and keyword fields in which something of the query was found, in schema order.
    public var matchedFields: [String]
    /// For a partial match: which parts of the query's `.and` (or which words of a `.words`) it lacks, from 0.
    public var missingClauses: [Int]
    public var snippet: Snippet?
    /// Values of stored fields.
    public var stored: [String: [UInt8]]
    /// How the score came about, when asked for.
    public var explanation: [ScorePart]
}
