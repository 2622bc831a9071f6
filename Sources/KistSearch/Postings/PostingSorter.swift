/// Puts postings into ascending order of their documents.
struct PostingSorter {
    private var order: [UInt64] = []
    private var starts: [Int] = []
    private var sorted = PostingList()

    mutating func sort(_ list: inout PostingList, hasPositions: Bool) {
        let count = list.documents.count
        var isAscending = true
        for index in 1..<max(count, 1) where list.documents[index] < list.documents[index - 1] {
            isAscending = false
            break
        }
        if isAscending { return }
        order.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        var start = 0
        for index in 0..<count {
            order.append(UInt64(list.documents[index]) << 32 | UInt64(index))
            starts.append(start)
            start += Int(list.frequencies[index])
        }
        order.sort()
        sorted.removeAll()
        for packed in order {
            let index = Int(packed & 0xFFFF_FFFF)
            sorted.documents.append(UInt32(packed >> 32))
            sorted.frequencies.append(list.frequencies[index])
            if hasPositions {
                sorted.positions.append(
                    contentsOf: list.positions[starts[index]..<starts[index] + Int(list.frequencies[index])])
            }
        }
        swap(&list, &sorted)
    }
}
