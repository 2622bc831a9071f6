/// The postings of one term as a writer gets them: documents ascending.
///
/// `positions` holds the positions of all documents one after the other, as many for each as its frequency, ascending.
struct PostingList {
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    var positions: [UInt32] = []

    /// A copy without positions, with memory of its own and no more of it than it needs: a list that is filled again and
    /// again has room for the longest, and sharing that with a copy would cost as much anew for every term.
    var withoutPositions: PostingList {
        PostingList(
            documents: documents.withUnsafeBufferPointer { Array($0) },
            frequencies: frequencies.withUnsafeBufferPointer { Array($0) })
    }

    mutating func removeAll() {
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
    }
}
