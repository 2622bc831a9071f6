public import KistModel

extension RecordID {
    /// The id of a record that declares none: the same collection, source and place give the same id again.
    ///
    /// - Parameters:
    ///   - collection: the collection's id.
    ///   - source: SHA-256 of the source's bytes.
    ///   - place: where in the source the record stands (an entry's number or path); empty for the whole of it.
    public static func derived(collection: String, source: ContentHash, place: String) -> RecordID {
        RecordID(bytes: ContentHash(of: "kist-id-1\n\(collection)\n\(source.hex)\n\(place)").bytes)
    }

    /// The id of a link that is implied by a record: the same three give the same link again.
    public static func derived(link relation: String, from: RecordID, to: String) -> RecordID {
        RecordID(bytes: ContentHash(of: "kist-link-1\n\(relation)\n\(from.text)\n\(to)").bytes)
    }
}
