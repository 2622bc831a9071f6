@testable import KistSearch

/// Bytes as a segment, its sums repaired: opened, asked everything, merged.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let schema = RandomCollection.schema
    guard Forgery.reseal(&bytes, fingerprint: schema.fingerprintValue) else { return 0 }
    expectOnlySearchErrors {
        let mapped = bytes.withUnsafeBytes { MappedFile(copying: $0) }
        let file = try SegmentFile(name: "fuzz", path: nil, mapped: mapped)
        let reader = try SegmentReader(file: file, schema: schema)
        let live = LiveSegment(reader: reader, deletions: Deletions(segment: reader))
        let searcher = Searcher(schema: schema, stamp: [:], segments: [live])
        _ = try Exercise.answers(searcher, Known.questions)
        let gone = try live.deletions.adding(0..<min(3, UInt32(reader.documentCount)), in: reader)
        let merger = SegmentMerger(schema: schema, sources: [(reader, gone), (Known.segment, Known.none)])
        _ = try merger.write(to: nil)
    }
    return 0
}

private enum Known {
    static let questions = Exercise.questions(more: 6)
    static let segment = needed { try Samples.segment(documents: 40, seed: 6) }
    static let none = Deletions(segment: segment)
}
