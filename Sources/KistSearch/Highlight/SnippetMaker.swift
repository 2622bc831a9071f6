/// Chooses the piece of a document's text that shows best why it matched.
final class SnippetMaker {
    private struct Choice {
        var field: Int
        var passage: TextPassage
        var marks: [MarkFinder.Mark]
        /// The marks that the piece is chosen for.
        var shown: Range<Int>
        var worth: Int
        var span: Int
    }

    private let schema: SearchSchema
    private let highlights: Highlights
    private var finders: [Int: MarkFinder] = [:]
    /// By part: the beginning of the last piece that was seen to have it.
    private var seen: [Int]
    private var round = 0

    init(schema: SearchSchema, highlights: Highlights) {
        self.schema = schema
        self.highlights = highlights
        seen = highlights.weights.map { _ in 0 }
    }

    /// The best piece among the fields asked for; without any match the beginning of the first text.
    func snippet(_ texts: [Int: [TextPassage]], _ request: SnippetRequest) -> Snippet? {
        let limit = max(request.maximumLength, 1)
        var best: Choice?
        for name in request.fields {
            guard let field = schema.number(of: name), let passages = texts[field], !highlights.fields[field].isEmpty
            else { continue }
            let finder = finders[field] ?? MarkFinder(highlights.fields[field], schema.fields[field])
            finders[field] = finder
            for passage in passages {
                var text = passage.text
                let marks = text.withUTF8 { finder.marks(in: $0) }
                guard let (shown, worth, span) = choose(marks, limit) else { continue }
                if worth > best?.worth ?? 0 || (worth == best?.worth && span < best?.span ?? 0) {
                    best = Choice(
                        field: field, passage: passage, marks: marks, shown: shown, worth: worth, span: span)
                }
            }
        }
        if let best { return cut(best.field, best.passage, best.marks, best.shown, limit) }
        for name in request.fields {
            guard let field = schema.number(of: name),
                let passage = texts[field]?.first(where: { $0.text.contains { !$0.isWhitespace } })
            else { continue }
            return cut(field, passage, [], 0..<0, limit)
        }
        return nil
    }

    /// The marks within reach of one another that are worth most: each part of the query counts once, the rarer the
    /// more; of equal ones those that stand closest, then the first.
    private func choose(_ marks: [MarkFinder.Mark], _ limit: Int) -> (shown: Range<Int>, worth: Int, span: Int)? {
        var best: (shown: Range<Int>, worth: Int, span: Int)?
        for first in marks.indices {
            round += 1
            var worth = 0
            var end = first
            var at = first
            while at < marks.count, at == first || marks[at].end - marks[first].start <= limit {
                if seen[marks[at].part] != round {
                    seen[marks[at].part] = round
                    worth += highlights.weights[marks[at].part]
                    end = at + 1
                }
                at += 1
            }
            let span = marks[end - 1].end - marks[first].start
            if worth > best?.worth ?? 0 || (worth == best?.worth && span < best?.span ?? 0) {
                best = (first..<end, worth, span)
            }
        }
        return best
    }

    // MARK: - Text

    /// A piece of at most `limit` UTF-16 units around the marks shown: a little before the first, the rest after the
    /// last; what one side cannot use goes to the other.
    private func cut(
        _ field: Int, _ passage: TextPassage, _ marks: [MarkFinder.Mark], _ shown: Range<Int>, _ limit: Int
    ) -> Snippet {
        var text = passage.text
        text.makeContiguousUTF8()
        let first = shown.isEmpty ? 0 : marks[shown.lowerBound].start
        let last = shown.isEmpty ? 0 : marks[shown.upperBound - 1].end
        let (low, high) = text.withUTF8 { Self.reach(UTF16Steps($0), first, last, limit) }
        let at = { (offset: Int) in text.utf8.index(text.startIndex, offsetBy: offset) }
        // Whole characters and, where that is possible, whole words.
        var start = Boundary.down(text, at(low))
        if start < at(low) { start = text.index(after: start) }
        var end = max(Boundary.down(text, at(high)), start)
        start = Boundary.afterSpace(text, from: start, to: max(at(first), start))
        end = Boundary.beforeSpace(text, from: end, to: max(at(last), start))
        let from = text.utf8.distance(from: text.startIndex, to: start)
        let to = text.utf8.distance(from: text.startIndex, to: end)
        // Of marks that stick out none is shown, unless there is no other.
        var inside = marks.filter { $0.start >= from && $0.end <= to }
        if inside.isEmpty { inside = marks.filter { $0.end > from && $0.start < to } }
        let wholes = inside.map { mark -> Range<Int> in
            let down = Boundary.down(text, at(max(mark.start, from)))
            let inside = Boundary.down(text, at(min(mark.end, to)))
            let up = inside < at(min(mark.end, to)) ? text.index(after: inside) : inside
            return max(
                text.utf8.distance(from: text.startIndex, to: down), from)..<min(
                    text.utf8.distance(from: text.startIndex, to: up), to)
        }
        let ranges = text.withUTF8 { bytes -> [Range<Int>] in
            let steps = UTF16Steps(bytes)
            var units = 0
            var counted = from
            var ranges: [Range<Int>] = []
            for mark in wholes where mark.lowerBound >= counted && !mark.isEmpty {
                units += steps.count(counted, mark.lowerBound)
                let length = steps.count(mark.lowerBound, mark.upperBound)
                ranges.append(units..<(units + length))
                units += length
                counted = mark.upperBound
            }
            return ranges
        }
        return Snippet(
            field: schema.fields[field].name, text: String(text[start..<end]), marks: ranges, place: passage.place,
            isCutAtStart: start > text.startIndex, isCutAtEnd: end < text.endIndex)
    }

    /// Where the piece may begin and end at most, in bytes.
    private static func reach(_ steps: UTF16Steps, _ first: Int, _ last: Int, _ limit: Int) -> (low: Int, high: Int) {
        let inner = steps.count(first, last)
        guard inner <= limit else { return (first, steps.forward(first, limit).offset) }
        let room = limit - inner
        let before = steps.backward(first, room).units
        let after = steps.forward(last, room).units
        let earlier = min(before, max(room / 3, room - after))
        return (steps.backward(first, earlier).offset, steps.forward(last, room - earlier).offset)
    }
}

/// Counts UTF-16 units in UTF-8. The bytes outlive it.
struct UTF16Steps {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    func count(_ from: Int, _ to: Int) -> Int {
        var units = 0
        for index in from..<max(from, to) { units &+= Self.units(bytes[index]) }
        return units
    }

    /// The units that the scalar that begins with a byte has; none for a byte inside one.
    @inline(__always)
    private static func units(_ byte: UInt8) -> Int { byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }

    /// Forward from the beginning of a scalar by whole ones, at most so many units.
    func forward(_ start: Int, _ most: Int) -> (offset: Int, units: Int) {
        var at = start
        var units = 0
        while at < bytes.count {
            let next = Self.units(bytes[at])
            guard units + next <= most else { break }
            units += next
            at += 1
        }
        return (at, units)
    }

    /// The same backward.
    func backward(_ start: Int, _ most: Int) -> (offset: Int, units: Int) {
        var at = start
        var kept = start
        var units = 0
        while at > 0 {
            at -= 1
            let next = Self.units(bytes[at])
            guard next > 0 else { continue }
            guard units + next <= most else { break }
            units += next
            kept = at
        }
        return (kept, units)
    }
}
