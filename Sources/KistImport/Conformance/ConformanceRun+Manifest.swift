import Glibc
import KistProtocol

extension ConformanceRun {
    /// Whether there is a program to try out.
    func checkManifest() -> Bool {
        if case .unusable(let error) = plugin.state, plugin.executable == nil {
            failed(.manifest, "plugin.json", error.message)
            return false
        }
        guard let executable = plugin.executable else {
            failed(.manifest, "program", "its program “\(plugin.manifest.executable)” is not there or may not be run")
            return false
        }
        passed(.manifest, "plugin.json", "\(plugin.name) \(plugin.version)")
        passed(.manifest, "program", executable)
        checkFormats()
        let known: Set = ["blocks", "entries", "items", "members"]
        let strange = plugin.manifest.makes.filter { !known.contains($0) }
        if plugin.manifest.makes.isEmpty {
            remark(.manifest, "makes", "it does not say what comes out: blocks, entries, items")
        } else if !strange.isEmpty {
            failed(.manifest, "makes", "nothing is called “\(strange.joined(separator: ", "))”")
        } else {
            passed(.manifest, "makes", plugin.manifest.makes.joined(separator: ", "))
        }
        return true
    }

    private func checkFormats() {
        if plugin.manifest.formats.isEmpty { failed(.manifest, "formats", "it claims no format, so it is never asked") }
        for claim in plugin.manifest.formats {
            let name = "format \(claim.format)"
            if claim.format.isEmpty {
                failed(.manifest, name, "a format has no name")
            } else if claim.rules.isEmpty, claim.extensions.isEmpty {
                failed(.manifest, name, "it has neither rules nor extensions, so no file is ever known to be one")
            } else if let ending = claim.extensions.first(where: { $0 != $0.lowercased() || $0.hasPrefix(".") }) {
                failed(.manifest, name, "the extension “\(ending)” must be in lower case and without its dot")
            } else {
                passed(.manifest, name)
            }
        }
    }

    /// What the claims say of good files and of everything else.
    func checkClaims(_ samples: [PluginSample]) {
        let chooser = FormatChooser(plugins: [plugin])
        for sample in samples {
            let choices = chooser.choices(for: ContentSample(sample.file.bytes), name: sample.file.fileName)
            if let choice = choices.first {
                passed(
                    .manifest, "claims \(sample.file.name)", "\(choice.claim.format), confidence \(choice.confidence)")
            } else {
                failed(.manifest, "claims \(sample.file.name)", "no rule of it holds for this sample")
            }
        }
        var greedy: [String] = []
        for file in HostileFiles.all(head: [], fileName: "file", seed: options.seed) {
            let choices = chooser.choices(for: ContentSample(file.bytes), name: file.fileName)
            if let choice = choices.first, choice.confidence >= FormatChoice.faint {
                greedy.append("\(file.name) (\(choice.claim.format), \(choice.confidence))")
            }
        }
        if greedy.isEmpty {
            passed(.manifest, "claims nothing else")
        } else {
            remark(
                .manifest, "claims nothing else",
                "it is more sure than \(FormatChoice.faint) of files that may be something else: "
                    + greedy.joined(separator: "; "))
        }
    }

    /// How files of the plugin's kind begin: its first sample, else what its rules ask for.
    func head(_ samples: [PluginSample]) -> [UInt8] {
        if let sample = samples.first { return Array(sample.file.bytes.prefix(512)) }
        for rule in plugin.manifest.formats.flatMap(\.rules) {
            if let bytes = rule.bytes, rule.offset == 0 { return bytes }
            if let line = rule.firstLine { return Array(line.utf8) }
            if let root = rule.xmlRoot {
                guard root.hasPrefix("{"), let close = root.firstIndex(of: "}") else { return Array("<\(root)>".utf8) }
                let namespace = root[root.index(after: root.startIndex)..<close]
                return Array("<\(root[root.index(after: close)...]) xmlns=\"\(namespace)\">".utf8)
            }
        }
        return []
    }

    /// The first conversation: who is there, and in what box.
    func checkGreeting() -> Bool {
        let worker: Worker
        let ready: Ready
        do {
            worker = try Worker(plugin: plugin, arguments: command.arguments, environment: BoxedStart.environment)
        } catch {
            failed(.greeting, "READY", error.message)
            return false
        }
        defer { worker.end() }
        do {
            ready = try worker.greet(host: "kist conformance kit", seconds: WorkerPool.greetingSeconds)
        } catch {
            failed(.greeting, "READY", WorkerPool.startFailure(error, of: worker).message)
            return false
        }
        guard ready.version == ProtocolLimits.version else {
            failed(.greeting, "READY", "it answers in protocol \(ready.version)")
            return false
        }
        guard ready.name == plugin.name, ready.pluginVersion == plugin.version else {
            failed(
                .greeting, "READY",
                "the program says that it is “\(ready.name)” \(ready.pluginVersion), the manifest “\(plugin.name)” "
                    + plugin.version)
            return false
        }
        passed(.greeting, "READY", "\(ready.name) \(ready.pluginVersion), protocol \(ready.version)")
        if ProcessFigures.isBoxed(worker.child.pid) {
            passed(.greeting, "box", "the kernel confirms it")
        } else {
            skipped(.greeting, "box", "this computer cannot box programs in")
        }
        return true
    }
}
