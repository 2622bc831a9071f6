import KistPlugin

@testable import BibliographyImporter

/// What came out of one file.
struct Reading {
    var entries: [BibliographicEntry]
    var diagnostics: [Diagnostic]
    var coverage: Coverage?
    var failure: PluginError?

    init(_ bytes: [UInt8], format: String) {
        let output = RecordingOutput()
        do {
            coverage = try BibliographyImporter().run(
                ImportJob(id: 1, fileName: "list", format: format, size: Int64(bytes.count)), input: MemoryInput(bytes),
                output: output)
        } catch {
            failure = error
        }
        entries = output.entries
        diagnostics = output.diagnostics
    }

    init(bibtex text: String) { self.init(Array(text.utf8), format: "bibtex") }
    init(ris text: String) { self.init(Array(text.utf8), format: "ris") }
    init(csl text: String) { self.init(Array(text.utf8), format: "csl-json") }

    /// The first entry's items.
    subscript(name: String) -> JSONValue? { entries.first?.csl[name] }

    func text(_ name: String) -> String? { self[name]?.string }

    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    var codes: Set<String> { Set(diagnostics.map(\.code)) }

    /// The names of a list as “particle|family|given|suffix”, or “=literal”.
    func names(_ variable: String = "author") -> [String] {
        (self[variable]?.array ?? []).map { name in
            if let literal = name["literal"]?.string { return "=\(literal)" }
            return ["non-dropping-particle", "family", "given", "suffix"].map { name[$0]?.string ?? "" }.joined(
                separator: "|")
        }
    }
}

/// A small generator whose numbers are the same everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
