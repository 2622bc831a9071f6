/// What a form to fill in can be written as.
public enum FormFormat: String, CaseIterable, Sendable {
    /// For Word.
    case docx
    /// For LibreOffice.
    case odt
}
