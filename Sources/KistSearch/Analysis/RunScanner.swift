/// Cuts text into runs of letters and digits, in lower case.
struct RunScanner {
    private var surface: [UInt8] = []

    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, into list: inout WordList) {
        let reader = CharacterReader(text)
        var at = 0
        while let word = reader.nextWord(at) { at = scanRun(reader, word.start, into: &list) }
    }

    /// Adds the run that begins at `start`, if there is one; returns where to go on.
    mutating func scanRun(_ reader: CharacterReader, _ start: Int, into list: inout WordList) -> Int {
        surface.removeAll(keepingCapacity: true)
        var at = start
        while let next = reader.scalar(at) {
            let kind = Folding.kind(next.value)
            // A mark belongs to the letter before it.
            let belongs = kind == .letter || kind == .digit || kind == .ideograph || (kind == .mark && at > start)
            guard belongs else { break }
            Folding.append(Folding.lower(next.value), to: &surface)
            at += next.size
        }
        guard at > start else { return start + (reader.scalar(start)?.size ?? 1) }
        list.add(surface[...], start, at, list.position, .word)
        list.position += 1
        return at
    }
}
