/// Good files made bad in the ways in which files go bad: cut short, bits turned over, stretches lost, doubled or emptied.
enum DamagedFiles {
    static func of(_ file: TestFile, seed: UInt64, rounds: Int) -> [TestFile] {
        let bytes = file.bytes
        guard bytes.count > 1 else { return [] }
        var chance = SeededChance(seed, name: file.name)
        var result: [TestFile] = []
        func add(_ how: String, _ bytes: [UInt8]) {
            result.append(TestFile(name: "\(file.name), \(how)", fileName: file.fileName, bytes: bytes))
        }
        add("one byte of it", Array(bytes.prefix(1)))
        for (word, part) in [("a quarter", 4), ("half", 2)] {
            add("cut to \(word)", Array(bytes.prefix(bytes.count / part)))
        }
        add("without its last byte", Array(bytes.dropLast()))
        add("without its first byte", Array(bytes.dropFirst()))
        add("with rubbish behind it", bytes + chance.bytes(1_000))
        add("twice", bytes + bytes)
        for round in 1...max(1, rounds) {
            for flips in [1, 4, 16, 64] {
                var damaged = bytes
                for _ in 0..<flips {
                    let place = Int.random(in: 0..<bytes.count, using: &chance)
                    damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
                }
                add("\(flips) bit\(flips == 1 ? "" : "s") turned over, round \(round)", damaged)
            }
            let length = max(1, min(bytes.count / 8, 4_096))
            let start = Int.random(in: 0...bytes.count - length, using: &chance)
            var emptied = bytes
            emptied.replaceSubrange(start..<start + length, with: [UInt8](repeating: 0, count: length))
            add("a stretch of zeros, round \(round)", emptied)
            var lost = bytes
            lost.removeSubrange(start..<start + length)
            add("a stretch lost, round \(round)", lost)
            var noisy = bytes
            noisy.replaceSubrange(start..<start + length, with: chance.bytes(length))
            add("a stretch of noise, round \(round)", noisy)
        }
        return result
    }
}
