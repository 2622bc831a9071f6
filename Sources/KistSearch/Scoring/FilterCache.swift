import Synchronization

/// The documents that filters leave of one segment, kept while they are asked for again and again.
///
/// A filter is kept from its second use on: most are used once. Bits are over all documents of the segment, so they
/// outlive deletions and commits.
final class FilterCache: Sendable {
    private struct Entry {
        var bits: DocumentBits
        var lastUse: Int
    }

    private struct State {
        var entries: [QueryPlan: Entry] = [:]
        var seen: [QueryPlan: Int] = [:]
        var uses = 0
    }

    /// Filters of a segment that are kept, and remembered as seen. A million documents take 125 kB a filter.
    static let mostEntries = 32
    static let mostSeen = 256

    private let state = Mutex(State())

    /// The bits of a filter; nil when it is asked for the first time. `make` may be called by two threads at once.
    func bits(_ plan: QueryPlan, _ make: () throws -> DocumentBits) throws -> DocumentBits? {
        let (known, isWanted) = state.withLock { state -> (DocumentBits?, Bool) in
            state.uses += 1
            if state.entries[plan] != nil {
                state.entries[plan]?.lastUse = state.uses
                return (state.entries[plan]?.bits, true)
            }
            if state.seen[plan] != nil { return (nil, true) }
            if state.seen.count >= Self.mostSeen { state.seen.removeAll(keepingCapacity: true) }
            state.seen[plan] = state.uses
            return (nil, false)
        }
        if let known { return known }
        guard isWanted else { return nil }
        let bits = try make()
        state.withLock { state in
            if state.entries.count >= Self.mostEntries,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
            }
            state.entries[plan] = Entry(bits: bits, lastUse: state.uses)
        }
        return bits
    }
}

extension MatcherFactory {
    /// The matcher of a plan that adds nothing to a score and is never reported.
    func filter(_ plan: QueryPlan) throws -> Matcher {
        let plain = plan.unweighted
        switch plain {
        case .none, .all: return try matcher(plain)
        default: break
        }
        let bits = try segment.filters.bits(plain) {
            try DocumentBits(try matcher(plain), documentCount: segment.documentCount)
        }
        guard let bits else { return try matcher(plan) }
        return bits.count == 0 ? Matcher() : BitsMatcher(bits)
    }
}
