/// The postings of one term as a writer gets them: documents ascending. A view of a `PostingRun`, valid until that
/// changes.
///
/// Invariant: as many frequencies as documents. `positions` holds the positions of all documents one after the other, as
/// many for each as its frequency, ascending; it is empty where positions are not kept.
struct PostingList {
    let documents: UnsafeBufferPointer<UInt32>
    let frequencies: UnsafeBufferPointer<UInt32>
    let positions: UnsafeBufferPointer<UInt32>
}
