/// Asks for documents that match most words when few match all.
public struct PartialMatches: Hashable, Sendable {
    /// Partial matches are added when fewer documents than this match fully.
    public var threshold: Int

    public init(threshold: Int = 5) {
        self.threshold = threshold
    }

    /// How many of `count` clauses a partial match has at least: all but one of up to five, all but a third of more.
    public static func needed(of count: Int) -> Int {
        count - max(1, count / 3)
    }
}
