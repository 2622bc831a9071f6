import Foundation
import KistRepository

/// Reads what `search` and `export` are asked on the command line.
enum QuestionArguments {
    static func question(
        words: [String], filters: [String], like: String? = nil, limit: Int, offset: Int = 0,
        sort: String = "relevance",
        facets: [String] = [],
        expands: Bool = true, withdrawn: Bool = false, explains: Bool = false, near: String? = nil,
        repository: Repository
    ) throws -> SearchQuestion {
        guard limit >= 0, offset >= 0 else { throw CommandFailure.usage("--limit and --offset count hits: 0 or more.") }
        let place = near ?? ProcessInfo.processInfo.environment["KIST_AUTHORITY"]
        return SearchQuestion(
            words.joined(separator: " "), filters: try filters.map(filter),
            like: try like.map { try repository.recordID($0) }, limit: limit, offset: offset,
            sort: order(sort),
            facets: facets, expands: expands, includesWithdrawn: withdrawn, explains: explains,
            near: try place.map { try repository.authority(named: $0) })
    }

    static func filter(_ text: String) throws -> FieldFilter {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw CommandFailure.usage("“\(text)” is not FIELD=VALUE.", hint: "For example: --where stage=P5")
        }
        return FieldFilter(String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    private static func order(_ text: String) -> SearchQuestion.Sort {
        switch text {
        case "relevance": .relevance
        case "newest": .newest
        default:
            text.hasPrefix("-") ? .field(String(text.dropFirst()), ascending: false) : .field(text, ascending: true)
        }
    }
}
