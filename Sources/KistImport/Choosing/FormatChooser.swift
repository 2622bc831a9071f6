import KistProtocol

/// Tells what a file is from its content.
struct FormatChooser: Sendable {
    /// Usable plugins only.
    let plugins: [Plugin]

    /// The claims that hold, best first: by confidence, then by the plugin's name, then in the manifest's order.
    ///
    /// Content decides. Last of all, a text whose name ends as a claim says may be tried: formats without a fixed beginning
    /// (a `.bib` that starts with remarks, a `.txt`) are known by nothing else, and the plugin looks again.
    func choices(for sample: ContentSample, name: String) -> [FormatChoice] {
        guard sample.size > 0 else { return [] }
        var facts = ContentFacts(sample)
        var found: [FormatChoice] = []
        for plugin in plugins {
            for claim in plugin.manifest.formats {
                var best: Int?
                for rule in claim.rules {
                    let confidence = rule.confidence ?? claim.confidence
                    if confidence > best ?? -1, facts.hold(rule) { best = confidence }
                }
                if let best { found.append(FormatChoice(plugin: plugin, claim: claim, confidence: best)) }
            }
        }
        // A text that goes by the name of an archive is not what it says it is, and is not taken for something else.
        if let ending = Self.ending(of: name), isArchive(ending) {
            found.removeAll { $0.claim.mediaTypes.first?.hasPrefix("text/") == true }
        }
        let named = Self.ending(of: name).map { claims(on: $0, besides: found) } ?? []
        if !named.isEmpty, sample.looksLikeText { found += named }
        return Self.sorted(found)
    }

    /// What the ending of a name speaks for and content does not.
    private func claims(on ending: String, besides found: [FormatChoice]) -> [FormatChoice] {
        plugins.flatMap { plugin in
            plugin.manifest.formats.filter { claim in
                claim.extensions.contains(ending) && Self.isTextFormat(claim)
                    && !found.contains { $0.plugin.name == plugin.name && $0.claim.format == claim.format }
            }.map { FormatChoice(plugin: plugin, claim: $0, confidence: 0) }
        }
    }

    /// The plugins that read `format`, whatever the content says.
    func choices(as format: String) -> [FormatChoice] {
        Self.sorted(
            plugins.flatMap { plugin in
                plugin.manifest.formats.filter { $0.format == format }
                    .map { FormatChoice(plugin: plugin, claim: $0, confidence: 100) }
            })
    }

    private static func sorted(_ choices: [FormatChoice]) -> [FormatChoice] {
        // Sorting is stable, so claims of one plugin keep the manifest's order.
        choices.sorted { a, b in
            if a.confidence != b.confidence { return a.confidence > b.confidence }
            return a.plugin.name.utf8.lexicographicallyPrecedes(b.plugin.name.utf8)
        }
    }

    /// Whether files whose names end so are told by what lies in them as in an archive.
    private func isArchive(_ ending: String) -> Bool {
        plugins.contains { plugin in
            plugin.manifest.formats.contains { claim in
                claim.extensions.contains(ending) && claim.rules.contains { $0.zipEntry != nil }
            }
        }
    }

    private static func isTextFormat(_ claim: FormatClaim) -> Bool {
        if claim.rules.contains(where: { $0.firstLine != nil }) { return claim.rules.allSatisfy { $0.zipEntry == nil } }
        // A claim without a rule is one on names alone.
        return claim.rules.isEmpty
    }

    /// What follows the last dot of the last component, in lower case.
    static func ending(of name: String) -> String? {
        let last = name.utf8.split(separator: UInt8(ascii: "/")).last ?? []
        guard let dot = last.lastIndex(of: UInt8(ascii: ".")), dot != last.startIndex else { return nil }
        let ending = last[last.index(after: dot)...]
        guard !ending.isEmpty, ending.count <= 16 else { return nil }
        return String(decoding: ending.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }
}
