public import KistModel

extension KistRecord {
    /// The record with the reference at `path` (a JSON Pointer into its fields, as ``ReferenceUse/path`` gives it) naming
    /// `target`; its words are kept. Nil when there is no reference at that place.
    public func settingReference(at path: String, to target: RecordID) -> KistRecord? {
        guard path.hasPrefix("/") else { return nil }
        let steps = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Self.unescaped)
        guard let fields = Self.replace(.object(fields), steps[...], target)?.object else { return nil }
        return KistRecord(id: id, type: type, fields: fields)
    }

    private static func replace(_ value: JSONValue, _ steps: ArraySlice<String>, _ target: RecordID) -> JSONValue? {
        guard let step = steps.first else {
            switch value {
            case .string(let words): return RecordReference(id: target, words: words).json
            case .object(var object):
                object["ref"] = .string(target.text)
                return .object(object)
            default: return nil
            }
        }
        switch value {
        case .object(var object):
            guard let member = object[step], let new = replace(member, steps.dropFirst(), target) else { return nil }
            object[step] = new
            return .object(object)
        case .array(var items):
            guard let index = Int(step), items.indices.contains(index),
                let new = replace(items[index], steps.dropFirst(), target)
            else { return nil }
            items[index] = new
            return .array(items)
        default: return nil
        }
    }

    private static func unescaped(_ step: Substring) -> String {
        guard step.contains("~") else { return String(step) }
        var result = ""
        var afterTilde = false
        for character in step.unicodeScalars {
            if afterTilde {
                result.unicodeScalars.append(character == "1" ? "/" : "~")
                afterTilde = false
            } else if character == "~" {
                afterTilde = true
            } else {
                result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
