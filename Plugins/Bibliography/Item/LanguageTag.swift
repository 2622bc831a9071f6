/// Languages as bibliographies name them, as BCP 47 tags.
enum LanguageTag {
    /// The tag for a name (“English”, “ngerman”), a three-letter code or a tag; what is not known stays as it is.
    static func normal(_ text: String) -> String {
        let name = text.trimmed
        let lower = name.lowercased()
        if let tag = names[lower] { return tag }
        guard lower.utf8.count >= 2, lower.utf8.count <= 11, lower.utf8.allSatisfy({ $0 < 0x80 }) else { return name }
        let parts = lower.split { $0 == "-" || $0 == "_" }
        guard let first = parts.first, first.count == 2, parts.count <= 2 else { return name }
        if parts.count == 2, parts[1].count == 2 { return "\(first)-\(parts[1].uppercased())" }
        return parts.count == 1 ? String(first) : name
    }

    private static let names: [String: String] = [
        "english": "en", "eng": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB",
        "ukenglish": "en-GB",
        "australian": "en-AU", "canadian": "en-CA", "newzealand": "en-NZ", "scottish": "gd", "gaelic": "gd",
        "scottish gaelic": "gd", "gàidhlig": "gd", "gla": "gd", "scots": "sco", "irish": "ga", "gle": "ga",
        "welsh": "cy",
        "cym": "cy", "wel": "cy", "german": "de", "ngerman": "de", "deutsch": "de", "ger": "de", "deu": "de",
        "austrian": "de-AT", "naustrian": "de-AT", "french": "fr", "francais": "fr", "français": "fr", "fre": "fr",
        "fra": "fr", "spanish": "es", "español": "es", "spa": "es", "italian": "it", "ita": "it", "portuguese": "pt",
        "por": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl", "nederlands": "nl", "dut": "nl",
        "nld": "nl",
        "danish": "da", "dan": "da", "swedish": "sv", "swe": "sv", "norwegian": "no", "nor": "no", "norsk": "nb",
        "nynorsk": "nn", "finnish": "fi", "fin": "fi", "icelandic": "is", "polish": "pl", "pol": "pl", "czech": "cs",
        "cze": "cs", "ces": "cs", "slovak": "sk", "slovene": "sl", "slovenian": "sl", "croatian": "hr", "serbian": "sr",
        "hungarian": "hu", "magyar": "hu", "hun": "hu", "romanian": "ro", "bulgarian": "bg", "greek": "el", "gre": "el",
        "ell": "el", "russian": "ru", "rus": "ru", "ukrainian": "uk", "turkish": "tr", "tur": "tr", "arabic": "ar",
        "ara": "ar", "hebrew": "he", "heb": "he", "japanese": "ja", "jpn": "ja", "chinese": "zh", "chi": "zh",
        "zho": "zh",
        "korean": "ko", "kor": "ko", "latin": "la", "lat": "la", "catalan": "ca", "basque": "eu", "galician": "gl",
        "estonian": "et", "latvian": "lv", "lithuanian": "lt", "persian": "fa", "hindi": "hi", "urdu": "ur",
    ]
}
