import KistPlugin

extension WordReader {
    func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch target {
        case .none: break
        case .text: add(bytes)
        case .math:
            if isReplaced() { return }
            textLength += bytes.count
            paragraphState.hasMath = true
            if let paragraph = sink.paragraph {
                paragraph.text.appendPlain(bytes)
                sink.trim(paragraph)
            }
        case .other:
            if isReplaced() { return }
            textLength += bytes.count
            if let paragraph = sink.paragraph {
                paragraph.text.appendPlain(bytes)
                sink.trim(paragraph)
            }
        case .instruction:
            if openInstructions > 0, !fields.isEmpty, fields[fields.count - 1].instruction.count < 8_192 {
                fields[fields.count - 1].instruction.append(contentsOf: bytes)
            }
        }
    }

    func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        if !isReplaced() { put(bytes) }
    }

    func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let paragraph = sink.paragraph else { return }
        textLength += bytes.count
        if let last = deletions.last {
            if paragraph.deletedBy == nil {
                paragraph.deletedBy = last.author.map { Clip.text($0, 1_000) }
                paragraph.deletedAt = last.date.map { Clip.text($0, 100) }
            }
            paragraph.deleted.append(bytes, bold: false, language: 0)
        } else {
            let effect = run.resolved(in: paragraphState.style, context.styles)
            let language =
                effect.eastAsian != effect.latin && WordReader.isEastAsian(bytes) ? effect.eastAsian : effect.latin
            if effect.isHidden {
                context.count(.hidden)
                paragraph.hidden.append(bytes, bold: false, language: language)
            } else {
                paragraphState.hasText = true
                paragraph.text.append(bytes, bold: effect.isBold, language: language)
                for index in openAnchors.indices where openAnchors[index].text.count < 200 {
                    openAnchors[index].text.append(contentsOf: bytes)
                }
            }
        }
        sink.trim(paragraph)
    }

    func add(_ text: StaticString) {
        guard openInstructions == 0 else { return }
        text.withUTF8Buffer { add($0) }
    }

    func add(ascii byte: UInt8) {
        guard openInstructions == 0, let paragraph = sink.paragraph, !isReplaced() else { return }
        if deletions.isEmpty {
            paragraph.text.append(ascii: byte)
            sink.trim(paragraph)
        }
    }

    func addSymbol(_ element: borrowing XMLElementStart) {
        guard let digits = element.string(WordName.char.number), let code = UInt32(digits, radix: 16),
            let character = SymbolFont.character(code, font: element.string(WordName.font.number) ?? "")
        else { return }
        guard openInstructions == 0 else { return }
        Array(String(character).utf8).withUnsafeBufferPointer { add($0) }
    }

    /// Whether there is a character of the blocks from U+3000 to U+D7FF, which hold the scripts of East Asia.
    private static func isEastAsian(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        Script.first(in: 0xE3...0xED, of: bytes) != nil
    }

    // MARK: - Notes, links, fields

    /// The place of a note. One in deleted or hidden text has none in the text that is read.
    func addNoteMark(_ element: borrowing XMLElementStart, isEndnote: Bool) {
        guard part == .body, openInstructions == 0, deletions.isEmpty, let paragraph = sink.paragraph,
            let id = element.string(WordName.id.number),
            !run.resolved(in: paragraphState.style, context.styles).isHidden
        else { return }
        paragraph.text.addNote(context.noteNumber(id, isEndnote: isEndnote), isEndnote: isEndnote)
        sink.trim(paragraph)
    }

    func openHyperlink(_ element: borrowing XMLElementStart) {
        guard let paragraph = sink.paragraph else { return }
        var target: String?
        if let id = element.string(WordName.id.number, space: WordSpace.relationships.rawValue) {
            target = relationships[id]?.target
        }
        if let anchor = element.string(WordName.anchor.number), !anchor.isEmpty {
            target = (target ?? "") + "#" + anchor
        }
        paragraph.openLink(checkedLink(target))
    }

    /// The address, or nothing where it may not be a link.
    func checkedLink(_ target: String?) -> String {
        if let checked = LinkTarget.checked(target) { return checked }
        if target?.isEmpty == false {
            context.notices.add(
                .info, "link-left-out", "A link whose address is unsafe or too long was kept as text only.",
                place: sink.placeName)
        }
        return ""
    }

    func field(_ element: borrowing XMLElementStart) {
        if element.has(WordName.fldCharType.number, "begin") {
            context.count(.fields)
            guard fields.count < 64 else { return }
            fields.append(WordField())
            openInstructions += 1
        } else if element.has(WordName.fldCharType.number, "separate") {
            guard let last = fields.indices.last, !fields[last].isInResult else { return }
            fields[last].isInResult = true
            fields[last].textBefore = textLength
            openInstructions -= 1
            if openInstructions == 0, let link = fields[last].linkTarget, let paragraph = sink.paragraph {
                paragraph.openLink(checkedLink(link))
                fields[last].linkIn = ObjectIdentifier(paragraph)
            }
        } else if element.has(WordName.fldCharType.number, "end") {
            guard let field = fields.popLast() else { return }
            if !field.isInResult { openInstructions -= 1 }
            if let paragraph = sink.paragraph, field.linkIn == ObjectIdentifier(paragraph) { paragraph.closeLink() }
            if field.isDropDown, !field.isInResult || textLength == field.textBefore,
                field.choices.indices.contains(field.chosen)
            {
                Array(field.choices[field.chosen].utf8).withUnsafeBufferPointer { add($0) }
            } else if !field.isInResult, openInstructions == 0, let shown = field.buttonText {
                Array(shown.utf8).withUnsafeBufferPointer { add($0) }
            }
        }
    }

    /// A paragraph ends within an instruction: it was not one, or its separator is missing.
    func endInstructions() {
        for index in fields.indices where !fields[index].isInResult {
            fields[index].isInResult = true
            fields[index].textBefore = textLength
        }
        openInstructions = 0
    }

    func fieldChoice(_ element: borrowing XMLElementStart) {
        guard let last = fields.indices.last, fields[last].choices.count < 500 else { return }
        if element.name == WordName.result.number {
            fields[last].chosen = element.integer(WordName.val.number) ?? 0
        } else if let entry = element.string(WordName.val.number) {
            fields[last].choices.append(entry)
        }
    }
}
