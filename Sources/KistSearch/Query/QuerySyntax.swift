/// What a person typed, understood: the tree that `QueryParser` builds and prints.
public indirect enum QuerySyntax: Hashable, Sendable {
    case word(String)
    /// Words in quotes; `slop` is the number typed after `~`, 0 without one.
    case phrase(String, slop: Int = 0)
    /// `start*`
    case prefix(String)
    /// A word with `*` or `?` in it, as typed.
    case wildcard(String)
    /// `word~`, `word~1` or `word~2`; nil where no number was typed.
    case fuzzy(String, distance: Int?)
    /// `name:` and what follows it.
    case field(String, QuerySyntax)
    /// Between two ends, as typed; an empty end is open. Only inside `field`.
    case range(from: String, to: String)
    case and([QuerySyntax])
    case or([QuerySyntax])
    case not(QuerySyntax)
    /// What `^` and a number were typed after, and the number.
    case boost(QuerySyntax, Float)
    /// Nothing was asked for.
    case empty
}
