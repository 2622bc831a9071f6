/// Cuts text into runs of letters and digits, in lower case.
struct RunScanner {
    private var surface: [UInt8] = []

    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, into list: inout WordList) {
        let reader = CharacterReader(text)
        var at = 0
        while at < reader.count {
            surface.removeAll(keepingCapacity: true)
            let start = at
            while let next = reader.scalar(at) {
                let kind = Folding.kind(next.value)
                // A mark belongs to the letter before it.
                let belongs = kind == .letter || kind == .digit || kind == .ideograph || (kind == .mark && at > start)
                guard belongs else { break }
                Folding.append(Folding.lower(next.value), to: &surface)
                at += next.size
            }
            if at > start {
                list.add(surface[...], start, at, list.position, .word)
                list.position += 1
            } else {
                at += reader.scalar(at)?.size ?? 1
            }
        }
    }
}
