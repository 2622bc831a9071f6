import KistPlugin

extension ODFReader {
    func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        if skipping > 0 { return }
        if capture != nil {
            if let count = capture?.count, count < 100_000 { capture?.append(contentsOf: bytes) }
            return
        }
        if isInMath > 0 {
            if isInMathSource {
                if mathSource.count < 100_000 { mathSource.append(contentsOf: bytes) }
            } else if mathText.count < 100_000 {
                mathText.append(contentsOf: bytes)
            }
            return
        }
        if picture != nil {
            if let count = picture?.bytes.count, context.mayKeep(count + bytes.count) { picture?.append(bytes) }
            return
        }
        guard let paragraph = sink.paragraph else { return }
        add(bytes, to: paragraph)
    }

    /// Runs of white space in the XML are one space, and none at the beginning of a paragraph.
    private func add(_ bytes: UnsafeBufferPointer<UInt8>, to paragraph: Paragraph) {
        if let last = bytes.last, WhiteSpace.isSingle(in: bytes, afterSpace: lastWasSpace) {
            lastWasSpace = last == 0x20
            put(bytes, paragraph)
            return sink.trim(paragraph)
        }
        var wasSpace = lastWasSpace
        var start = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte > 0x20 {
                wasSpace = false
                continue
            }
            // A single space stands for itself; all else that may come here is white space, too.
            if wasSpace || byte != 0x20 {
                put(UnsafeBufferPointer(rebasing: bytes[start..<index]), paragraph)
                if !wasSpace { addSpace(paragraph) }
                start = index + 1
            }
            wasSpace = true
        }
        lastWasSpace = wasSpace
        put(UnsafeBufferPointer(rebasing: bytes[start...]), paragraph)
        sink.trim(paragraph)
    }

    private func put(_ bytes: UnsafeBufferPointer<UInt8>, _ paragraph: Paragraph) {
        guard !bytes.isEmpty else { return }
        if effect.isHidden {
            context.count(.hidden)
            paragraph.hidden.append(bytes, bold: false, language: effect.latin)
            return
        }
        var language = effect.latin
        if effect.asian != language || effect.complex != language, let byte = Script.first(in: 0xD6...0xFF, of: bytes) {
            language = byte >= 0xE3 && byte <= 0xED ? effect.asian : byte <= 0xE0 ? effect.complex : language
        }
        paragraph.text.append(bytes, bold: effect.isBold, language: language)
    }

    private func addSpace(_ paragraph: Paragraph) {
        if effect.isHidden {
            paragraph.hidden.append(ascii: 0x20)
        } else {
            paragraph.text.append(ascii: 0x20)
        }
    }

    func add(ascii byte: UInt8) {
        guard let paragraph = sink.paragraph else { return }
        lastWasSpace = false
        if effect.isHidden {
            paragraph.hidden.append(ascii: byte)
        } else {
            paragraph.text.append(ascii: byte)
        }
        sink.trim(paragraph)
    }

    func addSpaces(_ count: Int) {
        let most = 200
        if count > most {
            context.notices.add(
                .warning, "limit-spaces", "A stretch of very many spaces was shortened to \(most).",
                place: sink.placeName)
        }
        for _ in 0..<max(0, min(count, most)) { add(ascii: 0x20) }
    }

    func checkedLink(_ target: String?) -> String {
        if let checked = LinkTarget.checked(target) { return checked }
        if target?.isEmpty == false {
            context.notices.add(
                .info, "link-left-out", "A link whose address is unsafe or too long was kept as text only.",
                place: sink.placeName)
        }
        return ""
    }
}
