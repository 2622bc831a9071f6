/// A tagged format: how its lines are written and what its tags mean.
struct TaggedFormat: Sendable {
    enum NameStyle: Sendable {
        /// `Family, Given`, or a name in natural order.
        case plain
        /// `Black PJ`: family name, then initials without dots.
        case medline
    }

    /// For people.
    let name: String
    let syntax: TaggedSyntax
    /// The tag that says what kind of work it is.
    let typeTag: FieldTag
    private let roles: [FieldTag: FieldRole]
    /// The roles of tags of two characters, by both: those are looked up for every line.
    private let pairs: [FieldRole?]
    /// The CSL type for the record's types, or nil.
    let type: @Sendable (_ types: [String]) -> String?
    let nameStyle: NameStyle
    /// Tags whose every line is a value of its own.
    let lists: Set<FieldTag>
    /// Brings a record into the shape that the roles expect.
    let prepare: (@Sendable (inout TaggedRecord) -> Void)?
    /// Whether the end of a record is always written.
    let marksEnds: Bool
    /// Whether a record says what kind of work it is.
    let namesTypes: Bool

    init(
        name: String, syntax: TaggedSyntax, roles: [FieldTag: FieldRole],
        type: @escaping @Sendable (_ types: [String]) -> String?, nameStyle: NameStyle = .plain,
        lists: Set<FieldTag> = [], prepare: (@Sendable (inout TaggedRecord) -> Void)? = nil, marksEnds: Bool = false,
        namesTypes: Bool = true
    ) {
        self.name = name
        self.syntax = syntax
        self.roles = roles
        self.type = type
        self.nameStyle = nameStyle
        self.lists = lists
        self.prepare = prepare
        self.marksEnds = marksEnds
        self.namesTypes = namesTypes
        var typeTag = FieldTag("TY")
        var pairs = [FieldRole?](repeating: nil, count: 96 * 96)
        for (tag, role) in roles {
            if case .type = role { typeTag = tag }
            if let place = Self.place(tag) { pairs[place] = role }
        }
        self.typeTag = typeTag
        self.pairs = pairs
    }

    func role(_ tag: FieldTag) -> FieldRole? { Self.place(tag).map { pairs[$0] } ?? roles[tag] }

    private static func place(_ tag: FieldTag) -> Int? {
        let first = Int(tag.code >> 8) - 0x20, second = Int(tag.code & 0xFF) - 0x20
        return first >= 0 && first < 96 && second >= 0 && second < 96 ? first * 96 + second : nil
    }
}
