import KistModel

/// MARC in JSON: `{"leader": "…", "fields": [{"001": "…"}, {"245": {"ind1": "1", "subfields": [{"a": "…"}]}}]}`.
enum MARCJSONItem {
    static func map(_ object: JSONObject, _ builder: inout ItemBuilder) -> MappedRecord? {
        var record = MARCRecord()
        record.setLeader(record.add((object["leader"]?.string ?? "").utf8))
        for value in object["fields"]?.array ?? [] {
            for (tag, content) in value.object?.members ?? [] {
                let number = tag.utf8.count == 3 ? Int(tag) ?? 0 : 0
                if let text = content.string {
                    let value = record.add(text.utf8)
                    record.addField(number, value: value)
                    continue
                }
                record.addField(number, indicator(content["ind1"]), indicator(content["ind2"]))
                for subfield in content["subfields"]?.array ?? [] {
                    for (code, text) in subfield.object?.members ?? [] {
                        guard let letter = code.utf8.first, code.utf8.count == 1, let text = text.string else {
                            continue
                        }
                        record.addSubfield(letter, record.add(text.utf8))
                    }
                }
            }
        }
        return MARCItem.map(record, &builder)
    }

    private static func indicator(_ value: JSONValue?) -> UInt8 { value?.string?.utf8.first ?? 0x20 }
}
