/// The postings of one term as a writer gets them: documents ascending. A view of a `PostingRun`, valid until that
/// changes.
///
/// Invariant: as many frequencies and starts as documents. Where positions are kept, those of a document are as many in
/// `positions` as its frequency, from its start on, ascending; else `positions` is empty.
struct PostingList {
    let documents: UnsafeBufferPointer<UInt32>
    let frequencies: UnsafeBufferPointer<UInt32>
    let starts: UnsafeBufferPointer<UInt32>
    let positions: UnsafeBufferPointer<UInt32>
}
