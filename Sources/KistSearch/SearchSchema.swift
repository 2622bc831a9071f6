/// The fields of an index. Fixed when the index is made: another schema needs another index.
public struct SearchSchema: Codable, Hashable, Sendable {
    public var fields: [SearchField]
    /// Whether documents keep a signature, sixteen bytes each, by which `SearchRanking.default` tells which are alike.
    public var keepsSignatures: Bool

    public init(fields: [SearchField], keepsSignatures: Bool = true) {
        self.fields = fields
        self.keepsSignatures = keepsSignatures
    }

    /// Raised whenever an analyser gives other words for the same text.
    public static let analysisVersion = 1

    /// Lower-case hexadecimal name of this schema and of the analysers' version, the same on every machine.
    public var fingerprint: String {
        let value = fingerprintValue
        return String(repeating: "0", count: 16 - String(value, radix: 16).count) + String(value, radix: 16)
    }

    var fingerprintValue: UInt64 {
        var text = "analysis \(Self.analysisVersion) signatures \(keepsSignatures)\n"
        for field in fields {
            text += "\(field.name.utf8.count) \(field.name) \(field.kind.rawValue) \(field.analyser.rawValue)"
            text += " \(field.weight.bitPattern) \(field.isDefault) \(field.keepsForms) \(field.keepsText)\n"
        }
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { Checksum.xxh64($0) }
    }

    /// Throws when names repeat or are empty, or a weight is not a positive number.
    func validate() throws {
        var names = Set<String>()
        guard fields.count <= 200 else {
            throw SearchError(.invalidSchema, "An index can have at most 200 fields; this schema has \(fields.count).")
        }
        for field in fields {
            guard !field.name.isEmpty, names.insert(field.name).inserted else {
                throw SearchError(.invalidSchema, "The field name “\(field.name)” is empty or used twice.")
            }
            guard field.weight > 0, field.weight <= 1000 else {
                throw SearchError(.invalidSchema, "The weight of field “\(field.name)” must lie between 0 and 1000.")
            }
        }
    }

    func number(of name: String) -> Int? {
        fields.firstIndex { $0.name == name }
    }
}
