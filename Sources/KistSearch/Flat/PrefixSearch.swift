import CPostings

/// Documents with a word that begins in a given way. They all score the same, so the first ones are the best.
struct PrefixSearch {
    let key: [UInt8]
    let field: Int
    let score: Int64
    let live: LiveSegment
    let number: Int

    func run(_ top: inout TopHits) throws {
        guard top.limit > 0, score > top.floor(segment: number) || !top.isFull else { return }
        let first = try firstDocuments(top.limit)
        for document in first where score > top.floor(segment: number) {
            try top.insert(TopHits.Entry(score: score, segment: number, document: document))
        }
    }

    func count() throws -> Int {
        let reader = live.reader
        let bits = SegmentBits(documentCount: reader.documentCount)
        try reader.dictionary.forEach(prefix: key) { term, info in
            if info.documentCount == 1 {
                bits.words[Int(info.document >> 6)] |= 1 &<< UInt64(info.document & 63)
                return true
            }
            guard let space = SegmentLayout.Space(rawValue: term[1]) else { return true }
            try bits.set(TermCursor(segment: reader, space: space, field: field, info: info))
            return true
        }
        bits.removeDeleted(live.deletions)
        return bits.count
    }

    /// The smallest live documents, ascending, up to `limit`. Blocks of terms say where their first document is, so most
    /// are never looked into.
    private func firstDocuments(_ limit: Int) throws -> [UInt32] {
        var kept: [UInt32] = []
        let reader = live.reader
        // The largest of those kept, once there are enough.
        func worst() -> UInt32 { kept.count >= limit ? kept[kept.count - 1] : .max }
        func keep(_ document: UInt32) {
            var low = 0
            var high = kept.count
            while low < high {
                let middle = (low + high) / 2
                if kept[middle] < document { low = middle + 1 } else { high = middle }
            }
            if low < kept.count, kept[low] == document { return }
            kept.insert(document, at: low)
            if kept.count > limit { kept.removeLast() }
        }
        try reader.dictionary.forEach(prefix: key, blocksFrom: { $0 < worst() }) { term, info in
            if info.documentCount == 1 {
                if info.document < worst(), !live.deletions.contains(info.document) { keep(info.document) }
                return
            }
            guard let space = SegmentLayout.Space(rawValue: term[1]) else { return }
            let cursor = try TermCursor(segment: reader, space: space, field: field, info: info)
            for block in 0..<cursor.blockCount {
                if cursor.first(ofBlock: block) >= worst() { return }
                try cursor.load(block)
                for index in 0..<cursor.count {
                    let document = cursor.documents[index]
                    if document >= worst() { return }
                    if live.deletions.count == 0 || !live.deletions.contains(document) { keep(document) }
                }
            }
        }
        return kept
    }
}
