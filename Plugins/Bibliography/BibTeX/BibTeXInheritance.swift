/// What an entry takes over from the one that it refers to by `crossref` or `xdata`.
enum BibTeXInheritance {
    /// Deepest chain of references that is followed.
    static let maximumDepth = 8

    /// The keys that an entry refers to, `xdata` first.
    static func references(of entry: BibTeXEntry) -> [(key: String, isCrossref: Bool)] {
        var keys: [(String, Bool)] = []
        for field in entry.fields {
            if field.name == "xdata" {
                let text = ASCII.text(entry.bytes, field.value)
                for key in text.split(separator: ",").prefix(100) where !key.trimmed.isEmpty {
                    keys.append((key.trimmed, false))
                }
            } else if field.name == "crossref" {
                let key = ASCII.text(entry.bytes, ASCII.trimmed(entry.bytes, field.value))
                if !key.isEmpty { keys.append((key, true)) }
            }
        }
        return keys
    }

    static func refers(_ entry: BibTeXEntry) -> Bool {
        for field in entry.fields where field.name == "crossref" || field.name == "xdata" { return true }
        return false
    }

    /// Fills the fields that `entry` lacks from `parent`.
    static func inherit(_ entry: inout BibTeXEntry, from parent: BibTeXEntry, isCrossref: Bool) {
        let isPart = BibTeXTypes.isPart(entry.type)
        for field in parent.fields {
            guard isCrossref else {
                add(field.name, field, parent, to: &entry)
                continue
            }
            guard !own.contains(field.name) else { continue }
            switch field.name {
            case "title" where isPart: add("booktitle", field, parent, to: &entry)
            case "subtitle" where isPart: add("booksubtitle", field, parent, to: &entry)
            case "titleaddon" where isPart: add("booktitleaddon", field, parent, to: &entry)
            case "shorttitle" where isPart: continue
            case "author" where isPart && parent.type.hasSuffix("book"):
                add(
                    entry.range("author") == nil && entry.type == "inbook" ? "author" : "bookauthor", field, parent,
                    to: &entry)
            case "title" where entry.type == "article" || entry.type == "suppperiodical":
                add("journaltitle", field, parent, to: &entry)
            case "subtitle" where entry.type == "article" || entry.type == "suppperiodical":
                add("journalsubtitle", field, parent, to: &entry)
            default: add(field.name, field, parent, to: &entry)
            }
        }
    }

    private static func add(
        _ name: String, _ field: BibTeXEntry.Field, _ parent: BibTeXEntry, to entry: inout BibTeXEntry
    ) {
        // `year` and `date` say the same, as do `journal` and `journaltitle`.
        if entry.range(name) != nil { return }
        if name == "date" || name == "year" || name == "month", entry.range("date") ?? entry.range("year") != nil {
            return
        }
        if name == "journaltitle", entry.range("journal") != nil { return }
        guard entry.fields.count < 200, field.value.count < 64 * 1024 else { return }
        entry.append(name, parent.bytes[field.value], isBare: field.isBare)
    }

    /// Fields that belong to one entry alone.
    private static let own: Set<String> = [
        "crossref", "xdata", "xref", "ids", "entryset", "entrysubtype", "execute", "label", "options", "presort",
        "related",
        "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey", "keywords", "doi",
        "url",
        "urldate", "eprint", "eprinttype", "eprintclass", "archiveprefix", "abstract", "file", "pages", "pagetotal",
        "annotation",
        "annote", "note", "timestamp", "biburl", "bibsource", "groups", "owner", "type",
    ]
}
