/// Takes the words of one text field of a builder's documents apart and counts them to their terms.
///
/// Keeps what each surface stands for, so that a word is analysed once per segment. Used by one thread.
final class WordIndexer {
    private let field: Int
    private let analyser: Analyser
    private let cutsPlainWords: Bool
    private var short = SurfaceTable()
    private let long = TermTable()
    /// Values of long surfaces, by number.
    private var longValues: [UInt32] = []
    /// Lists of terms of surfaces that stand for several: their number, then each.
    private var lists: [UInt32] = []
    private var list = WordList()
    /// Set in a value that is not a term plus one but a place in `lists`.
    private static let isList: UInt32 = 1 << 31

    init(field: Int, _ description: SearchField) {
        self.field = field
        analyser = Analyser(description)
        cutsPlainWords = analyser.cutsPlainWords
    }

    var byteCount: Int { short.byteCount + long.byteCount + longValues.count * 4 + lists.count * 4 }

    /// Adds the words of a document's field; returns their number and the position behind the last one.
    func add(
        _ passages: [TextPassage], document: UInt32, terms: TermTable, streams: TermStreams
    ) -> (count: UInt32, end: UInt32) {
        var count = 0
        var end: UInt32 = 0
        var base: UInt32 = 0
        for passage in passages {
            guard base < UInt32.max / 2 else { break }
            list.removeAll()
            var text = passage.text
            text.withUTF8 { addText($0, document, base, terms, streams) }
            guard list.position > 0 else { continue }
            count += Int(list.position)
            end = base &+ list.position
            base = base &+ list.position &+ SegmentLayout.passageGap
        }
        return (UInt32(truncatingIfNeeded: min(count, Int(UInt32.max))), end)
    }

    private func addText(
        _ text: UnsafeBufferPointer<UInt8>, _ document: UInt32, _ base: UInt32, _ terms: TermTable,
        _ streams: TermStreams
    ) {
        guard cutsPlainWords, let start = UnsafeRawPointer(text.baseAddress) else {
            analyser.scan(text, into: &list)
            addList(document, base, terms, streams)
            return
        }
        let reader = CharacterReader(text)
        let readable = text.count &- 16
        var at = 0
        while let word = reader.nextWord(at) {
            if word.end > word.start, word.end &- word.start <= SurfaceTable.Word.longest, word.start <= readable,
                analyser.endsPlain(reader, word.end)
            {
                var surface = SurfaceTable.Word(start + word.start, word.end &- word.start)
                surface.lower()
                let (slot, known) = short.find(surface)
                var value = known
                if value == 0 {
                    value = analysed(surface, word.end &- word.start, terms, streams)
                    short.insert(surface, at: slot, value)
                }
                occur(value, document, base &+ list.position, streams)
                list.position &+= 1
                at = word.end
            } else if let end = analyser.writtenEnd(reader, word.start), end > word.start,
                end &- word.start <= SurfaceTable.Word.longest, word.start <= readable
            {
                at = addWritten(start, word, end, reader, document, base, terms, streams)
            } else {
                at = analyser.scanWord(reader, word.start, word.end, into: &list)
                addList(document, base, terms, streams)
            }
        }
    }

    /// Adds a word with letters beyond ASCII as it is written; returns where it ends. What the scanner makes of it is
    /// looked up, once it has made one word of it: such a word depends on nothing that stands around it.
    ///
    /// A written word may be the normalised form of itself, never of another, so one table serves both.
    private func addWritten(
        _ text: UnsafeRawPointer, _ word: (start: Int, end: Int), _ end: Int, _ reader: CharacterReader,
        _ document: UInt32, _ base: UInt32, _ terms: TermTable, _ streams: TermStreams
    ) -> Int {
        var written = SurfaceTable.Word(text + word.start, end &- word.start)
        written.lowerASCII()
        let known = short.find(written).value
        if known != 0 {
            occur(known, document, base &+ list.position, streams)
            list.position &+= 1
            return end
        }
        let position = list.position
        let scanned = analyser.scanWord(reader, word.start, word.end, into: &list)
        if scanned == end, list.words.count == 1, list.position == position &+ 1 {
            let only = list.words[0]
            let meaning = list.bytesPointer { bytes in
                value(of: UnsafeBufferPointer(rebasing: bytes[only.start..<only.start + only.count]), terms, streams)
            }
            let (slot, present) = short.find(written)
            if present == 0 { short.insert(written, at: slot, meaning) }
        }
        addList(document, base, terms, streams)
        return scanned
    }

    /// Counts the words of `list` and forgets them; its position stays.
    private func addList(_ document: UInt32, _ base: UInt32, _ terms: TermTable, _ streams: TermStreams) {
        list.bytesPointer { bytes in
            for word in list.words {
                let surface = UnsafeBufferPointer(rebasing: bytes[word.start..<word.start + word.count])
                occur(value(of: surface, terms, streams), document, base &+ word.position, streams)
            }
        }
        list.removeWords()
    }

    @inline(__always)
    private func occur(_ value: UInt32, _ document: UInt32, _ position: UInt32, _ streams: TermStreams) {
        if value & Self.isList == 0 {
            streams.occur(value &- 1, in: document, at: position)
        } else {
            let start = Int(value & ~Self.isList)
            for index in 0..<Int(lists[start]) {
                streams.occur(lists[start + 1 + index], in: document, at: position)
            }
        }
    }

    // MARK: - Surfaces

    private func value(of surface: UnsafeBufferPointer<UInt8>, _ terms: TermTable, _ streams: TermStreams) -> UInt32 {
        if surface.count <= SurfaceTable.Word.longest {
            return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { padded in
                padded.initializeMemory(as: UInt8.self, repeating: 0)
                padded.copyMemory(from: UnsafeRawBufferPointer(surface))
                guard let base = UnsafeRawPointer(padded.baseAddress) else { return Self.isList }
                let word = SurfaceTable.Word(base, surface.count)
                let (slot, known) = short.find(word)
                if known != 0 { return known }
                let value = analysed(Array(surface), terms, streams)
                short.insert(word, at: slot, value)
                return value
            }
        }
        let (number, isNew) = long.number(0, surface)
        if isNew { longValues.append(analysed(Array(surface), terms, streams)) }
        return longValues[number]
    }

    private func analysed(
        _ word: SurfaceTable.Word, _ count: Int, _ terms: TermTable, _ streams: TermStreams
    ) -> UInt32 {
        var surface: [UInt8] = []
        for index in 0..<count {
            let half = index < 8 ? word.low : word.high
            surface.append(UInt8(truncatingIfNeeded: half >> UInt64((index & 7) * 8)))
        }
        return analysed(surface, terms, streams)
    }

    private func analysed(_ surface: [UInt8], _ terms: TermTable, _ streams: TermStreams) -> UInt32 {
        var numbers: [UInt32] = []
        for term in analyser.documentTerms(surface) where !term.bytes.isEmpty {
            let head = UInt16(field) | UInt16(term.space.rawValue) << 8
            let (number, isNew) = term.bytes.withUnsafeBufferPointer { terms.number(head, $0) }
            if isNew { streams.add(hasPositions: term.space.hasPositions) }
            numbers.append(UInt32(number))
        }
        if numbers.count == 1, numbers[0] < Self.isList - 1 { return numbers[0] + 1 }
        let start = UInt32(lists.count)
        lists.append(UInt32(numbers.count))
        lists += numbers
        return start | Self.isList
    }
}
