/// Gathers the signatures of a segment's documents while its terms are written, in any order of terms.
///
/// Invariant: `rows` owns sixteen numbers a document once there is one, ascending within a document: rank · 1024 + value,
/// zero where there is none. No two of a document have the same value.
final class SignatureColumn {
    private let documentCount: Int
    private var rows: UnsafeMutablePointer<UInt16>?
    private static let size = DocumentSignature.capacity
    private static let tabled = 16

    init(documentCount: Int) {
        self.documentCount = documentCount
    }

    deinit { rows?.deallocate() }

    /// Adds one word with the documents that have it and how often.
    func add(_ word: UnsafeBufferPointer<UInt8>, documents: [UInt32], frequencies: [UInt32]) {
        let value = DocumentSignature.value(of: word)
        let length = word.count
        var keys: [UInt16] = []
        for frequency in 0..<UInt32(Self.tabled) {
            keys.append(DocumentSignature.rank(bytes: length, frequency: frequency) << 10 | value)
        }
        guard keys[Self.tabled - 1] >= 1024 else { return }
        let rows = room()
        for (document, frequency) in zip(documents, frequencies) where Int(document) < documentCount {
            let key =
                frequency < UInt32(Self.tabled)
                ? keys[Int(frequency)]
                : DocumentSignature.rank(bytes: length, frequency: frequency) << 10 | value
            let row = rows + Int(document) &* Self.size
            if key > row[0] { Self.insert(key, row) }
        }
    }

    /// Takes the place of the same value if that ranked lower, or else of the lowest.
    private static func insert(_ key: UInt16, _ row: UnsafeMutablePointer<UInt16>) {
        var place = 0
        for index in 0..<size where (row[index] ^ key) & 1023 == 0 && row[index] != 0 {
            if row[index] >= key { return }
            place = index
        }
        while place + 1 < size, row[place + 1] < key {
            row[place] = row[place + 1]
            place += 1
        }
        row[place] = key
    }

    private func room() -> UnsafeMutablePointer<UInt16> {
        if let rows { return rows }
        let made = UnsafeMutablePointer<UInt16>.allocate(capacity: max(documentCount, 1) * Self.size)
        made.initialize(repeating: 0, count: max(documentCount, 1) * Self.size)
        rows = made
        return made
    }

    /// The signatures, sixteen bytes a document; nil when there are none.
    func encode() -> ByteBuffer? {
        guard let rows else { return nil }
        let result = ByteBuffer(capacity: documentCount * DocumentSignature.byteCount)
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: Self.size) { values in
            withUnsafeTemporaryAllocation(byteCount: DocumentSignature.byteCount, alignment: 16) { bytes in
                guard let base = bytes.baseAddress else { return }
                for document in 0..<documentCount {
                    var count = 0
                    for index in 0..<Self.size where rows[document &* Self.size &+ index] != 0 {
                        let value = rows[document &* Self.size &+ index] & 1023
                        var place = count
                        while place > 0, values[place - 1] > value {
                            values[place] = values[place - 1]
                            place -= 1
                        }
                        values[place] = value
                        count += 1
                    }
                    DocumentSignature.write(
                        UnsafeBufferPointer(rebasing: UnsafeBufferPointer(values)[0..<count]), to: base)
                    result.append(UnsafeRawBufferPointer(bytes))
                }
            }
        }
        return result
    }
}
