import KistRepository

extension Repository {
    /// The record that an argument names: an id or its beginning, a hit's number in the last search, a DOI, or an exact title.
    func recordID(_ argument: String) throws -> RecordID {
        if let number = Int(argument), number >= 1, argument.count < 4,
            let id = LastHits.id(number, collection: collectionID)
        {
            return try resolveID(id)
        }
        return try resolveID(argument)
    }
}
