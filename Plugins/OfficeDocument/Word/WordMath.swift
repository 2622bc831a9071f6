import KistPlugin

/// Where the reading of an equation stands. Equations come out as one line: `x=(-b±√(b^2-4ac))/(2a)`.
struct WordMath {
    /// A structure whose arguments are marked off by signs.
    struct Frame {
        var name: WordName
        var begin = "("
        var end = ")"
        var separator = "|"
        var arguments = 0
    }

    var frames: [Frame] = []
    /// Where the arguments that are open begin in the paragraph's text.
    var marks: [Int] = []
}

extension WordReader {
    func startMath(_ name: WordName, _ element: borrowing XMLElementStart) {
        switch name {
        case .oMath: context.count(.equations)
        case .t: target = .math
        case .r: run = WordRun()
        case .d, .rad, .nary, .mr, .m, .f, .sSup, .sSub, .sSubSup, .sPre, .acc, .bar, .box, .borderBox, .groupChr,
            .limLow, .limUpp, .eqArr, .phant, .func:
            var frame = WordMath.Frame(name: name)
            if name == .nary { frame.begin = "∫" }
            math.frames.append(frame)
            if name == .rad { sign("√") }
        case .begChr, .endChr, .sepChr, .chr: change(name, to: character(element))
        case .num, .deg: mark()
        case .den: sign("/"); mark()
        case .sup: sign("^"); mark()
        case .sub, .lim: sign("_"); mark()
        case .e: beginArgument()
        default: break
        }
    }

    func endMath(_ name: WordName) {
        switch name {
        case .t: target = .none
        case .d:
            if let frame = math.frames.popLast(), frame.arguments > 0 { sign(frame.end) }
        case .rad, .nary, .m, .f, .sSup, .sSub, .sSubSup, .sPre, .acc, .bar, .box, .borderBox, .groupChr, .limLow,
            .limUpp, .eqArr, .phant, .func:
            _ = math.frames.popLast()
        case .mr:
            _ = math.frames.popLast()
            sign("; ")
        case .naryPr: if let frame = math.frames.last, frame.name == .nary { sign(frame.begin) }
        case .num, .den, .sup, .sub, .lim: group()
        case .deg: _ = math.marks.popLast()
        case .fName: sign(" ")
        case .e: if math.frames.last?.name == .rad { group() }
        default: break
        }
    }

    /// A structure that has another sign than the usual one.
    private func change(_ name: WordName, to character: String) {
        guard let index = math.frames.indices.last else { return }
        switch (name, math.frames[index].name) {
        case (.begChr, .d), (.chr, .nary): math.frames[index].begin = character
        case (.endChr, .d): math.frames[index].end = character
        case (.sepChr, .d): math.frames[index].separator = character
        default: break
        }
    }

    private func character(_ element: borrowing XMLElementStart) -> String {
        String((element.string(WordName.val.number) ?? "").prefix(2))
    }

    private func sign(_ text: String) { sink.paragraph?.text.appendPlain(text) }

    private func mark() { math.marks.append(sink.paragraph?.text.count ?? 0) }

    private func beginArgument() {
        guard let index = math.frames.indices.last else { return }
        let frame = math.frames[index]
        math.frames[index].arguments += 1
        switch frame.name {
        case .d: sign(frame.arguments == 0 ? frame.begin : frame.separator)
        case .mr: if frame.arguments > 0 { sign(" ") }
        case .eqArr: if frame.arguments > 0 { sign("; ") }
        case .rad: mark()
        default: break
        }
    }

    /// Brackets around an argument of more than one character.
    private func group() {
        guard let start = math.marks.popLast(), let paragraph = sink.paragraph, start < paragraph.text.count else {
            return
        }
        let argument = paragraph.text.bytes[start...]
        let characters = argument.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        guard characters > 1, argument.count < 10_000 else { return }
        paragraph.text.insertPlain(UInt8(ascii: "("), at: start)
        paragraph.text.append(ascii: UInt8(ascii: ")"))
    }
}
