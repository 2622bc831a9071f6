import CPostings

/// Where the positions of candidates lie, for each term of a phrase.
///
/// Invariant: `runs` owns room for `capacity` candidates. What it holds points into mapped bytes of a segment that outlives
/// it.
final class PlaceList {
    static let capacity = 136
    private let runs: UnsafeMutablePointer<kp_positions>
    private let terms: Int

    init(terms: Int) {
        self.terms = terms
        runs = .allocate(capacity: terms * Self.capacity)
        runs.initialize(repeating: kp_positions(), count: terms * Self.capacity)
    }

    deinit { runs.deallocate() }

    @inline(__always)
    subscript(index: Int, term: Int) -> kp_positions {
        get { runs[index &* terms &+ term] }
        set { runs[index &* terms &+ term] = newValue }
    }

    /// The runs of all terms of a candidate.
    @inline(__always)
    func all(_ index: Int) -> UnsafePointer<kp_positions> { UnsafePointer(runs + index &* terms) }

    /// Moves what is known of a candidate to a smaller index.
    @inline(__always)
    func move(_ from: Int, to: Int) {
        if from == to { return }
        (runs + to &* terms).update(from: runs + from &* terms, count: terms)
    }
}
