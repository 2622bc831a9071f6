/// A name as CSL-JSON has it: a person's parts, or an organisation's name in one piece.
public struct CSLName: Hashable, Sendable {
    public var family: String
    public var given: String
    public var particle: String
    public var suffix: String
    public var literal: String

    public init?(_ value: JSONValue) {
        guard let object = value.object else { return nil }
        family = object["family"]?.string ?? ""
        given = object["given"]?.string ?? ""
        particle = object["non-dropping-particle"]?.string ?? object["dropping-particle"]?.string ?? ""
        suffix = object["suffix"]?.string ?? ""
        literal = object["literal"]?.string ?? ""
        guard !family.isEmpty || !literal.isEmpty || !given.isEmpty else { return nil }
    }

    /// `Paul Black`, `Ludwig van Beethoven`, `Scottish Government`.
    public var display: String {
        if !literal.isEmpty { return literal }
        return [given, particle, family, suffix].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The name that a work is known by: the family name, else the whole.
    public var sortName: String { family.isEmpty ? (literal.isEmpty ? given : literal) : family }
}
