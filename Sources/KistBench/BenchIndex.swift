import Foundation
import KistSearch

/// The benchmark's index: one stemmed field with positions, no stored text, documents in the order of the corpus.
enum BenchIndex {
    static let field = "body"

    /// Signatures are kept for the ranking that uses them.
    static func schema(_ ranking: SearchRanking) -> SearchSchema {
        SearchSchema(
            fields: [SearchField(name: field, kind: .text, analyser: .porter, keepsForms: false, keepsText: false)],
            keepsSignatures: ranking == .default)
    }

    /// Builds an index of one segment and prints what the harness wants to know.
    static func build(corpus: String, folder: String, memoryLimit: Int, threads: Int, ranking: SearchRanking) throws {
        let started = ContinuousClock.now
        try? FileManager.default.removeItem(atPath: folder)
        let index = try SearchIndex.create(
            at: URL(fileURLWithPath: folder, isDirectory: true), schema: schema(ranking))
        let writer = try index.writer(memoryLimit: memoryLimit, threads: threads)
        var count = 0
        try CorpusReader.forEach(path: corpus) { document in
            document.title.append(0x0A)
            document.title.append(contentsOf: document.text)
            let text = String(decoding: document.title, as: UTF8.self)
            // Larger orders come first: documents keep the order of the corpus.
            try writer.add(
                SearchDocument(
                    key: document.id, order: Int64(-count), values: [field: .text([TextPassage(text: text)])]))
            count += 1
        }
        try writer.mergeAll()
        try writer.commit(stamp: [:])
        writer.close()
        let seconds = Double(started.duration(to: .now) / .milliseconds(1)) / 1000
        print("{\"docs\": \(count), \"seconds\": \(seconds)}")
    }
}
