import KistModel

/// The reference list entry of the author–date style taught in British universities, as plain text.
enum HarvardStyle {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    static func text(_ work: CitedWork) -> String {
        let isChapter =
            ["chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"].contains(work.kind)
            && !work.container.isEmpty
        let isArticle = !isChapter && !work.container.isEmpty && work.kind != "book"
        let year = "(\(work.year ?? "no date"))"
        var head = names(work.authors)
        if head.isEmpty, !isChapter, !work.editors.isEmpty {
            head = "\(names(work.editors)) (\(work.editors.count == 1 ? "ed." : "eds"))"
        }
        if head.isEmpty, work.isRecord { head = work.publisher }
        let title = isArticle || isChapter ? "‘\(work.title)’" : work.title
        var text = head.isEmpty ? "\(work.title) \(year)" : "\(head) \(year) \(title)"
        if let kind = work.recordKind { text += " [\(kind)]" }
        if isChapter {
            text += ", in "
            if !work.editors.isEmpty { text += "\(names(work.editors)) (\(work.editors.count == 1 ? "ed." : "eds")) " }
            text += stopped(work.container) + published(work, before: " ")
            if !work.pages.isEmpty {
                text = text.hasSuffix(".") ? String(text.dropLast()) + ", \(pages(work))" : text + ", \(pages(work))"
            }
        } else if isArticle {
            text += ", \(work.container)"
            if !work.volume.isEmpty { text += ", \(work.volume)" }
            if !work.issue.isEmpty { text += work.volume.isEmpty ? ", (\(work.issue))" : "(\(work.issue))" }
            if !work.pages.isEmpty {
                text += ", \(pages(work))"
            } else if !work.number.isEmpty {
                text += ", article \(work.number)"
            }
        } else if work.kind == "thesis" {
            text = stopped(text) + " " + (work.genre.isEmpty ? "Thesis" : work.genre)
            if !work.publisher.isEmpty { text += ". \(work.publisher)" }
        } else {
            if !work.edition.isEmpty { text = stopped(text) + " " + edition(work.edition) }
            if work.kind == "report", !work.number.isEmpty { text = stopped(text) + " Report no. \(work.number)" }
            if !work.isRecord || head != work.publisher { text = stopped(text) + published(work, before: " ") }
        }
        text = stopped(text)
        if work.isRecord { return "\(text) Kist record \(work.recordID)." }
        if let doi = work.doi { return "\(text) Available at: https://doi.org/\(doi)." }
        guard let url = work.url else { return text }
        text += " Available at: \(url)"
        if let date = work.accessed, let month = date.month, months.indices.contains(month - 1), let day = date.day {
            text += " (Accessed: \(day) \(months[month - 1]) \(date.year))"
        }
        return text + "."
    }

    /// All of up to three; of more, the first and “et al.”.
    private static func names(_ names: [CSLName]) -> String {
        let all = names.map { NameText.inverted($0, spaced: false) }
        switch all.count {
        case 0: return ""
        case 1: return all[0]
        case 2, 3: return all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1]
        default: return "\(all[0]) et al."
        }
    }

    private static func published(_ work: CitedWork, before space: String) -> String {
        let author = work.authors.count == 1 ? Folding.key(work.authors[0].literal) : ""
        let publisher = !author.isEmpty && author == Folding.key(work.publisher) ? "" : work.publisher
        let text = [work.place, publisher].filter { !$0.isEmpty }.joined(separator: ": ")
        return text.isEmpty ? "" : space + text
    }

    private static func pages(_ work: CitedWork) -> String {
        "\(work.pageSpan.last == nil ? "p." : "pp.") \(work.pagesForPrint)"
    }

    private static func edition(_ text: String) -> String {
        Int(text).map { "\(Ordinal.text($0)) edn" } ?? (text.lowercased().contains("ed") ? text : "\(text) edn")
    }

    private static func stopped(_ text: String) -> String {
        guard let last = text.last else { return "" }
        return ".?!".contains(last) ? text : text + "."
    }
}
