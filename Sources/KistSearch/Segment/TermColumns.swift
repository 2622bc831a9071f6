/// What encoders of postings have to know of a segment's documents, all of which come before the first term.
struct TermColumns: Sendable {
    /// Length bytes by field and document; empty where the field does not occur.
    let lengths: [[UInt8]]
    /// Bits that a position takes, likewise.
    let positionWidths: [[UInt8]]
    let unitScores: [UnitScore]
    /// Whether words of a field become part of signatures.
    let isSigned: [Bool]

    /// Whether the writer needs the list itself beside its encoded form.
    func needsList(_ field: Int, _ space: SegmentLayout.Space) -> Bool {
        space == .keyword || (space == .primary && isSigned[field])
    }

    /// Calls `body` with the columns of a field; nil for spaces without frequencies.
    func withColumns<Result>(
        of field: Int, _ space: SegmentLayout.Space, _ body: (PostingColumns?) throws -> Result
    ) rethrows -> Result {
        guard space.hasFrequencies, !lengths[field].isEmpty else { return try body(nil) }
        return try lengths[field].withUnsafeBufferPointer { lengths in
            try positionWidths[field].withUnsafeBufferPointer { widths in
                guard let lengths = lengths.baseAddress, let widths = widths.baseAddress else {
                    return try body(nil)
                }
                return try body(
                    PostingColumns(lengths: lengths, positionWidths: widths, unitScore: unitScores[field]))
            }
        }
    }
}
