/// The order of documents with equal scores: larger `order` first, then key, ascending by bytes.
enum TieOrder {
    static func precedes(
        _ left: SegmentReader, _ leftDocument: UInt32, _ right: SegmentReader, _ rightDocument: UInt32
    ) throws -> Bool {
        if left === right { return leftDocument < rightDocument }
        let a = try left.order(leftDocument)
        let b = try right.order(rightDocument)
        if a != b { return a > b }
        return try left.key(leftDocument).lexicographicallyPrecedes(right.key(rightDocument))
    }
}
