import Glibc

@testable import KistSearch

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Bytes as a manifest or as deletions beside sound segments, sums repaired: read, asked, and written on.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let kind = bytes.first else { return 0 }
    if kind & 1 == 0 {
        expectOnlySearchErrors { try checkManifest(Forgery.resealManifest(bytes[1...])) }
    } else {
        var content = Array(bytes[1...])
        Forgery.resealDeletions(&content)
        expectOnlySearchErrors { try checkDeletions(content) }
    }
    return 0
}

private enum Known {
    static let questions = Exercise.questions()
    static let folder = "/dev/shm/kist-fuzz-\(getpid())"
    static let segment = needed { try Samples.bytes(documents: 12, seed: 7) }
    static let reader = needed { try Samples.segment(documents: 12, seed: 7) }
}

private func checkDeletions(_ content: [UInt8]) throws {
    let deletions = try Deletions(decoding: content, path: "fuzz", segment: Known.reader)
    precondition((0...Known.reader.documentCount).contains(deletions.count))
    let live = LiveSegment(reader: Known.reader, deletions: deletions)
    let searcher = Searcher(schema: RandomCollection.schema, stamp: [:], segments: [live])
    let keys = try searcher.keys()
    precondition(keys.count == searcher.documentCount, "other documents than counted")
    _ = try Exercise.answers(searcher, Known.questions)
    _ = try SegmentMerger(schema: RandomCollection.schema, sources: [(Known.reader, deletions)]).write(to: nil)
    _ = try Deletions(decoding: deletions.encoded, path: "fuzz", segment: Known.reader)
}

/// `segment-1.kss` is there in each folder; what else a manifest names is not.
private func checkManifest(_ content: [UInt8]) throws {
    try FileSystem.makeFolder(Known.folder)
    let lost = FileSystem.names(in: Known.folder)
    for name in lost where name != "segment-1.kss" { FileSystem.remove(Known.folder + "/" + name) }
    if !lost.contains("segment-1.kss") {
        try FileSystem.replace(Known.folder + "/segment-1.kss", with: Known.segment)
    }
    try FileSystem.replace(Known.folder + "/manifest", with: content)
    let index = try SearchIndex.open(at: URL(fileURLWithPath: Known.folder))
    let searcher = try index.searcher()
    _ = try searcher.keys()
    let writer = try index.writer()
    defer { writer.close() }
    try writer.add(SearchDocument(key: "doc1", order: 0, values: [:]))
    try writer.delete(key: "doc2")
    try writer.commit(stamp: [:])
    _ = try index.searcher().keys()
}
