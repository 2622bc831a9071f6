/// 4,096 documents in a row and bits that say which of them are meant.
///
/// All matching goes window by window: bits are joined as words, scores add up in an array that fits the cache.
enum Window {
    static let size: UInt32 = 4096
    static let wordCount = 64

    static func start(of document: UInt32) -> UInt32 { document & ~(size - 1) }
}

/// The bits of one window.
///
/// Invariant: `words` owns 64 words. Used by one thread.
final class WindowBits {
    let words: UnsafeMutablePointer<UInt64>

    init() {
        words = .allocate(capacity: Window.wordCount)
        words.initialize(repeating: 0, count: Window.wordCount)
    }

    deinit { words.deallocate() }

    func clear() { words.update(repeating: 0, count: Window.wordCount) }

    func copy(_ other: UnsafePointer<UInt64>) { words.update(from: other, count: Window.wordCount) }

    func set(_ local: Int) { words[local >> 6] |= 1 &<< UInt64(local & 63) }

    var isEmpty: Bool {
        var all: UInt64 = 0
        for index in 0..<Window.wordCount { all |= words[index] }
        return all == 0
    }

    var count: Int {
        var sum = 0
        for index in 0..<Window.wordCount { sum &+= words[index].nonzeroBitCount }
        return sum
    }

    /// The documents that are meant, ascending, as offsets in the window.
    @inline(__always)
    func forEach(_ body: (Int) throws -> Void) rethrows {
        for index in 0..<Window.wordCount {
            var word = words[index]
            while word != 0 {
                try body(index &* 64 &+ word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
    }

    /// Whether any of the offsets `from...to` is meant.
    static func intersects(_ words: UnsafePointer<UInt64>, _ from: Int, _ to: Int) -> Bool {
        let first = from >> 6
        let last = to >> 6
        let head = UInt64.max &<< UInt64(from & 63)
        let tail = UInt64.max &>> UInt64(63 - to & 63)
        if first == last { return words[first] & head & tail != 0 }
        if words[first] & head != 0 || words[last] & tail != 0 { return true }
        var index = first + 1
        while index < last {
            if words[index] != 0 { return true }
            index += 1
        }
        return false
    }
}
