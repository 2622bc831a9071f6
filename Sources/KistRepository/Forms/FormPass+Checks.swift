import KistModel
import KistProtocol

extension FormPass {
    /// Drops the lines of a web page's comment and login box.
    mutating func removePageFurniture() {
        let found = blocks.indices.filter { blocks[$0].kind != .table && PageFurniture.isFurniture(blocks[$0].text) }
        let sure = found.filter { !PageFurniture.needsCompany.contains(Folding.key(blocks[$0].text)) }
        guard let first = sure.first else { return }
        // Common words go only near two or more lines that are surely the box's.
        var near: Set<Int> = []
        if sure.count >= 2 { for index in sure { for other in max(0, index - 12)...index + 12 { near.insert(other) } } }
        let dropped = Set(sure + found.filter { near.contains($0) })
        let place = blocks[first].place
        blocks = blocks.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
        warn(
            "page-furniture",
            "\(dropped.count) \(dropped.count == 1 ? "line" : "lines") of a web page's comment or login box \(dropped.count == 1 ? "was" : "were") left out.",
            place: place)
    }

    /// Warns of texts that somebody forgot to replace.
    mutating func checkPlaceholders(_ texts: [(text: String, place: String)]) {
        for (text, place) in texts {
            if let found = Placeholders.find(in: text) {
                warn("placeholder", "“\(found)” was probably meant to be replaced by a text.", place: place)
                if warnings.count > 50 { return }
            }
        }
    }

    /// Holds a record back that shows marks of personal data.
    mutating func checkPrivacy(_ texts: [(text: String, place: String)]) {
        guard let field = type.field(role: "sensitivity") else { return }
        var places: [PrivacySignals.Signal: (first: String, count: Int)] = [:]
        for (text, place) in texts {
            for signal in PrivacySignals.find(in: text) {
                places[signal] = (places[signal]?.first ?? place, (places[signal]?.count ?? 0) + 1)
            }
        }
        guard !places.isEmpty else { return }
        for signal in PrivacySignals.Signal.allCases {
            guard let (first, count) = places[signal] else { continue }
            warn(
                "personal-data",
                "This looks like a \(signal.rawValue)\(count > 1 ? ", and \(count - 1) more" : ""). Take it out, or state the sensitivity after checking.",
                place: first)
        }
        // Who states the sensitivity has looked; pupils' data is held in any case.
        let isStated = fields[field.name] != nil
        guard !isStated || places.keys.contains(where: \.isPupilData) else { return }
        if case .found(let hold) = vocabularies.resolve("hold", in: field.vocabularies) {
            fields[field.name] = .string(hold.id)
        }
    }

    /// Every text of the document with its place, except what private fields hold.
    func allTexts() -> [(text: String, place: String)] {
        let hidden = Set(type.fields.filter(\.isPrivate).map(\.name))
        let privatePlaces = Set(recognised.filter { hidden.contains($0.field) }.map(\.place))
        var texts: [(String, String)] = []
        for block in blocks where !privatePlaces.contains(block.place) {
            if block.kind == .table {
                for (row, cells) in block.rows.enumerated() {
                    let place = block.place.isEmpty ? "row \(row + 1)" : "\(block.place), row \(row + 1)"
                    guard !privatePlaces.contains(place) else { continue }
                    texts.append((cells.map(\.text).joined(separator: ": "), place))
                }
            } else if !block.text.isEmpty {
                texts.append((block.text, block.place))
            }
        }
        return texts
    }
}
