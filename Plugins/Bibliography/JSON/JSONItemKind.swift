import KistModel

/// The vocabularies in JSON beside CSL’s own.
enum JSONItemKind {
    case dataCite, schemaOrg, marc

    /// The vocabulary that an object shows; nil for CSL and everything unknown.
    static func of(_ object: JSONObject) -> JSONItemKind? {
        if object["leader"]?.string != nil, object["fields"]?.array != nil { return .marc }
        if object["@type"] != nil || object["@context"] != nil { return .schemaOrg }
        if object["attributes"]?["titles"] != nil || object["attributes"]?["creators"] != nil { return .dataCite }
        if object["titles"]?.array != nil || object["creators"]?.array != nil { return .dataCite }
        return nil
    }

    func map(_ object: JSONObject, _ builder: inout ItemBuilder) -> MappedRecord? {
        switch self {
        case .dataCite: DataCiteItem.map(object, &builder)
        case .schemaOrg: SchemaOrgItem.map(object, &builder)
        case .marc: MARCJSONItem.map(object, &builder)
        }
    }
}
