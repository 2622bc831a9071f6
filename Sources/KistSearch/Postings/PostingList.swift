/// The postings of one term as a writer gets them: documents ascending.
///
/// `positions` holds the positions of all documents one after the other, as many for each as its frequency, ascending.
struct PostingList {
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    var positions: [UInt32] = []

    mutating func removeAll() {
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
    }
}
