import KistPlugin

/// Collects what a person should know, each kind once with a count, so that a damaged file does not bring thousands.
final class Notices {
    private var order: [String] = []
    private var byCode: [String: (diagnostic: Diagnostic, count: Int)] = [:]

    func add(_ diagnostic: Diagnostic?) {
        guard let diagnostic else { return }
        if byCode[diagnostic.code] != nil {
            byCode[diagnostic.code]?.count += 1
        } else {
            order.append(diagnostic.code)
            byCode[diagnostic.code] = (diagnostic, 1)
        }
    }

    func add(_ severity: Diagnostic.Severity, _ code: String, _ message: String, place: String? = nil) {
        add(Diagnostic(severity, code, message, place: place.map { String($0.prefix(200)) }))
    }

    func count(_ code: String) -> Int { byCode[code]?.count ?? 0 }

    func send(to output: any JobOutput) throws(PluginError) {
        for code in order {
            guard let (found, count) = byCode[code] else { continue }
            var diagnostic = found
            if count > 1 { diagnostic.message += " (\(count) times)" }
            try output.diagnostic(diagnostic)
        }
    }
}
