/// What `name:value` asks for.
public enum QueryFieldMeaning: Sendable {
    /// The words, phrase or prefix, in these text fields.
    case text([String])
    /// The exact value of a keyword field.
    case keyword(String)
    /// A number, or a range `a..b`, `a..`, `..b`, `>=a`, `>a`, `<=b`, `<b`, of a number field.
    case number(String)
    /// A date, or a range as for numbers, of a number field that holds dates by their digits: year, month, day, hour,
    /// minute and second as one number of so many digits (8 for days: 20240131), zeros where a date has no more. A date
    /// may be typed in part: `2024` is that whole year, `2024-03` that month.
    case date(String, digits: Int)
    /// Whatever the caller makes of it. Given a single value as typed; nil means that the text is no such value, and
    /// is read as plain words.
    case custom(@Sendable (String) -> Query?)
}
