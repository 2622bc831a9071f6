import KistRepository

/// Shows an answer to people: number, title, type, and one line that says why it matched, in 60 columns where need be.
struct SearchPrinter {
    let output: Output
    let repository: Repository

    init(_ output: Output, repository: Repository) {
        self.output = output
        self.repository = repository
    }

    func show(_ answer: SearchAnswer, question: SearchQuestion) {
        for (index, hit) in answer.hits.enumerated() {
            if hit.isPartial, index == 0 || !answer.hits[index - 1].isPartial {
                output.line(output.faint("These match most of the words:"))
            }
            show(hit, number: question.offset + index + 1)
        }
        for facet in answer.facets where !facet.values.isEmpty {
            output.line("")
            output.line(output.bold(facet.label))
            for value in facet.values { output.line("  \(value.count)  \(output.shown(value.label))") }
        }
        if answer.hits.isEmpty {
            output.note("Nothing matches.")
        } else {
            output.line("")
            output.line(summary(answer, question: question))
        }
        if !answer.expanded.isEmpty {
            output.note("Also searched: \(answer.expanded.joined(separator: ", ")).  (--no-expand leaves them out)")
        }
        for note in answer.notes { output.note(output.shown(note)) }
        for suggestion in answer.suggestions { output.note("Try: kist search \(output.shown(suggestion))") }
    }

    private func show(_ hit: SearchAnswer.Hit, number: Int) {
        let columns = output.columns
        let prefix = "\(number). "
        let type = repository.typeLabel(hit.card.type)
        let title = output.shown(hit.card.title)
        let mark = hit.card.isRetracted ? "  RETRACTED" : ""
        let lines = TextLayout.wrap(prefix + title + "  [\(type)]" + mark, columns: columns, indent: prefix.count)
        for line in lines { output.line(output.bold(line)) }
        let indent = String(repeating: " ", count: prefix.count)
        if let tally = repository.tallyLine(hit.card) { output.line(indent + output.shown(tally)) }
        if let snippet = hit.snippet {
            let text = marked(snippet, columns: columns - prefix.count)
            output.line(indent + text)
        } else if !hit.card.summary.isEmpty {
            output.line(indent + TextLayout.cut(output.shown(hit.card.summary), columns: columns - prefix.count))
        }
        for reason in hit.explanation {
            let lines = TextLayout.wrap(indent + output.shown(reason), columns: columns, indent: prefix.count + 2)
            for line in lines { output.line(output.faint(line)) }
        }
    }

    /// The passage with its matches in colour, or between asterisks where there is none.
    private func marked(_ passage: SearchAnswer.Passage, columns: Int) -> String {
        let units = Array(passage.text.utf16)
        var out = ""
        var position = 0
        for mark in passage.marks where mark.lowerBound >= position && mark.upperBound <= units.count {
            out += output.shown(String(decoding: units[position..<mark.lowerBound], as: UTF16.self))
            out += output.marked(output.shown(String(decoding: units[mark], as: UTF16.self)))
            position = mark.upperBound
        }
        out += output.shown(String(decoding: units[position...], as: UTF16.self))
        return output.colour ? out : TextLayout.cut(out, columns: columns)
    }

    private func summary(_ answer: SearchAnswer, question: SearchQuestion) -> String {
        let shown = answer.hits.count
        var text = answer.total == 1 ? "1 record matches" : "\(answer.total) records match"
        if answer.partial > 0 { text += ", \(answer.partial) more in part" }
        let first = question.offset + 1
        if shown < answer.total + answer.partial { text += "; shown are \(first) to \(question.offset + shown)" }
        return text + ". kist show \(first) --chain opens one with its evidence."
    }
}
