/// What `name:value` asks for.
public enum QueryFieldMeaning: Sendable {
    /// The words, phrase or prefix, in these text fields.
    case text([String])
    /// The exact value of a keyword field.
    case keyword(String)
    /// A number, or a range `a..b`, of a number field.
    case number(String)
    /// Whatever the caller makes of it. Given a single value as typed; nil means that the text is no such value, and
    /// is read as plain words.
    case custom(@Sendable (String) -> Query?)
}
