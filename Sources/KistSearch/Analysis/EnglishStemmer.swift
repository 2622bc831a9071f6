import CStemmer

/// The Snowball English stemmer. One per analyser: it keeps a buffer of its own, so it is not shared between threads.
final class EnglishStemmer {
    private let stemmer: OpaquePointer?

    init() {
        stemmer = sb_stemmer_new("english", "UTF_8")
    }

    deinit {
        if let stemmer { sb_stemmer_delete(stemmer) }
    }

    func stem(_ word: [UInt8]) -> [UInt8] {
        guard let stemmer, let result = sb_stemmer_stem(stemmer, word, Int32(word.count)) else { return word }
        return Array(UnsafeBufferPointer(start: result, count: Int(sb_stemmer_length(stemmer))))
    }
}
