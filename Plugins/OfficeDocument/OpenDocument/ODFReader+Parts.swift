import KistPlugin

extension ODFReader {
    // MARK: - Repeated cells and rows: only as far as they hold something, and within bounds

    func repeatCell() {
        guard cellRepeat > 1, let table = sink.table, !table.isNested, let last = table.row.last else { return }
        defer { cellRepeat = 1 }
        if last.text.isEmpty {
            table.repeatLast(min(cellRepeat - 1, TableBuilder.widest - 1))
        } else {
            table.repeatLast(allowed(min(cellRepeat - 1, TableBuilder.widest - 1), asked: cellRepeat - 1))
        }
    }

    func repeatRow() {
        guard rowRepeat > 1, let table = sink.table, !table.isNested, let last = table.rows.last else { return }
        defer { rowRepeat = 1 }
        guard last.contains(where: { !$0.text.isEmpty }) else { return }
        let asked = rowRepeat - 1
        let width = max(1, last.count)
        let copies = allowed(
            min(asked, 1_024) * width,
            asked: asked.multipliedReportingOverflow(by: width).overflow ? .max : asked * width)
        table.repeatLastRow(copies / width)
    }

    private func allowed(_ wanted: Int, asked: Int) -> Int {
        let cells = min(wanted, context.repeats)
        context.repeats -= cells
        if cells < asked {
            context.notices.add(
                .warning, "limit-repeats", "A table repeats cells far too often; the copies were left out.",
                place: sink.placeName)
        }
        return cells
    }

    // MARK: - Form controls

    /// What a person reads on a control: its label, and what has been filled in.
    func startForm(_ element: borrowing XMLElementStart) {
        let words = [ODFName.label, .title, .currentValue, .value].compactMap { name -> String? in
            guard let text = element.string(name.number, space: ODFSpace.form.rawValue), !text.isEmpty else {
                return nil
            }
            return Clip.text(text, 10_000)
        }
        guard !words.isEmpty else { return }
        context.count(.forms)
        var seen: Set<String> = []
        sink.deliver(
            DocumentBlock(
                part: .embedded, text: words.filter { seen.insert($0).inserted }.joined(separator: "\t"),
                place: "form control \(context.counts[.forms] ?? 1)"))
    }

    // MARK: - Pictures and formulas

    /// The name of a part of this package that `xlink:href` names.
    func localPath(_ element: borrowing XMLElementStart) -> String? {
        guard let href = element.string(ODFName.href.number), !href.isEmpty else { return nil }
        guard !href.utf8.contains(UInt8(ascii: ":")), !href.hasPrefix("/"),
            let path = Relationships.resolve(href, in: "")
        else {
            context.count(.linked)
            return nil
        }
        return path
    }

    func endPicture() {
        guard let picture else { return }
        self.picture = nil
        guard !picture.bytes.isEmpty else {
            context.notices.add(
                .warning, "picture-damaged", "A picture in the document cannot be decoded.", place: sink.placeName)
            return
        }
        if frames.last?.hasObject == true { return }
        context.addPicture(picture.bytes, alt: frames.last?.alt, isWhole: picture.isSound && context.mayKeep(0))
    }

    func endMath() {
        context.count(.formulas)
        let source = mathSource.isEmpty ? mathText : mathSource
        let text = String(decoding: Trim.spaces(source[...]), as: UTF8.self)
        guard !text.isEmpty else { return }
        sink.deliver(
            DocumentBlock(
                kind: .equation, part: part == .embedded ? .body : part, text: Clip.text(text, 60_000),
                place: "formula \(context.counts[.formulas] ?? 1)"))
    }
}
