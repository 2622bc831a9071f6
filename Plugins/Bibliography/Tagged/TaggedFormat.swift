/// A tagged format: how its lines are written and what its tags mean.
struct TaggedFormat: Sendable {
    enum NameStyle: Sendable {
        /// `Family, Given`, or a name in natural order.
        case plain
        /// `Black PJ`: family name, then initials without dots.
        case medline
    }

    /// For people.
    var name: String
    var syntax: TaggedSyntax
    var roles: [FieldTag: FieldRole]
    /// The CSL type for the record's types, or nil.
    var type: @Sendable (_ types: [String]) -> String?
    var nameStyle = NameStyle.plain
    /// Tags whose every line is a value of its own.
    var lists: Set<FieldTag> = []
    /// Brings a record into the shape that the roles expect.
    var prepare: (@Sendable (inout TaggedRecord) -> Void)?
    /// Whether the end of a record is always written.
    var marksEnds = false
    /// Whether a record says what kind of work it is.
    var namesTypes = true
}
