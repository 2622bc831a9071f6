/// What to look for. Words are analysed by each field's own analyser, so one query fits fields of several languages.
public indirect enum Query: Hashable, Sendable {
    /// All words of the text, each in any of the fields; nil means the fields searched by default.
    case words(String, fields: [String]?)
    /// The words of the text directly after one another, within one passage of one field.
    case phrase(String, fields: [String]?)
    /// Words that begin with the text.
    case prefix(String, fields: [String]?)
    /// Documents that have exactly this value in a keyword field.
    case keyword(field: String, value: String)
    /// Documents whose number lies between the ends, both included; nil leaves an end open.
    case range(field: String, from: Double?, to: Double?)
    case and([Query])
    case or([Query])
    case not(Query)
    /// Multiplies the score of what is inside.
    case boost(Float, Query)
    /// Matches as what is inside, and adds nothing to a score.
    case constant(Query)
    case all
    case none
}
