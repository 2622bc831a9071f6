/// The value of one field in one document.
public enum SearchValue: Hashable, Sendable {
    /// For a text field: passages in reading order. No phrase crosses from one passage to the next.
    case text([TextPassage])
    /// For a keyword field. Repeated values count once.
    case keywords([String])
    /// For a number field. Not a number counts as absent.
    case number(Double)
    /// For a stored field.
    case stored([UInt8])
}
