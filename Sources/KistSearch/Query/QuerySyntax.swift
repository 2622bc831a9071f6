/// What a person typed, understood: the tree that `QueryParser` builds and prints.
public indirect enum QuerySyntax: Hashable, Sendable {
    case word(String)
    case phrase(String)
    case prefix(String)
    /// `name:` and what follows it.
    case field(String, QuerySyntax)
    /// Between two ends, as typed; an empty end is open. Only inside `field`.
    case range(from: String, to: String)
    case and([QuerySyntax])
    case or([QuerySyntax])
    case not(QuerySyntax)
    /// Nothing was asked for.
    case empty
}
