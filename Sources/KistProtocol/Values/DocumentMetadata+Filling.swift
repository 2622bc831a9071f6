extension DocumentMetadata {
    /// This where it says something, else `other`: what a bundle says about a file goes before what the file says itself.
    /// Custom properties stay those of `other`.
    public func filled(from other: DocumentMetadata) -> DocumentMetadata {
        var result = other
        result.title = title ?? other.title
        if !creators.isEmpty { result.creators = creators }
        if !contributors.isEmpty { result.contributors = contributors }
        result.subject = subject ?? other.subject
        result.description = description ?? other.description
        if !keywords.isEmpty { result.keywords = keywords }
        result.language = language ?? other.language
        result.created = created ?? other.created
        result.modified = modified ?? other.modified
        result.publisher = publisher ?? other.publisher
        result.rights = rights ?? other.rights
        result.identifier = identifier ?? other.identifier
        result.generator = generator ?? other.generator
        return result
    }
}
