/// The order of hits. Equal ones come by `SearchDocument.order`, larger first, then by key.
public enum SearchOrder: Hashable, Sendable {
    /// Best score first.
    case relevance
    /// By `SearchDocument.order` alone.
    case newest
    /// By a number, or by the smallest value of a keyword field. Documents without one come last either way.
    case field(String, ascending: Bool)
}
