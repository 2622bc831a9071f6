extension Searcher {
    /// Documents that are about the same as the one with the key, the most alike first; see `Query.like`. None if the
    /// index has no such document. `filters` must all hold.
    public func similar(
        to key: String, fields: [String]? = nil, filters: [Query] = [], limit: Int = 10
    ) throws -> [SearchHit] {
        try search(
            SearchRequest(query: .like(key: key, fields: fields), filters: filters, limit: limit, countsTotal: false)
        ).hits
    }
}
