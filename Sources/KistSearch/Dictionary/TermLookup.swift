/// Looks one term up in a block of the dictionary, without putting the terms before it together.
///
/// It remembers how many bytes of the wanted term the last one began with: the number of bytes that the next one shares
/// with the last then often settles how the two compare.
struct TermLookup {
    private let dictionary: TermDictionary
    private var reader: ByteReader
    private let count: Int
    private var postingsOffset = 0
    private var positionsOffset = 0

    init(_ dictionary: TermDictionary, block: Int) throws {
        self.dictionary = dictionary
        let range = try dictionary.range(of: block)
        reader = ByteReader(try dictionary.file.bytes(dictionary.terms, range.lowerBound, range.count))
        count = try reader.length()
        guard count > 0, count <= SegmentLayout.termsPerBlock else { throw damage }
        postingsOffset = try moved(0)
        positionsOffset = try moved(0)
    }

    mutating func find(_ wanted: UnsafeBufferPointer<UInt8>) throws -> TermInfo? {
        var matched = 0
        var length = 0
        var spaceByte: UInt8 = 0
        for _ in 0..<count {
            let shared = Int(truncatingIfNeeded: try reader.varint())
            let added = try reader.bytes(try reader.length())
            guard shared >= 0, shared <= length else { throw damage }
            length = shared + added.count
            // The second byte of a term says what it is, and so what follows.
            if shared < 2 {
                guard length >= 2 else { throw damage }
                spaceByte = added[1 - shared]
            }
            var order = shared > matched ? -1 : 1
            if shared == matched {
                let rest = wanted.count - matched
                var same = 0
                let common = min(rest, added.count)
                while same < common, added[same] == wanted[matched &+ same] { same &+= 1 }
                order = same < common ? (added[same] < wanted[matched &+ same] ? -1 : 1) : added.count - rest
                matched &+= same
            }
            if order > 0 { return nil }
            let info = try readInfo(spaceByte)
            if order == 0 { return info }
        }
        return nil
    }

    private mutating func readInfo(_ spaceByte: UInt8) throws -> TermInfo {
        guard let space = SegmentLayout.Space(rawValue: spaceByte) else { throw damage }
        var info = TermInfo()
        let count = try reader.varint()
        guard count > 0, count <= UInt64(dictionary.file.documentCount) else { throw damage }
        info.documentCount = Int(count)
        if count == 1 {
            info.document = try reader.varint32()
            guard Int(info.document) < dictionary.file.documentCount else { throw damage }
            if space.hasFrequencies { info.frequency = try reader.varint32() }
        } else {
            postingsOffset = try moved(postingsOffset)
        }
        info.postingsOffset = postingsOffset
        if space.hasPositions { positionsOffset = try moved(positionsOffset) }
        info.positionsOffset = positionsOffset
        return info
    }

    private mutating func moved(_ offset: Int) throws -> Int {
        let step = try reader.varint()
        guard step <= UInt64(dictionary.file.byteCount) else { throw damage }
        let sum = offset + Int(step)
        guard sum <= dictionary.file.byteCount else { throw damage }
        return sum
    }

    private var damage: SearchError { dictionary.file.damage(at: dictionary.terms.offset) }
}
