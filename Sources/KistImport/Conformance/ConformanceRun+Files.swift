import KistProtocol

extension ConformanceRun {
    // MARK: - Good files

    func readSamples(_ samples: [PluginSample]) {
        firstResults = samples.map { _ in nil }
        for (index, sample) in samples.enumerated() {
            let name = sample.file.name
            guard let worker = fresh(.samples, name) else { continue }
            let result = read(sample.file, by: worker)
            let resident = ProcessFigures.peakResidentBytes(of: worker.child.pid) ?? 0
            worker.end()
            if let fault = result.fault {
                failed(.samples, name, fault)
                continue
            }
            firstResults[index] = result
            if let expected = sample.expected {
                if let difference = result.differs(from: expected) {
                    failed(.samples, name, difference)
                } else {
                    passed(.samples, name, "as expected")
                }
            } else if case .failed(let error) = result.ending {
                failed(.samples, name, "it was not read: \(error.message) (\(error.code.rawValue))")
            } else if result.blocks.isEmpty, result.entries.isEmpty, result.items.isEmpty {
                failed(.samples, name, "nothing came of it")
            } else {
                passed(.samples, name, Self.summary(result))
            }
            if resident > 64 << 20 {
                remark(
                    .limits, "memory for \(name)", "\(resident >> 20) MB; 64 are thought enough for an ordinary file")
            }
            if case .done(let coverage) = result.ending, coverage.parts.isEmpty {
                remark(.samples, "\(name), coverage", "DONE does not say which parts were read (“parts”)")
            }
        }
    }

    private static func summary(_ result: JobResult) -> String {
        let counts = [
            (result.blocks.count, "blocks"), (result.entries.count, "entries"), (result.items.count, "items"),
        ]
        return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    // MARK: - Bad files

    func readDamaged(_ samples: [PluginSample]) {
        if samples.isEmpty { return skipped(.damaged, "damaged files", "there is no sample to damage") }
        guard var worker = fresh(.damaged, "damaged files") else { return }
        defer { worker.end() }
        for (index, sample) in samples.enumerated() {
            let files = DamagedFiles.of(sample.file, seed: options.seed, rounds: options.rounds)
            let name = "\(sample.file.name), \(files.count) ways"
            survive(files, .damaged, name, by: &worker, then: (sample, firstResults[index]))
        }
    }

    func readHostile(_ samples: [PluginSample]) {
        let name = samples.first?.file.fileName ?? "file"
        guard var worker = fresh(.hostile, "hostile files") else { return }
        defer { worker.end() }
        let good = samples.first.map { ($0, firstResults[0]) }
        for file in HostileFiles.all(head: head(samples), fileName: name, seed: options.seed) {
            survive([file], .hostile, file.name, by: &worker, then: good)
        }
    }

    /// Every file must end in DONE or a FAIL that is not the plugin's own fault, and a good one must be read as before
    /// after them. A worker that does not survive is replaced.
    private func survive(
        _ files: [TestFile], _ group: ConformanceReport.Group, _ name: String, by worker: inout Worker,
        then good: (PluginSample, JobResult?)?
    ) {
        var faults: [String] = []
        var endings: [String: Int] = [:]
        func replace() {
            if let next = fresh(group, name) { worker = next }
        }
        for file in files {
            let result = read(file, by: worker)
            let which = files.count == 1 ? "" : file.name + ": "
            switch result.ending {
            case .done: endings["read", default: 0] += 1
            case .failed(let error):
                endings[error.code.rawValue, default: 0] += 1
                if error.code == .internal {
                    faults.append("\(which)it says that it is at fault itself: \(error.message)")
                }
            case .fault(let what):
                faults.append(which + what)
                replace()
            }
        }
        if let (sample, first) = good, let first, faults.isEmpty {
            let again = read(sample.file, by: worker)
            if let difference = again.fault ?? again.differs(from: first) {
                faults.append("\(sample.file.name) after that: \(difference)")
                replace()
            }
        }
        if faults.isEmpty {
            let counts = endings.sorted { $0.key < $1.key }.map { files.count == 1 ? $0.key : "\($0.value) \($0.key)" }
            passed(group, name, counts.joined(separator: ", "))
        } else {
            let more = faults.count > 3 ? "; and \(faults.count - 3) more" : ""
            failed(group, name, faults.prefix(3).joined(separator: "; ") + more)
        }
    }

    // MARK: - Again

    func readAgain(_ samples: [PluginSample]) {
        guard !samples.isEmpty else { return skipped(.determinism, "the same file again", "there is no sample") }
        guard let worker = fresh(.determinism, "one worker") else { return }
        defer { worker.end() }
        for (index, sample) in samples.enumerated() {
            guard let first = firstResults[index] else { continue }
            // A fresh worker read it first; now one that has read the others, backwards and forwards, reads it twice.
            let other = samples[samples.count - 1 - index]
            let results = [read(sample.file, by: worker), read(other.file, by: worker), read(sample.file, by: worker)]
            if let fault = results.lazy.compactMap(\.fault).first {
                return failed(.determinism, sample.file.name, fault)
            }
            if let difference = results[0].differs(from: first) ?? results[2].differs(from: first) {
                failed(.determinism, sample.file.name, "read again it is not the same: \(difference)")
            } else {
                passed(.determinism, sample.file.name)
            }
        }
    }

    // MARK: - Limits

    func checkLimits(_ samples: [PluginSample]) {
        inARow(samples)
        smallLimits(samples)
        let most = ImportBudgets.residentBytes
        let figure = "\(peak.bytes >> 20) MB at most (\(peak.file))"
        if peak.bytes > most {
            failed(.limits, "memory", "\(figure); \(most >> 20) MB are allowed for anything")
        } else {
            passed(.limits, "memory", figure)
        }
    }

    /// Memory must not grow from job to job.
    private func inARow(_ samples: [PluginSample]) {
        let name = "\(options.jobsInARow) jobs in a row"
        guard let sample = samples.first, let first = firstResults[0] else {
            return skipped(.limits, name, "there is no sample that is read")
        }
        guard let worker = fresh(.limits, name) else { return }
        defer { worker.end() }
        var early: Int64 = 0
        for number in 1...max(2, options.jobsInARow) {
            let result = read(sample.file, by: worker)
            if let difference = result.fault ?? result.differs(from: first) {
                return failed(.limits, name, "job \(number): \(difference)")
            }
            if number == max(1, options.jobsInARow / 4) {
                early = ProcessFigures.residentBytes(of: worker.child.pid) ?? 0
            }
        }
        let late = ProcessFigures.residentBytes(of: worker.child.pid) ?? 0
        if late - early > 16 << 20 {
            remark(
                .limits, name,
                "memory grew from \(early >> 20) to \(late >> 20) MB; the worker will be replaced now and then")
        } else {
            passed(.limits, name, "\(late >> 20) MB after the last")
        }
    }

    /// What the host asks for in `limits` must not upset the plugin.
    private func smallLimits(_ samples: [PluginSample]) {
        for sample in samples {
            let name = "\(sample.file.name) with next to no limits left"
            guard let worker = fresh(.limits, name) else { return }
            defer { worker.end() }
            let result = read(sample.file, by: worker) { job in
                job.limits.entries = 1
                job.limits.depth = 2
                job.limits.cells = 1
                job.limits.imageBytes = 1
                job.limits.inflatedBytes = 1_000
                job.limits.partBytes = 1_000
            }
            switch result.ending {
            case .failed(let error) where error.code == .internal:
                failed(.limits, name, "it says that it is at fault itself: \(error.message)")
            case .fault(let what): remark(.limits, name, what)
            case .done, .failed: passed(.limits, name)
            }
        }
    }

    // MARK: - Shared

    /// A worker for the next files; nil, and said so, when none starts.
    func fresh(_ group: ConformanceReport.Group, _ name: String) -> Worker? {
        do {
            return try start()
        } catch {
            failed(group, name, error.message)
            return nil
        }
    }
}
