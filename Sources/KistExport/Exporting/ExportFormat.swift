/// What records can be written as.
public enum ExportFormat: String, CaseIterable, Sendable {
    case pack, bibtex, ris
    case cslJSON = "csl-json"
    case csv, json

    /// Formats for reference managers: they hold works that can be cited.
    var isBibliographic: Bool { self == .bibtex || self == .ris || self == .cslJSON }
}
