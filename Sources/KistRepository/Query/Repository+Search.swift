import KistCatalogue
public import KistModel
import KistSearch

extension Repository {
    /// Answers a question. Everything that the catalogue has acknowledged is found.
    ///
    /// - Throws: ``RepositoryError`` `unknownField` or `unknownValue` for filters; the words themselves can never be wrong.
    public func search(_ question: SearchQuestion) throws -> SearchAnswer {
        try SearchService(repository: self, searcher: try index.searcher()).answer(question)
    }

    /// Every record that matches, for exports: ids, best first.
    public func matches(_ question: SearchQuestion) throws -> [RecordID] {
        var question = question
        question.limit = Searcher.largestWindow
        question.offset = 0
        question.facets = []
        let answer = try SearchService(repository: self, searcher: try index.searcher()).answer(
            question, withSnippets: false)
        return answer.hits.filter { !$0.isPartial }.compactMap { RecordID($0.card.id) }
    }

    /// Keeps a question under a name.
    public func saveSearch(_ question: SearchQuestion, name: String) throws {
        var object: JSONObject = ["text": .string(question.text)]
        object["filters"] = .array(question.filters.map { [.string($0.field), .string($0.value)] })
        if let like = question.like { object["like"] = .string(like.text) }
        try catalogue.set(savedSearch: name, to: JSONValue.object(object).compact)
    }

    /// The question that was kept under a name.
    public func savedSearch(_ name: String) throws -> SearchQuestion {
        guard let text = try catalogue.read({ try $0.savedSearch(name) }), let json = try? JSONParser.parse(text) else {
            let known = try catalogue.read { try $0.savedSearches().map(\.name) }
            throw RepositoryError(
                .nothingThere, "There is no saved search “\(name)”.",
                hint: known.isEmpty
                    ? "kist search WORDS --save NAME keeps one." : "Saved: \(known.joined(separator: ", ")).")
        }
        let filters = (json["filters"]?.items ?? []).compactMap { pair -> FieldFilter? in
            guard let parts = pair.array, parts.count == 2, let field = parts[0].string, let value = parts[1].string
            else { return nil }
            return FieldFilter(field, value)
        }
        return SearchQuestion(
            json["text"]?.string ?? "", filters: filters, like: json["like"]?.string.flatMap { RecordID($0) })
    }
}
