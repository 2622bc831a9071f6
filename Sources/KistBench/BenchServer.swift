import Foundation
import KistSearch

/// Answers queries, one JSON object a line in and out, and times the search alone.
struct BenchServer {
    private struct Question: Decodable {
        var op: String
        var terms: [String]
        var mode: String
        var k: Int
    }

    private struct Answer: Encodable {
        var ns: Int?
        var ids: [String] = []
        var scores: [Double] = []
        var count: Int?
    }

    private let searcher: Searcher
    /// Of words any of which may match.
    private let ranking: SearchRanking

    init(folder: String, ranking: SearchRanking) throws {
        self.ranking = ranking
        searcher = try SearchIndex.open(at: URL(fileURLWithPath: folder, isDirectory: true)).searcher()
    }

    func run() throws {
        print("{\"ready\": true}")
        fflush(nil)
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        while let line = readLine() {
            let answer = try answer(try decoder.decode(Question.self, from: Data(line.utf8)))
            print(String(decoding: try encoder.encode(answer), as: UTF8.self))
            fflush(nil)
        }
    }

    /// Asks the queries of a file, of one class if that is named, and prints the percentiles of each query's best time.
    func run(queries path: String, class wanted: String?, mode: String, rounds: Int) throws {
        struct Line: Decodable {
            var `class`: String
            var op: String
            var terms: [String]
        }
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        var names: [String] = []
        for line in lines where !names.contains(line.class) { names.append(line.class) }
        for name in names.filter({ wanted == nil || $0 == wanted }) {
            let questions = lines.filter { $0.class == name }.map {
                Question(op: $0.op, terms: $0.terms, mode: mode, k: 10)
            }
            var best = [Int](repeating: .max, count: questions.count)
            for _ in 0..<rounds {
                for (index, question) in questions.enumerated() {
                    best[index] = min(best[index], try answer(question).ns ?? .max)
                }
            }
            best.sort()
            let figures = [50, 95, 99].map { String(Double(best[best.count * $0 / 100]) / 1000) }
            print("\(name) \(mode) p50 p95 p99 us: \(figures.joined(separator: " "))")
        }
    }

    private func answer(_ question: Question) throws -> Answer {
        let shape: FlatQuery.Shape
        switch question.op {
        case "term", "and": shape = .all
        case "or": shape = .any
        case "phrase": shape = .phrase
        case "prefix": shape = .prefix
        default: return Answer()
        }
        let query = try FlatQuery(shape, words: question.terms, field: BenchIndex.field, schema: searcher.schema)
        if question.mode == "count" {
            let (count, nanoseconds) = try timed { try searcher.count(query) }
            return Answer(ns: nanoseconds, count: count)
        }
        let ranking = question.op == "or" ? ranking : .bm25
        let (hits, nanoseconds) = try timed { try searcher.top(query, limit: question.k, ranking: ranking) }
        return Answer(
            ns: nanoseconds, ids: try hits.map { try searcher.key($0) },
            scores: hits.map { Double($0.score) / 1_048_576 })
    }

    private func timed<Result>(_ body: () throws -> Result) rethrows -> (Result, Int) {
        var before = timespec()
        var after = timespec()
        clock_gettime(CLOCK_MONOTONIC, &before)
        let result = try body()
        clock_gettime(CLOCK_MONOTONIC, &after)
        return (result, (after.tv_sec - before.tv_sec) * 1_000_000_000 + after.tv_nsec - before.tv_nsec)
    }
}
