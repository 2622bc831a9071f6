/// Cuts Gaelic text into words: letters and digits with single apostrophes and hyphens inside. A grave or acute accent
/// typed after its vowel, before a letter, is dropped.
struct GaelicScanner {
    private var scalars: [UInt32] = []
    private var surface: [UInt8] = []

    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, into list: inout WordList) {
        let reader = CharacterReader(text)
        var at = 0
        while at < reader.count {
            scalars.removeAll(keepingCapacity: true)
            let start = at
            while let next = reader.scalar(at) {
                let after = reader.scalar(at + next.size)
                let kind = Folding.kind(next.value)
                let letterFollows = after.map { isLetter($0.value) } ?? false
                if isLetter(next.value) || (kind == .mark && !scalars.isEmpty) {
                    scalars.append(next.value)
                } else if kind == .ignored, !scalars.isEmpty {
                    // A soft hyphen: nothing.
                } else if next.value == 0x60 || next.value == 0xB4, let last = scalars.last, letterFollows {
                    if !isVowel(last) { scalars.append(0x27) }
                } else if kind == .apostrophe, !scalars.isEmpty, letterFollows {
                    scalars.append(0x27)
                } else if kind == .hyphen, !scalars.isEmpty, letterFollows {
                    scalars.append(0x2D)
                } else {
                    break
                }
                at += next.size
            }
            if scalars.isEmpty {
                guard let next = reader.scalar(at) else { break }
                at += next.size
                continue
            }
            Folding.compose(&scalars)
            surface.removeAll(keepingCapacity: true)
            for scalar in scalars { Folding.append(scalar, to: &surface) }
            list.add(surface[...], start, at, list.position, .word)
            list.position += 1
        }
    }

    private func isLetter(_ scalar: UInt32) -> Bool {
        let kind = Folding.kind(scalar)
        return kind == .letter || kind == .digit || kind == .ideograph
    }

    private func isVowel(_ scalar: UInt32) -> Bool {
        guard let letter = Folding.fold([Folding.lower(scalar)]).first else { return false }
        return [0x61, 0x65, 0x69, 0x6F, 0x75].contains(letter)
    }
}
