/// Compares records with their types' schemas. Nothing is refused while a record is a draft: ``missing(_:linked:)`` binds when
/// it is shared or exported, ``problems(_:)`` name values that say something impossible.
public struct SchemaValidator: Sendable {
    /// The longest summary, in characters.
    public static let longestSummary = 600

    public let schemas: SchemaSet
    public let vocabularies: VocabularySet

    public init(schemas: SchemaSet, vocabularies: VocabularySet) {
        self.schemas = schemas
        self.vocabularies = vocabularies
    }

    /// Required fields that `record` says nothing about, in the schema's order. Derived fields and those with a default are
    /// never missing. A reference that stands for a link record is there when the id of its relation is in `linked`: the
    /// relations that link records say of this record, in the direction in which the field names them.
    public func missing(_ record: KistRecord, linked: Set<String> = []) -> [FieldSchema] {
        guard let type = schemas[record.type] else { return [] }
        return type.fields.filter { field in
            guard field.cardinality.isRequired, !field.isDerived, field.defaultValue == nil else { return false }
            if let relation = field.relation, linked.contains(relation) { return false }
            return Self.isEmpty(record[field.name])
        }
    }

    /// Values that their fields' kinds do not allow. Fields that the schema does not know are never a problem.
    public func problems(_ record: KistRecord) -> [FieldProblem] {
        guard let type = schemas[record.type] else {
            return [
                FieldProblem(
                    code: .unknownType, field: "type", path: "type", message: "there is no record type “\(record.type)”"
                )
            ]
        }
        var problems: [FieldProblem] = []
        for field in type.fields {
            guard let value = record[field.name], !value.isNull else { continue }
            var check = FieldCheck(field: field.name, vocabularies: vocabularies)
            check.check(value, field, path: field.name)
            if field.role == "summary", check.longest > Self.longestSummary {
                check.add(
                    .tooLong, "the summary has \(check.longest) characters; the most is \(Self.longestSummary)",
                    field.name)
            }
            problems += check.problems
        }
        return problems
    }

    /// True for nothing: no value, null, a blank text, an empty list or object, or a list of such.
    public static func isEmpty(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?: true
        case .string(let text)?: text.allSatisfy(\.isWhitespace)
        case .array(let items)?: items.allSatisfy(isEmpty)
        case .object(let object)?: object.members.allSatisfy { isEmpty($0.value) }
        default: false
        }
    }
}
