/// Addresses of the properties that vocabularies use, and their short names.
enum RDFName {
    static let type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    static let skos = "http://www.w3.org/2004/02/skos/core#"
    static let dct = "http://purl.org/dc/terms/"
    static let kist = "urn:kist:ns:"

    /// `skos:prefLabel` for an address in a known name space, else the address.
    static func short(_ iri: String) -> String {
        for (prefix, base) in [("skos", skos), ("dct", dct), ("kist", kist)] where iri.hasPrefix(base) {
            return "\(prefix):\(iri.dropFirst(base.count))"
        }
        return iri
    }
}
