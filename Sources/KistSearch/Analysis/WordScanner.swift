/// Cuts text into words: letters and digits, joined by single apostrophes, hyphens and the separators of codes.
///
/// A compound ("self-assessment", "20220705_1755", "10.1080/x") gives its parts at positions of their own and, where it
/// is written as one elsewhere, the joined form at the position of the first. An apostrophe joins without parting.
struct WordScanner {
    private struct Run {
        var start: Int
        var end: Int
        var textStart: Int
        var textEnd: Int
        /// Connector before the run; nil for the first of a compound.
        var connector: UInt8?
        var hasDigit: Bool
    }

    private var surface: [UInt8] = []
    private var runs: [Run] = []
    private var scratch: [UInt32] = []

    private static let apostrophe = UInt8(ascii: "'")
    private static let hyphen = UInt8(ascii: "-")
    /// Ends of English words after an apostrophe that are no words of their own.
    private static let clitics: Set<String> = ["t", "re", "ve", "ll", "d", "m"]

    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, into list: inout WordList) {
        let reader = CharacterReader(text)
        var at = 0
        while let word = reader.nextWord(at) { at = scanWord(reader, word.start, word.end, into: &list) }
    }

    /// Adds the word or compound at `start`, of which the part up to `end` is ASCII letters and digits; returns where
    /// it ends.
    mutating func scanWord(_ reader: CharacterReader, _ start: Int, _ end: Int, into list: inout WordList) -> Int {
        // The usual case: a word of plain letters and nothing else.
        guard end > start, Self.endsPlain(reader, end) else { return scanCompound(reader, start, &list) }
        surface.removeAll(keepingCapacity: true)
        for index in start..<end { surface.append(Self.lowered(reader.byte(index))) }
        list.add(surface[...], start, end, list.position, .word)
        list.position += 1
        return end
    }

    // MARK: - Runs

    @inline(__always)
    private static func lowered(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 32 : byte }

    /// Whether nothing that could join more to the word follows.
    @inline(__always)
    static func endsPlain(_ reader: CharacterReader, _ end: Int) -> Bool {
        let byte = reader.byte(end)
        if byte >= 0x80 { return false }
        // Apostrophe, hyphen, underscore, full stop, slash and colon join when a letter or digit follows.
        switch byte {
        case 0x27, 0x2D, 0x2E, 0x2F, 0x3A, 0x5F: break
        default: return true
        }
        let next = reader.byte(end + 1)
        return next < 0x80 && !CharacterReader.isPlain(next)
    }

    private mutating func scanCompound(_ reader: CharacterReader, _ start: Int, _ list: inout WordList) -> Int {
        surface.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        var at = start
        var connector: UInt8?
        while let run = readRun(reader, &at) {
            runs.append(run)
            runs[runs.count - 1].connector = runs.count == 1 ? nil : connector
            guard let next = reader.scalar(at) else { break }
            switch Folding.kind(next.value) {
            case .apostrophe: connector = Self.apostrophe
            case .hyphen: connector = Self.hyphen
            case .connector: connector = UInt8(next.value)
            default: connector = nil
            }
            guard connector != nil, runs.count < 64, let after = reader.scalar(at + next.size) else { break }
            let kind = Folding.kind(after.value)
            guard kind == .letter || kind == .digit else { break }
            at += next.size
        }
        guard !runs.isEmpty else {
            guard let character = reader.scalar(start) else { return reader.count }
            let end = start + character.size
            if Folding.kind(character.value) == .ideograph {
                Folding.append(character.value, to: &surface)
                list.add(surface[...], start, end, list.position, .word)
                list.position += 1
            }
            return end
        }
        emit(&list)
        return at
    }

    /// Reads letters and digits, with the marks on them, as lower-case composed UTF-8 at the end of `surface`.
    private mutating func readRun(_ reader: CharacterReader, _ at: inout Int) -> Run? {
        scratch.removeAll(keepingCapacity: true)
        let start = at
        var hasDigit = false
        loop: while let next = reader.scalar(at) {
            switch Folding.kind(next.value) {
            case .digit:
                hasDigit = true
                scratch.append(next.value)
            case .letter: scratch.append(Folding.lower(next.value))
            case .mark:
                if scratch.isEmpty { break loop }
                scratch.append(next.value)
            case .ignored:
                if scratch.isEmpty { break loop }
            default: break loop
            }
            at += next.size
        }
        guard !scratch.isEmpty else { return nil }
        Folding.compose(&scratch)
        let first = surface.count
        for scalar in scratch { Folding.append(scalar, to: &surface) }
        return Run(
            start: first, end: surface.count, textStart: start, textEnd: at, connector: nil, hasDigit: hasDigit)
    }

    // MARK: - Words

    private mutating func emit(_ list: inout WordList) {
        var first = 0
        let isCompound = runs.contains { $0.connector != nil && $0.connector != Self.apostrophe }
        let hasDigit = runs.contains(where: \.hasDigit)
        if isCompound, isJoinable { emitJoined(at: list.position, &list) }
        while first < runs.count {
            var end = first + 1
            while end < runs.count, runs[end].connector == Self.apostrophe { end += 1 }
            emitPart(first..<end, &list)
            if isCompound, hasDigit, end == first + 1 { emitNumberParts(runs[first], &list) }
            list.position += 1
            first = end
        }
    }

    /// One word that apostrophes may stand in: whole, and its parts as extras.
    private func emitPart(_ part: Range<Int>, _ list: inout WordList) {
        let head = runs[part.lowerBound]
        let tail = runs[part.upperBound - 1]
        list.add(surface[head.start..<tail.end], head.textStart, tail.textEnd, list.position, .word)
        guard part.count > 1 else { return }
        let last = String(decoding: surface[tail.start..<tail.end], as: UTF8.self)
        if Self.clitics.contains(last) { return }
        for index in part where runs[index].end - runs[index].start >= 3 || (last == "s" && index == part.lowerBound) {
            let run = runs[index]
            list.add(surface[run.start..<run.end], run.textStart, run.textEnd, list.position, .extra)
        }
    }

    /// "lit2" inside a code also counts as "lit" and "2".
    private func emitNumberParts(_ run: Run, _ list: inout WordList) {
        var pieceStart = run.start
        func isDigit(_ at: Int) -> Bool { surface[at] >= 0x30 && surface[at] <= 0x39 }
        for at in run.start..<run.end where at > run.start && isDigit(at) && !isDigit(at - 1) {
            list.add(surface[pieceStart..<at], run.textStart, run.textEnd, list.position, .extra)
            pieceStart = at
        }
        if pieceStart > run.start {
            list.add(surface[pieceStart..<run.end], run.textStart, run.textEnd, list.position, .extra)
        }
    }

    /// Hyphened words, codes and dotted capitals are also written as one; "and/or" and addresses are not.
    private var isJoinable: Bool {
        guard runs.count <= 12, surface.count <= 64 else { return false }
        if runs.contains(where: { $0.hasDigit || $0.connector == UInt8(ascii: "_") }) { return true }
        if runs.allSatisfy({ $0.end - $0.start == 1 }) { return true }
        return runs.allSatisfy {
            $0.connector == nil || $0.connector == Self.hyphen || $0.connector == Self.apostrophe
        }
    }

    /// The joined form keeps "_" between digits, so that 2-02 is not 202.
    private func emitJoined(at position: UInt32, _ list: inout WordList) {
        var joined: [UInt8] = []
        func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
        for run in runs {
            if let last = joined.last, isDigit(last), isDigit(surface[run.start]) { joined.append(UInt8(ascii: "_")) }
            joined.append(contentsOf: surface[run.start..<run.end])
        }
        list.add(joined[...], runs[0].textStart, runs[runs.count - 1].textEnd, position, .joined)
    }
}
