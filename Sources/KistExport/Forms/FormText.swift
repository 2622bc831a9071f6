import KistRepository

/// What a form says, whatever it is written as.
///
/// Help stands where the answer goes, as a prompt that typing replaces; a prompt that is left is read as no answer.
struct FormText {
    var type: String
    var title: String
    /// `en` or `gd`.
    var language: String
    /// Short answers: label, answer that is there already, prompt.
    var rows: [(label: String, answer: String, prompt: String)]
    /// Long answers.
    var sections: [(label: String, prompt: String)]

    init(_ plan: FormPlan) {
        let isGaelic = plan.language == "gd"
        type = plan.type
        title = plan.title
        language = isGaelic ? "gd" : "en"
        let write = isGaelic ? "Sgrìobh an seo" : "Type here"
        let choose = isGaelic ? "Tagh an seo" : "Choose an item"
        let needed = isGaelic ? " (riatanach)" : " (needed)"
        func prompt(_ help: String?, _ allowed: [String], _ isNeeded: Bool) -> String {
            let head = (allowed.isEmpty ? write : choose) + (isNeeded ? needed : "")
            let rest = [help, allowed.isEmpty ? nil : allowed.joined(separator: ", ")].compactMap { $0 }.joined(
                separator: " ")
            return rest.isEmpty ? head : "\(head): \(rest)"
        }
        rows = plan.rows.map { ($0.label, $0.value ?? "", prompt($0.help, $0.allowed, $0.isRequired)) }
        sections = plan.headings.map { ($0.label, prompt($0.help, [], $0.isRequired)) }
    }

    /// BCP 47 with the region that word processors expect.
    var locale: String { "\(language)-GB" }

    /// Text for XML: markup escaped, what XML cannot hold left out.
    static func xml(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\n", "\t", "\r": out += " "
            default: if scalar.value >= 0x20, scalar.value & 0xFFFE != 0xFFFE { out.unicodeScalars.append(scalar) }
            }
        }
        return out
    }
}
