import Foundation

@testable import KistSearch

/// The default ranking by looking at every document, with dictionaries and sorted arrays: slow and plain. Shares the
/// analyser and the length bytes with the engine, nothing else.
struct ReferenceRanking {
    struct Document {
        var key: String
        var order: Int64
        /// Positions by field number and word.
        var words: [Int: [[UInt8]: [Int]]] = [:]
        var lengths: [Int: Int] = [:]
    }

    struct Hit: Equatable {
        var key: String
        var score: Double
    }

    private struct Candidate {
        var document: Document
        var score: Int64
    }

    let schema: SearchSchema
    let documents: [Document]
    /// Documents that have a word, and the average length, by field number.
    private var counts: [Int: [[UInt8]: Int]] = [:]
    private var averages: [Int: Double] = [:]

    init(schema: SearchSchema, documents sources: [SearchDocument]) {
        self.schema = schema
        documents = sources.map { source in
            var document = Document(key: source.key, order: source.order)
            for (field, description) in schema.fields.enumerated() {
                guard case .text(let passages)? = source.values[description.name] else { continue }
                let analyser = Analyser(description)
                var base = 0
                for passage in passages {
                    var list = WordList()
                    analyser.scan(passage.text, into: &list)
                    if list.position == 0 { continue }
                    for word in list.words {
                        for term in analyser.documentTerms(list.surface(word)) where term.space == .primary {
                            document.words[field, default: [:]][term.bytes, default: []].append(
                                base + Int(word.position))
                        }
                    }
                    document.lengths[field, default: 0] += Int(list.position)
                    base += Int(list.position) + 16
                }
            }
            return document
        }
        for field in schema.fields.indices {
            for document in documents {
                for word in (document.words[field] ?? [:]).keys { counts[field, default: [:]][word, default: 0] += 1 }
            }
            let lengths = documents.compactMap { $0.lengths[field] }
            averages[field] = Double(lengths.reduce(0, +)) / Double(lengths.count)
        }
    }

    /// Documents with any of the words (`needsAll`: with all of them) in the fields searched by default, best first.
    func search(_ typed: [String], needsAll: Bool) -> [Hit] {
        let fields = schema.fields.indices.filter { schema.fields[$0].kind == .text && schema.fields[$0].isDefault }
        let analysers = Dictionary(uniqueKeysWithValues: fields.map { ($0, Analyser(schema.fields[$0])) })
        func word(_ text: String, _ field: Int) -> [UInt8]? {
            analysers[field]?.queryWord(text)?.places.first?.first?.bytes
        }
        var found: [Candidate] = []
        for document in documents {
            var score: Int64 = 0
            var matched = 0
            for text in typed {
                var isMatched = false
                for field in fields {
                    guard let word = word(text, field), let positions = document.words[field]?[word] else { continue }
                    isMatched = true
                    let weight = weight(word, field, times: 1)
                    let part = weight - weight / (1 + Float(positions.count) * inverse(document, field))
                    score += max(Int64(part), 1)
                }
                matched += isMatched ? 1 : 0
            }
            if needsAll ? matched == typed.count : matched > 0 {
                found.append(Candidate(document: document, score: score))
            }
        }
        found.sort(by: precedes)
        var best = Array(found.prefix(64))
        for index in best.indices {
            for field in fields {
                best[index].score += positionGain(typed.compactMap { word($0, field) }, field, best[index])
            }
        }
        best.sort(by: precedes)
        let gains = likeness(best, fields)
        for index in best.indices { best[index].score += gains[index] }
        best.sort(by: precedes)
        return (best + found.dropFirst(64)).map { Hit(key: $0.document.key, score: Double($0.score) / 1_048_576) }
    }

    private func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
        if left.score != right.score { return left.score > right.score }
        if left.document.order != right.document.order { return left.document.order > right.document.order }
        return left.document.key.utf8.lexicographicallyPrecedes(right.document.key.utf8)
    }

    // MARK: - Words

    private func idf(_ word: [UInt8], _ field: Int) -> Double {
        let n = Double(counts[field]?[word] ?? 0)
        return log(1 + (Double(documents.count) - n + 0.5) / (n + 0.5))
    }

    private func weight(_ word: [UInt8], _ field: Int, times: Int) -> Float {
        let idf = idf(word, field)
        return Float(Double(schema.fields[field].weight) * Double(times) * max(idf - 0.5, idf / 16) * 1_048_576)
    }

    private func inverse(_ document: Document, _ field: Int) -> Float {
        let average = averages[field] ?? 1
        let length = Double(LengthByte.decode(LengthByte.encode(document.lengths[field] ?? 0)))
        return Float(1 / (2 * (1 - 0.75 + 0.75 * (length / average))))
    }

    private func positionGain(_ sequence: [[UInt8]], _ field: Int, _ candidate: Candidate) -> Int64 {
        let words = sequence.filter { idf($0, field) > 1.5 && counts[field]?[$0] != nil }
        let document = candidate.document
        var gain: Int64 = 0
        for word in Set(words) {
            let early = Double((document.words[field]?[word] ?? []).filter { $0 < 32 }.count)
            let weight = weight(word, field, times: words.filter { $0 == word }.count)
            gain += Int64(0.15 * Double(weight) * early / (early + 1))
        }
        for (first, second) in zip(words, words.dropFirst()) {
            let starts = Set(document.words[field]?[first] ?? [])
            let together = (document.words[field]?[second] ?? []).filter { starts.contains($0 - 1) }.count
            if together == 0 { continue }
            let x = Double(together) * Double(inverse(document, field))
            let weight = min(weight(first, field, times: 1), weight(second, field, times: 1))
            gain += Int64(0.25 * Double(weight) * x / (1 + x))
        }
        return gain
    }

    // MARK: - Likeness

    static func signature(_ document: Document, _ fields: [Int]) -> [Int] {
        var ranks: [Int: Int] = [:]
        for field in fields {
            for (word, positions) in document.words[field] ?? [:] where word.count > 1 {
                let frequency = Double(positions.count)
                let rank = Int(16 * (frequency / (frequency + 1)) * Double(word.count - 1).squareRoot())
                let value = hash(word)
                ranks[value] = max(ranks[value] ?? 0, min(rank, 63))
            }
        }
        let sorted = ranks.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key > $1.key }
        return sorted.prefix(16).map(\.key).sorted()
    }

    private static func hash(_ word: [UInt8]) -> Int {
        var hash: UInt64 = 2_166_136_261
        for byte in word { hash = (hash ^ UInt64(byte)) * 16_777_619 % 4_294_967_296 }
        return Int(hash * 0x9E37_79B1 % 4_294_967_296 / 4_194_304)
    }

    private func likeness(_ best: [Candidate], _ fields: [Int]) -> [Int64] {
        guard let first = best.first else { return [] }
        let signatures = best.map { Self.signature($0.document, fields) }
        let count = Double(best.count)
        var having: [Int: Int] = [:]
        for value in signatures.joined() { having[value, default: 0] += 1 }
        func rarity(_ value: Int) -> Double { log((count + 1) / (Double(having[value] ?? 0) + 0.5)) }
        let norms = signatures.map { signature in
            signature.reduce(0) { $0 + rarity($1) * rarity($1) }.squareRoot()
        }
        var centre: [Int: Double] = [:]
        var total = 0.0
        for index in best.indices.prefix(5) {
            let share = Double(best[index].score) / Double(first.score)
            let weight = (share * share) * (share * share)
            total += weight
            for value in signatures[index] { centre[value, default: 0] += weight * rarity(value) / norms[index] }
        }
        return best.indices.map { index in
            if signatures[index].isEmpty { return 0 }
            let sum = signatures[index].reduce(0) { $0 + (centre[$1] ?? 0) * rarity($1) }
            return Int64(2 * Double(first.score) * (sum / (norms[index] * total)))
        }
    }
}
