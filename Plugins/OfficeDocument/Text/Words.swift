/// Finding and replacing ASCII words, byte by byte. The library's own functions for it compare characters and cost more
/// than reading a small document.
enum Words {
    static func contains(_ word: String, in text: String) -> Bool {
        let word = Array(word.utf8)
        let text = Array(text.utf8)
        guard let first = word.first, text.count >= word.count else { return word.isEmpty }
        for start in 0...(text.count - word.count) where text[start] == first {
            if text[start..<start + word.count].elementsEqual(word) { return true }
        }
        return false
    }

    static func replace(_ word: String, by other: String, in text: String) -> String {
        let word = Array(word.utf8)
        let text = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index...].starts(with: word) {
                result += other.utf8
                index += word.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
