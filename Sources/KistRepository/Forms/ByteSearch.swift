/// Finds short patterns in text by its bytes: comparing characters costs a hundred times as much, and every text of every
/// document is looked through.
enum ByteSearch {
    /// The offsets just after each occurrence of `pattern`, which is not empty.
    static func ends(of pattern: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard let first = pattern.first, bytes.count >= pattern.count else { return [] }
        var ends: [Int] = []
        var index = 0
        let last = bytes.count - pattern.count
        while index <= last {
            if bytes[index] == first, bytes[index..<index + pattern.count].elementsEqual(pattern) {
                ends.append(index + pattern.count)
                index += pattern.count
            } else {
                index += 1
            }
        }
        return ends
    }
}
