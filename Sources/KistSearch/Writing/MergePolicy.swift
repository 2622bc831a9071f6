/// Which segments to join at a commit: tiers, each eight times the size of the one below.
enum MergePolicy {
    static let tierSize = 8
    private static let smallest = 1000

    /// Indices of the segments to join next; nil when nothing is due.
    static func due(_ segments: [(documents: Int, deleted: Int)]) -> [Int]? {
        for (index, segment) in segments.enumerated() where segment.deleted * 3 > segment.documents {
            return [index]
        }
        var tiers: [Int: [Int]] = [:]
        for (index, segment) in segments.enumerated() {
            var tier = 0
            var size = (segment.documents - segment.deleted) / smallest
            while size > 0 {
                tier += 1
                size /= tierSize
            }
            tiers[tier, default: []].append(index)
        }
        return tiers.sorted { $0.key < $1.key }.first { $0.value.count >= tierSize }?.value
    }
}
