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

    init(folder: String) throws {
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

    private func answer(_ question: Question) throws -> Answer {
        let words: [Query] = question.terms.map { .words($0, fields: nil) }
        let query: Query
        switch question.op {
        case "term", "and": query = .and(words)
        case "or": query = .or(words)
        case "phrase": query = .phrase(question.terms.joined(separator: " "), fields: nil)
        case "prefix": query = .prefix(question.terms.joined(), fields: nil)
        default: return Answer()
        }
        let isCount = question.mode == "count"
        let started = ContinuousClock.now
        let response = try searcher.search(
            SearchRequest(query: query, limit: isCount ? 0 : question.k, countsTotal: isCount))
        let nanoseconds = Int(started.duration(to: .now) / .nanoseconds(1))
        return Answer(
            ns: nanoseconds, ids: response.hits.map(\.key), scores: response.hits.map(\.score),
            count: isCount ? response.total : nil)
    }
}
