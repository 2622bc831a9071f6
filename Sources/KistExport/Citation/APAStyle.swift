import KistModel

/// The reference list entry of the APA style, 7th edition, as plain text.
enum APAStyle {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    static func text(_ work: CitedWork) -> String {
        var parts: [String] = []
        let date = "(\(self.date(work)))."
        let names = authors(work.authors)
        let isChapter =
            ["chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"].contains(work.kind)
            && !work.container.isEmpty
        if !names.isEmpty {
            parts = [stopped(names), date, title(work)]
        } else if !work.editors.isEmpty, !isChapter {
            parts = [
                stopped("\(authors(work.editors)) (\(work.editors.count == 1 ? "Ed." : "Eds."))"), date, title(work),
            ]
        } else if work.isRecord, !work.publisher.isEmpty {
            parts = [stopped(work.publisher), date, title(work)]
        } else {
            parts = [title(work), date]
        }
        parts += source(work, isChapter: isChapter, author: names)
        if let link = link(work) { parts.append(link) }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: - Elements

    /// Up to twenty names; of more, the first nineteen and the last.
    static func authors(_ names: [CSLName]) -> String {
        let all = names.map { NameText.inverted($0, spaced: true) }
        switch all.count {
        case 0: return ""
        case 1: return all[0]
        case 2...20: return all.dropLast().joined(separator: ", ") + ", & " + all[all.count - 1]
        default: return all.prefix(19).joined(separator: ", ") + ", . . . " + all[all.count - 1]
        }
    }

    private static func date(_ work: CitedWork) -> String {
        guard let year = work.year else { return "n.d." }
        let wantsDay = [
            "webpage", "post", "post-weblog", "article-newspaper", "article-magazine", "broadcast", "speech",
        ].contains(work.kind)
        guard wantsDay, let month = work.month, months.indices.contains(month - 1) else { return year }
        return work.day.map { "\(year), \(months[month - 1]) \($0)" } ?? "\(year), \(months[month - 1])"
    }

    private static func title(_ work: CitedWork) -> String {
        var notes: [String] = []
        if !work.edition.isEmpty { notes.append(edition(work.edition)) }
        if ["book", "report"].contains(work.kind), !work.volume.isEmpty { notes.append("Vol. \(work.volume)") }
        if work.kind == "report", !work.number.isEmpty {
            notes.append(work.genre.isEmpty ? "Report No. \(work.number)" : "\(work.genre) No. \(work.number)")
        }
        var text = work.title
        if !notes.isEmpty { text += " (\(notes.joined(separator: ", ")))" }
        if let kind = work.recordKind {
            text += " [\(kind)]"
        } else if work.kind == "thesis" {
            let genre = work.genre.isEmpty ? "Thesis" : work.genre
            text += " [\([genre, work.publisher].filter { !$0.isEmpty }.joined(separator: ", "))]"
        } else if work.kind == "dataset" {
            text += " [Data set]"
        }
        return stopped(text)
    }

    private static func source(_ work: CitedWork, isChapter: Bool, author: String) -> [String] {
        if work.isRecord {
            let hub = work.authors.isEmpty ? "" : work.publisher
            return [stopped(hub), "Kist record \(work.recordID)."]
        }
        if isChapter {
            var text = "In "
            if !work.editors.isEmpty {
                text += "\(editors(work.editors)) (\(work.editors.count == 1 ? "Ed." : "Eds.")), "
            }
            text += work.container
            var notes: [String] = []
            if !work.volume.isEmpty { notes.append("Vol. \(work.volume)") }
            if !work.pages.isEmpty { notes.append("\(work.pageSpan.last == nil ? "p." : "pp.") \(work.pagesForPrint)") }
            if !notes.isEmpty { text += " (\(notes.joined(separator: ", ")))" }
            return [stopped(text), stopped(work.publisher)]
        }
        if !work.container.isEmpty, work.kind != "book" {
            var text = work.container
            if !work.volume.isEmpty { text += ", \(work.volume)" }
            if !work.issue.isEmpty { text += work.volume.isEmpty ? ", (\(work.issue))" : "(\(work.issue))" }
            if !work.pages.isEmpty {
                text += ", \(work.pagesForPrint)"
            } else if !work.number.isEmpty {
                text += ", Article \(work.number)"
            }
            return [stopped(text)]
        }
        if work.kind == "thesis" { return [] }
        let publisher = Folding.key(work.publisher) == Folding.key(author) ? "" : work.publisher
        return [stopped(publisher)]
    }

    private static func editors(_ names: [CSLName]) -> String {
        let all = names.map(NameText.direct)
        if all.count <= 2 { return all.joined(separator: " & ") }
        return all.dropLast().joined(separator: ", ") + ", & " + all[all.count - 1]
    }

    private static func link(_ work: CitedWork) -> String? {
        if let doi = work.doi { return "https://doi.org/\(doi)" }
        guard let url = work.url else { return nil }
        return url
    }

    /// `2` → `2nd ed.`; words stay.
    private static func edition(_ text: String) -> String {
        guard let number = Int(text) else {
            return text.hasSuffix("ed.") || text.lowercased().contains("edition") ? text : "\(text) ed."
        }
        return "\(Ordinal.text(number)) ed."
    }

    /// Ends with a full stop unless it ends a sentence already.
    private static func stopped(_ text: String) -> String {
        guard let last = text.last else { return "" }
        return ".?!".contains(last) ? text : text + "."
    }
}
