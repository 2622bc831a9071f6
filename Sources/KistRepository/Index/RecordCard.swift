public import KistModel

/// What is shown of a record in a list: enough to decide whether to open it.
public struct RecordCard: Hashable, Sendable {
    public var id: String
    public var type: String
    public var title: String
    public var titleLanguage: String
    public var summary: String
    public var date: String?
    public var modified: String?
    public var status: String
    /// The publisher has withdrawn the work.
    public var isRetracted: Bool

    init(_ record: KistRecord, schemas: SchemaSet) {
        id = record.id.text
        type = record.type
        let titleValue = schemas.value(role: "title", of: record)
        (title, titleLanguage) = Self.text(titleValue)
        summary = Self.text(schemas.value(role: "summary", of: record)).text
        if summary.isEmpty { summary = Self.firstText(schemas.value(role: "text", of: record)) }
        date = schemas.value(role: "date", of: record)?.items.first?.string
        modified = schemas.value(role: "modified", of: record)?.string
        status = schemas.value(role: "reviewStatus", of: record)?.items.first?.string ?? "review-status:draft"
        isRetracted = schemas.value(role: "retracted", of: record)?.items.first?.bool ?? false
        if title.isEmpty { title = "(no title)" }
    }

    /// The text of a local text in English, else in its first language, else of a plain string.
    public static func text(_ value: JSONValue?) -> (text: String, language: String) {
        guard let value else { return ("", "en") }
        if let text = value.string { return (text, "en") }
        if let first = value.array?.first { return text(first) }
        if let english = value["en"]?.items.first?.string { return (english, "en") }
        guard let member = value.object?.members.first, let text = member.value.items.first?.string else {
            return ("", "en")
        }
        return (text, member.name)
    }

    private static func firstText(_ blocks: JSONValue?) -> String {
        let body = blocks?.items.first {
            $0["kind"]?.string == "paragraph" && $0["part"]?.string ?? "body" == "body"
                && ($0["text"]?.string?.utf8.count ?? 0) > 40
        }
        return String((body?["text"]?.string ?? "").prefix(300))
    }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "type": .string(type), "title": .string(title), "summary": .string(summary),
            "status": .string(status), "lang": .string(titleLanguage),
        ]
        if let date { object["date"] = .string(date) }
        if let modified { object["modified"] = .string(modified) }
        if isRetracted { object["retracted"] = true }
        return .object(object)
    }

    init?(json: JSONValue) {
        guard let id = json["id"]?.string, let type = json["type"]?.string, let title = json["title"]?.string else {
            return nil
        }
        self.id = id
        self.type = type
        self.title = title
        titleLanguage = json["lang"]?.string ?? "en"
        summary = json["summary"]?.string ?? ""
        status = json["status"]?.string ?? ""
        date = json["date"]?.string
        modified = json["modified"]?.string
        isRetracted = json["retracted"]?.bool ?? false
    }
}
