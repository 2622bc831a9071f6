/// The kinds of record that XML files hold, and the elements that begin them.
enum XMLRecordKind: CaseIterable {
    case mods, marc, marcInOAI, endNote, pubMed, dublinCore, dataCite, crossref, wordSource

    /// Whether an element begins a record of this kind. `isTop`: it stands right below an RDF root.
    func begins(_ name: XMLName, space: Int, isInRDF: Bool) -> Bool {
        switch self {
        case .mods: name == .mods && (space == XMLSpace.mods || space == 0)
        case .marc: name == .record && (space == XMLSpace.marc || space == 0)
        // OAI's own records have the same name.
        case .marcInOAI: name == .record && space == XMLSpace.marc
        case .endNote: name == .record && space == 0
        case .pubMed: name == .PubmedArticle || name == .PubmedBookArticle
        case .dublinCore: isInRDF || name == .dc || name == .qualifieddc || name == .metadata && space != XMLSpace.oai
        case .dataCite: name == .resource && (space == XMLSpace.datacite || space == 0)
        case .crossref: name == .query || name == .s_doiRecord
        case .wordSource: name == .Source && space == XMLSpace.wordSources
        }
    }

    /// Local names of the elements that begin records, to find the next one after a fault.
    var elementNames: [String] {
        switch self {
        case .mods: ["mods"]
        case .marc, .marcInOAI, .endNote: ["record"]
        case .pubMed: ["PubmedArticle", "PubmedBookArticle"]
        case .dublinCore: ["dc", "qualifieddc", "Description"]
        case .dataCite: ["resource"]
        case .crossref: ["query", "doi_record"]
        case .wordSource: ["Source"]
        }
    }

    /// Makes the item of a record; nil when it holds none.
    func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        switch self {
        case .mods: MODSRecord.map(&tree, &builder)
        case .marc, .marcInOAI: MARCXMLRecord.map(&tree, &builder)
        case .endNote: EndNoteRecord.map(&tree, &builder)
        case .pubMed: PubMedRecord.map(&tree, &builder)
        case .dublinCore: DublinCoreRecord.map(&tree, &builder)
        case .dataCite: DataCiteRecord.map(&tree, &builder)
        case .crossref: CrossrefRecord.map(&tree, &builder)
        case .wordSource: WordSourceRecord.map(&tree, &builder)
        }
    }
}

/// What a mapping says of a record beside its item.
struct MappedRecord {
    /// The citation key or the source's number.
    var key: String?
    /// The source's own word for the kind of work.
    var type: String?
}
