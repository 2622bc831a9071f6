/// Documents in which the words of a phrase follow one another directly.
final class ExactPhraseMatcher: PhraseMatcher {
    private var current: [UInt32] = []
    private var next: [UInt32] = []

    override func frequency(in document: UInt32) throws -> Float {
        try readPositions(place: 0, document, into: &current)
        for place in 1..<places.count {
            try readPositions(place: place, document, into: &next)
            var kept = 0
            var at = 0
            for position in current {
                let wanted = position &+ UInt32(place)
                while at < next.count, next[at] < wanted { at += 1 }
                if at < next.count, next[at] == wanted {
                    current[kept] = position
                    kept += 1
                }
            }
            if kept == 0 { return 0 }
            current.removeSubrange(kept...)
        }
        return Float(min(current.count, Int(BM25.largestFrequency)))
    }
}
