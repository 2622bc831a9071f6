/// How many letters must be changed, added, dropped or swapped with a neighbour to get one word from another.
enum SpellingDistance {
    /// The distance, or any larger number than `limit` once it passes that.
    static func between(_ left: [UInt32], _ right: [UInt32], atMost limit: Int) -> Int {
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var before = [Int](repeating: 0, count: right.count + 1)
        var above = Array(0...right.count)
        var current = above
        for row in 1...left.count {
            current[0] = row
            var smallest = row
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var value = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    value = min(value, before[column - 2] + 1)
                }
                current[column] = value
                smallest = min(smallest, value)
            }
            if smallest > limit { return limit + 1 }
            swap(&before, &above)
            swap(&above, &current)
        }
        return above[right.count]
    }
}
