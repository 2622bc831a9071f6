import KistModel

// Cutting values down to what the other side takes. A plugin's slip costs a link, not the file.

extension String {
    /// Cuts the text after at most `limit` bytes, between characters. Returns whether anything went.
    mutating func fit(_ limit: Int) -> Bool {
        guard utf8.count > limit else { return false }
        self = String(Substring(utf8[..<utf8.index(utf8.startIndex, offsetBy: boundary(atOrBefore: limit))]))
        return true
    }

    /// The largest offset not after `offset` at which no character is cut. `offset` is at most the text's length.
    func boundary(atOrBefore offset: Int) -> Int {
        var result = offset
        while result > 0, !ByteSpan.isBoundary(result, in: utf8) { result -= 1 }
        return result
    }
}

extension String? {
    mutating func fit(_ limit: Int) -> Bool {
        guard var text = self, text.fit(limit) else { return false }
        self = text
        return true
    }
}

extension [String] {
    mutating func fit(count: Int = ProtocolLimits.list, _ limit: Int) -> Bool {
        var lost = self.count > count
        if lost { removeSubrange(count...) }
        for index in indices where self[index].fit(limit) { lost = true }
        return lost
    }
}

extension Array {
    /// Drops the items that do not lie in `text`, and those beyond the limit.
    mutating func fit(in text: String, _ isGood: (Element) -> ByteSpan?) -> Bool {
        if isEmpty { return false }
        let before = count
        removeAll { item in
            guard let span = isGood(item) else { return true }
            return span.start < 0 || span.start > span.end || span.end > text.utf8.count
                || !ByteSpan.isBoundary(span.start, in: text.utf8) || !ByteSpan.isBoundary(span.end, in: text.utf8)
        }
        if count > ProtocolLimits.spans { removeSubrange(ProtocolLimits.spans...) }
        return count != before
    }
}

extension [TextLink] {
    mutating func fit(in text: String) -> Bool {
        fit(in: text) { $0.target.utf8.count <= ProtocolLimits.line ? ByteSpan(start: $0.start, end: $0.end) : nil }
    }
}

extension [LanguageRun] {
    mutating func fit(in text: String) -> Bool {
        fit(in: text) { $0.language.utf8.count <= ProtocolLimits.name ? ByteSpan(start: $0.start, end: $0.end) : nil }
    }
}

extension [ByteSpan] {
    mutating func fit(in text: String) -> Bool { fit(in: text) { $0 } }
}

extension JSONObject {
    /// Keeps the first members whose names are short and whose values `keep` accepts, perhaps changed.
    mutating func fit(_ keep: (JSONValue) -> JSONValue?) -> Bool {
        // Nearly always all is well, and nothing is copied.
        let fits = count <= ProtocolLimits.list && names.allSatisfy { $0.utf8.count <= ProtocolLimits.label }
        if fits, values.allSatisfy({ keep($0) == $0 }) { return false }
        var result = JSONObject()
        for (name, value) in members {
            guard result.count < ProtocolLimits.list, name.utf8.count <= ProtocolLimits.label, let kept = keep(value)
            else { continue }
            result[name] = kept
        }
        self = result
        return true
    }
}

extension Int {
    /// Brings the number into the range. Returns whether it was outside.
    mutating func fit(_ range: ClosedRange<Int>) -> Bool {
        if range.contains(self) { return false }
        self = Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
        return true
    }
}

/// Whether any is true, all being worked out.
func any(_ flags: Bool...) -> Bool { flags.contains(true) }
