/// Where the positions of candidates lie, by term.
///
/// Invariant: owns room for `capacity` places a term. The places point into mapped bytes of a segment that outlives it.
final class PlaceList {
    static let capacity = 136
    private let runs: UnsafeMutablePointer<TermCursor.PositionRun>
    private let count: Int

    init(terms: Int) {
        count = terms * Self.capacity
        runs = .allocate(capacity: count)
        let nowhere = UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        runs.initialize(repeating: TermCursor.PositionRun(base: nowhere, bit: 0, count: 0, width: 0), count: count)
    }

    deinit { runs.deallocate() }

    @inline(__always)
    func set(_ run: TermCursor.PositionRun, term: Int, at index: Int) { runs[term &* Self.capacity &+ index] = run }

    @inline(__always)
    func run(term: Int, at index: Int) -> TermCursor.PositionRun { runs[term &* Self.capacity &+ index] }

    /// Moves what is known of a candidate, for terms before `terms`.
    @inline(__always)
    func move(_ from: Int, to: Int, terms: Int) {
        if from == to { return }
        for term in 0..<terms { runs[term &* Self.capacity &+ to] = runs[term &* Self.capacity &+ from] }
    }
}
