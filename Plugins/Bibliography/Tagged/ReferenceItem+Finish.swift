/// Putting the gathered fields together, once all are known.
extension ReferenceItem {
    mutating func finish() {
        builder.set(.type, kind)
        if let key { set(.id, key) }
        finishTitles()
        finishNames()
        finishDates()
        finishPages()
        finishNumbers()
        finishAddresses()
        if let first = abstracts.first { set(.abstract, first) }
        for other in abstracts.dropFirst() { builder.keep("abstract", record.bytes, other) }
        join(keywords, .keyword, "; ")
        join(notes, .note, "\n")
    }

    private mutating func join(_ values: [Range<Int>], _ variable: CSLVariable, _ joint: String) {
        guard let first = values.first else { return }
        guard values.count > 1 || variable == .keyword else { return set(variable, first) }
        var joined: [UInt8] = []
        for value in values {
            if !joined.isEmpty { joined.append(contentsOf: joint.utf8) }
            if variable == .keyword, record.bytes[value].contains(0x0A) {
                let lines = text(value).split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
                joined.append(contentsOf: lines.joined(separator: joint).utf8)
            } else {
                joined.append(contentsOf: record.bytes[value])
            }
        }
        builder.set(variable, joined, 0..<joined.count)
    }

    // MARK: - Titles

    private mutating func finishTitles() {
        var main = titles.first
        for other in titles.dropFirst() {
            if let main, record.same(main, other) { continue }
            builder.keep("title", record.bytes, other)
        }
        if main == nil, kind == "book" { (main, bookTitle) = (bookTitle ?? secondTitle ?? journal, nil) }
        if kind == "thesis", let title = main, let rest = secondTitle, PersonName.startsLower(text(rest)[...]) {
            // Pure writes the subtitle of a thesis there.
            (main, secondTitle) = (record.add("\(text(title)): \(text(rest))"), nil)
        }
        if let main { set(.title, main) }
        switch kind {
        case "book", "report", "thesis":
            if let secondTitle, !same(secondTitle, main) { series(secondTitle, "T2") }
            if let bookTitle { builder.keep("BT", record.bytes, bookTitle) }
            if let journal = journal ?? journalShort, !same(journal, main) { set(.containerTitle, journal) }
        default:
            let container = journal ?? secondTitle ?? bookTitle
            if let container = container ?? journalShort { set(.containerTitle, container) }
            if let journalShort, container != nil, !same(journalShort, container) {
                set(.containerTitleShort, journalShort)
            }
            if let secondTitle, journal != nil, !same(secondTitle, journal) {
                builder.keep("T2", record.bytes, secondTitle)
            }
            if let bookTitle, !same(bookTitle, container) { builder.keep("BT", record.bytes, bookTitle) }
            if main == nil, kind == "periodical", let container { set(.title, container) }
        }
        if let seriesTitle { series(seriesTitle, "T3") }
    }

    private func same(_ a: Range<Int>, _ b: Range<Int>?) -> Bool { b.map { record.same(a, $0) } ?? false }

    private mutating func series(_ value: Range<Int>, _ name: String) {
        if builder.has(.collectionTitle) {
            builder.keep(name, record.bytes, value)
        } else {
            set(.collectionTitle, value)
        }
    }

    // MARK: - Dates

    private mutating func finishDates() {
        if dates.count == 1, dateParts.isEmpty, dates[0].count == 4, let year = PartialDate.year(in: text(dates[0])) {
            return builder.set(.issued, PartialDate(year: year))
        }
        let read = dates.map { ReferenceDate.read(text($0)) }
        guard var best = read.lazy.compactMap({ $0 }).first else {
            for value in dates + dateParts {
                if builder.has(.issued) || !record.bytes[value].contains(where: { ASCII.isLetter($0) }) {
                    builder.keep("date", record.bytes, value)
                } else {
                    builder.setLiteralDate(.issued, text(value))
                }
            }
            return
        }
        // Another line may know month and day of the same year.
        for date in read.compactMap({ $0 }) where date.year == best.year { complete(&best, date) }
        for value in dateParts {
            let words = text(value)
            if let date = ReferenceDate.read(words), date.year == best.year {
                complete(&best, date)
            } else if let found = PartialDate.dayAndMonth(words) {
                complete(&best, PartialDate(year: best.year, month: found.month, day: found.day))
            } else if let season = PartialDate.season(words) {
                complete(&best, PartialDate(year: best.year, season: season))
            } else {
                builder.keep("date", record.bytes, value)
            }
        }
        builder.set(.issued, best)
        for (value, date) in zip(dates, read) where date == nil || date?.year != best.year {
            builder.keep("date", record.bytes, value)
        }
    }

    private func complete(_ best: inout PartialDate, _ date: PartialDate) {
        if best.month == nil, best.season == nil {
            (best.month, best.season, best.day) = (date.month, date.season, date.day)
        }
        if best.month == date.month, best.day == nil { best.day = date.day }
    }

    // MARK: - Pages and numbers

    private mutating func finishPages() {
        if let pages {
            let text = Identifiers.pages(text(pages))
            if ["book", "thesis", "report"].contains(kind), !text.contains("-"), start == nil {
                builder.set(.numberOfPages, text)
            } else {
                builder.set(.page, Identifiers.fullPages(text))
            }
        }
        guard let start else {
            if let end { builder.setIfMissing(.page, Identifiers.pages(text(end))) }
            if let articleNumber { builder.set(builder.has(.page) ? .number : .page, text(articleNumber)) }
            return
        }
        let isRange = record.bytes[start].contains(UInt8(ascii: "-"))
        let isWhole = kind == "book" || kind == "thesis" || kind == "report"
        if let end, !record.same(start, end) {
            if isRange {
                builder.set(.page, Identifiers.pages(text(start)))
            } else if isNumber(start), isNumber(end) {
                let range = record.add(start, "-", end)
                builder.set(.page, record.bytes, range)
            } else {
                builder.set(.page, Identifiers.pages("\(text(start))-\(text(end))"))
            }
        } else if isWhole, !isRange, end == nil {
            set(.numberOfPages, start)
        } else {
            builder.set(.page, Identifiers.pages(text(start)))
        }
        if let articleNumber { builder.set(.number, text(articleNumber)) }
    }

    private func isNumber(_ range: Range<Int>) -> Bool { record.bytes[range].allSatisfy { ASCII.isDigit($0) } }

    private mutating func finishNumbers() {
        if let issue {
            let isSerial = kind.hasPrefix("article") || kind == "periodical" || kind == "paper-conference"
            set(isSerial ? .issue : .number, issue)
        }
        for value in numbers {
            let text = text(value)
            let variable: CSLVariable? = Identifiers.isISSN(text) ? .ISSN : Identifiers.isISBN(text) ? .ISBN : nil
            if let variable, !builder.has(variable) {
                set(variable, value)
            } else if variable == nil, numbers.count == 1, ["book", "chapter"].contains(kind) || value.count > 13 {
                set(.ISBN, value)
            } else {
                builder.keep("SN", record.bytes, value)
            }
        }
        if !issns.isEmpty { serials(issns, .ISSN) }
        if !isbns.isEmpty { serials(isbns, .ISBN) }
        for value in kinds {
            let text = text(value)
            if value.count < 200, let doi = Identifiers.doi(text) {
                builder.setIfMissing(.DOI, doi)
            } else {
                builder.setIfMissing(.genre, text)
                if builder.text(.genre) != text { builder.keep("M3", text) }
            }
        }
        if let database, !builder.has(.source) { set(.source, database) }
        guard let accession else { return }
        let number = text(accession)
        if database.map({ text($0).lowercased() }) == "pubmed", number.utf8.allSatisfy({ ASCII.isDigit($0) }) {
            builder.setIfMissing(.PMID, number)
        } else if number.hasPrefix("PMC") {
            builder.setIfMissing(.PMCID, number)
        } else if number.hasPrefix("MEDLINE:") {
            builder.setIfMissing(.PMID, String(number.dropFirst(8)))
        } else {
            builder.keep("accession", number)
        }
    }

    /// `2277-9175 (Electronic)`, `ISBN 978-…`.
    private mutating func serials(_ values: [Range<Int>], _ variable: CSLVariable) {
        for value in values {
            let number = Identifiers.serial(text(value))
            if !builder.has(variable) {
                builder.set(variable, number)
            } else if builder.text(variable) != number {
                builder.keep(variable.name, record.bytes, value)
            }
        }
    }

    private mutating func finishAddresses() {
        for value in addresses {
            let text = text(value)
            // Several addresses in one field, as Reference Manager and EndNote write them.
            let parts = text.contains("; http") ? text.split(separator: ";") : text.split(separator: "\n")
            for part in parts {
                let address = part.trimmed
                if builder.has(.URL) { builder.keep("URL", address) } else { builder.set(.URL, address) }
            }
        }
        if !builder.has(.DOI), let address = builder.text(.URL), let doi = Identifiers.doi(inAddress: address) {
            builder.set(.DOI, doi)
        }
    }
}
