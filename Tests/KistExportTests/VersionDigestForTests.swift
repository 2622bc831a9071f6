import Crypto
import KistExport
import KistModel

/// The name of a version by the words of the specification, not by the code under test.
enum VersionDigestForTests {
    static func name(of record: KistRecord, files: [ExportFile], parents: [String]) -> String {
        let list: [JSONValue] = files.map { file in
            var object: JSONObject = [
                "bytes": .number(String(file.byteCount)), "name": .string(file.name), "sha256": .string(file.sha256),
            ]
            if let type = file.mediaType { object["mediaType"] = .string(type) }
            if let role = file.role { object["role"] = .string(role) }
            return .object(object)
        }
        let form: JSONValue = [
            "type": .string(record.type), "parents": .strings(parents), "id": .string(record.id.text),
            "files": .array(list),
            "fields": .object(record.fields),
        ]
        return hex(form.canonical)
    }

    static func hex(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
