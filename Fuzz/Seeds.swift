import Glibc

@testable import KistSearch

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// With KIST_FUZZ_SEEDS=FOLDER a target only writes the inputs that it starts from, there.
@_cdecl("LLVMFuzzerInitialize")
public func initialise(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>
) -> CInt {
    let settings = ProcessInfo.processInfo.environment
    guard let folder = settings["KIST_FUZZ_SEEDS"], let target = settings["KIST_FUZZ_TARGET"] else { return 0 }
    do {
        for (number, seed) in try Seeds.of(target).enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(number)"))
        }
    } catch {
        fatalError("\(error)")
    }
    exit(0)
}

enum Seeds {
    static func of(_ target: String) throws -> [[UInt8]] {
        switch target {
        case "segment":
            // The last has lists of more than one block.
            return try [(3, 1), (12, 2), (40, 3), (160, 4)].map {
                try Samples.bytes(documents: $0.0, seed: UInt64($0.1))
            }
        case "query": return queries.map { Array($0.utf8) }
        case "analyser": return texts.map { Array($0.utf8) }
        case "files": return try files()
        default: throw SearchError(.invalidRequest, "segment, query, analyser or files")
        }
    }

    private static let queries = [
        "running teacher", "\"self assessment\" -maths", "a OR (b NOT c)", "title:run* year:2011..2016", "year:>=2012",
        "type:digest stage:(early OR first)", "fee* OR \"hinge question\"", "-(run OR café)", "gd:bun-sgoil",
        "text:\"a b\"~2",
        "feedbak~1", "fe?db*ck", "NOT the", "((a)", "title:(a \"b c\")^2",
    ]

    private static let texts = [
        "Running teachers’ self-assessment, café 10.1080/0969594X.2010.513678 LIT 2-02a",
        "a’ bhun-sgoil agus na h-òrain",
        "Ǆenan\u{301} ﬁ ß İstanbul e\u{301}\u{302} 学校 \u{AD}x\u{200B}y 20220705_1755 U.S.A. O'Brien's",
        "camelCase mnu0-11a",
    ]

    private static func files() throws -> [[UInt8]] {
        let reader = try Samples.segment(documents: 12, seed: 7)
        let none = Deletions(segment: reader)
        var manifest = IndexManifest(schema: RandomCollection.schema)
        let empty = Array(try manifest.encoded())
        manifest.generation = 3
        manifest.nextSegment = 5
        manifest.stamp = ["a": "b"]
        manifest.segments = [.init(number: 1, documentCount: 12, deletedCount: 0, deletions: 0)]
        let manifests = try [empty, manifest.encoded()].map { content in
            [0] + content[((content.firstIndex(of: 0x0A) ?? 0) + 1)...]
        }
        return manifests + (try [none, none.adding([0, 3, 11], in: reader)].map { [1] + $0.encoded })
    }
}
