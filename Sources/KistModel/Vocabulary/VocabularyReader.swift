/// Makes vocabularies of SKOS Turtle files, layer upon layer: a later file may add terms and labels to a scheme that an
/// earlier layer began, and its preferred labels take the place of earlier ones.
///
/// A scheme's name is the last part of its address (`urn:kist:vocabulary:theme:` is `theme`); a term's id is that name, a
/// colon and what follows the scheme's address: `theme:feedback`.
public struct VocabularyReader {
    private struct Statement {
        var triple: Triple
        var file: String
        var layer: Int
    }

    private var schemeNames: [String: String] = [:]
    private var schemes: [String: ConceptScheme] = [:]
    private var schemeOrder: [String] = []
    private var concepts: [String: Concept] = [:]
    private var conceptOrder: [String: [String]] = [:]
    private var idOfIRI: [String: String] = [:]
    /// Layer in which a label of a language was set, by concept.
    private var labelLayers: [String: [String: Int]] = [:]

    private init() {}

    public static func read(layers: [[(fileName: String, bytes: [UInt8])]]) throws(VocabularyError) -> [ConceptScheme] {
        var statements: [Statement] = []
        for (layer, files) in layers.enumerated() {
            for (fileName, bytes) in files.sorted(by: { $0.fileName < $1.fileName }) {
                for triple in try TurtleReader.read(bytes, file: fileName) {
                    statements.append(Statement(triple: triple, file: fileName, layer: layer))
                }
            }
        }
        var reader = VocabularyReader()
        for statement in statements { try reader.declareScheme(statement) }
        for statement in statements { try reader.declareConcept(statement) }
        for statement in statements { try reader.describe(statement) }
        return try reader.finish()
    }

    // MARK: - Passes

    private mutating func declareScheme(_ statement: Statement) throws(VocabularyError) {
        let triple = statement.triple
        guard triple.predicate == RDFName.type, triple.object == .iri(RDFName.skos + "ConceptScheme") else { return }
        guard schemeNames[triple.subject] == nil else { return }
        let name = triple.subject.split { ":/#".contains($0) }.last.map(String.init) ?? ""
        let isName = name.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }
        guard isName, !name.isEmpty, let end = triple.subject.last, ":/#".contains(end) else {
            throw fail(
                .incomplete,
                "the address of a scheme ends with a name in small letters and “:”, “/” or “#”; “\(triple.subject)” does not",
                statement)
        }
        guard schemes[name] == nil else { throw fail(.conflict, "two schemes are called “\(name)”", statement) }
        schemeNames[triple.subject] = name
        schemes[name] = ConceptScheme(name: name)
        schemeOrder.append(name)
    }

    private mutating func declareConcept(_ statement: Statement) throws(VocabularyError) {
        let triple = statement.triple
        guard triple.predicate == RDFName.skos + "inScheme", idOfIRI[triple.subject] == nil else { return }
        guard case .iri(let scheme) = triple.object, let name = schemeNames[scheme] else {
            throw fail(.dangling, "no file declares this scheme (a skos:ConceptScheme)", statement)
        }
        guard triple.subject.hasPrefix(scheme), triple.subject.count > scheme.count else {
            throw fail(.incomplete, "the address of a term begins with that of its scheme", statement)
        }
        let id = name + ":" + triple.subject.dropFirst(scheme.count)
        idOfIRI[triple.subject] = id
        concepts[id] = Concept(id: id, scheme: name, order: conceptOrder[name]?.count ?? 0)
        conceptOrder[name, default: []].append(id)
    }

    private mutating func describe(_ statement: Statement) throws(VocabularyError) {
        let triple = statement.triple
        let property = RDFName.short(triple.predicate)
        if let scheme = schemeNames[triple.subject] {
            if triple.predicate == RDFName.type { return }
            return try describeScheme(scheme, property, statement)
        }
        guard let id = idOfIRI[triple.subject], var concept = concepts[id] else {
            throw fail(.incomplete, "“\(triple.subject)” is in no scheme; say skos:inScheme", statement)
        }
        switch property {
        case RDFName.type:
            guard triple.object == .iri(RDFName.skos + "Concept") else {
                throw fail(.incomplete, "a term is a skos:Concept", statement)
            }
        case "skos:inScheme", "skos:topConceptOf": break
        case "skos:prefLabel":
            let label = try literal(statement)
            if let layer = labelLayers[id]?[label.language], layer == statement.layer,
                concept.labels[label.language] != label.text
            {
                throw fail(.conflict, "“\(id)” has two preferred labels in one language", statement)
            }
            labelLayers[id, default: [:]][label.language] = statement.layer
            concept.labels[label.language] = label.text
        case "skos:altLabel": add(try literal(statement), to: &concept.altLabels)
        case "skos:hiddenLabel": add(try literal(statement), to: &concept.hiddenLabels)
        case "skos:notation": add(try literal(statement).text, to: &concept.notations)
        case "skos:editorialNote": add(try literal(statement), to: &concept.editorialNotes)
        case "skos:broader": add(try term(statement), to: &concept.broader)
        case "skos:narrower": add(try term(statement), to: &concept.narrower)
        case "skos:related": add(try term(statement), to: &concept.related)
        case "skos:exactMatch", "skos:closeMatch": add(try match(statement), to: &concept.matches)
        case "skos:broadMatch": add(try match(statement), to: &concept.broadMatches)
        case "dct:isReplacedBy": add(try term(statement), to: &concept.replacedBy)
        case "kist:inverse":
            let inverse = try term(statement)
            guard concept.inverse == nil || concept.inverse == inverse else {
                throw fail(.conflict, "“\(id)” has two inverses", statement)
            }
            concept.inverse = inverse
        default:
            switch triple.object {
            case .literal(let text): add(text.text, to: &concept.properties[property, default: []])
            case .iri(let iri): add(idOfIRI[iri] ?? iri, to: &concept.properties[property, default: []])
            }
        }
        concepts[id] = concept
    }

    private mutating func describeScheme(_ name: String, _ property: String, _ statement: Statement)
        throws(VocabularyError)
    {
        switch property {
        case "dct:title", "skos:prefLabel":
            let label = try literal(statement)
            schemes[name]?.title[label.language] = label.text
        case "kist:status":
            let isHistoric = try literal(statement).text == "historic"
            schemes[name]?.isHistoric = isHistoric
        case "skos:hasTopConcept": _ = try term(statement)
        default:
            let text: String
            switch statement.triple.object {
            case .literal(let literal): text = literal.text
            case .iri(let iri): text = iri
            }
            var values = schemes[name]?.properties[property] ?? []
            add(text, to: &values)
            schemes[name]?.properties[property] = values
        }
    }

    private func finish() throws(VocabularyError) -> [ConceptScheme] {
        for id in concepts.keys.sorted() {
            guard let concept = concepts[id] else { continue }
            guard !concept.labels.isEmpty else {
                throw VocabularyError(.incomplete, "“\(id)” has no skos:prefLabel", file: concept.scheme)
            }
            if let inverse = concept.inverse, concepts[inverse]?.inverse != id {
                throw VocabularyError(
                    .dangling, "the inverse of “\(id)” does not name it as its own inverse", file: concept.scheme)
            }
            var seen: Set<String> = [id]
            var above = concept.broader
            while let next = above.popLast() {
                guard next != id else {
                    throw VocabularyError(.conflict, "“\(id)” stands above itself", file: concept.scheme)
                }
                if seen.insert(next).inserted { above += concepts[next]?.broader ?? [] }
            }
        }
        return schemeOrder.compactMap { name in
            guard var scheme = schemes[name] else { return nil }
            scheme.concepts = (conceptOrder[name] ?? []).compactMap { concepts[$0] }
            return scheme
        }
    }

    // MARK: - Objects

    private func literal(_ statement: Statement) throws(VocabularyError) -> LanguageText {
        guard case .literal(let text) = statement.triple.object, !text.text.isEmpty else {
            throw fail(.incomplete, "expected a text in quotes", statement)
        }
        return text
    }

    /// A term that some file declares.
    private func term(_ statement: Statement) throws(VocabularyError) -> String {
        guard case .iri(let iri) = statement.triple.object else {
            throw fail(.incomplete, "expected the name of a term", statement)
        }
        guard let id = idOfIRI[iri] else { throw fail(.dangling, "no file declares the term “\(iri)”", statement) }
        return id
    }

    /// A term of any vocabulary, Kist's or another's; one that begins like a Kist scheme must exist.
    private func match(_ statement: Statement) throws(VocabularyError) -> String {
        guard case .iri(let iri) = statement.triple.object else {
            throw fail(.incomplete, "expected the name of a term", statement)
        }
        if let id = idOfIRI[iri] { return id }
        guard !schemeNames.keys.contains(where: { iri.hasPrefix($0) }) else {
            throw fail(.dangling, "no file declares the term “\(iri)”", statement)
        }
        return iri
    }

    private func add<T: Equatable>(_ value: T, to list: inout [T]) {
        if !list.contains(value) { list.append(value) }
    }

    private func fail(_ code: VocabularyError.Code, _ message: String, _ statement: Statement) -> VocabularyError {
        VocabularyError(
            code, message, file: statement.file, line: statement.triple.line, column: statement.triple.column)
    }
}
