import Glibc

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a target is. Each target's file has one `enum Target` that is this.
protocol ImporterTarget {
    /// Inputs of our own to start from.
    static var seeds: [[UInt8]] { get }
    /// Inputs to start from that are made of a real file.
    static func seeds(file: [UInt8]) -> [[UInt8]]
    /// Words that mean something in an input.
    static var words: [String] { get }
    /// Traps when something is wrong.
    static func test(_ bytes: [UInt8])
}

extension ImporterTarget {
    static func seeds(file: [UInt8]) -> [[UInt8]] { [file] }
    static var words: [String] { [] }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Target.test(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// With KIST_FUZZ_SEEDS=FOLDER a target only writes the inputs that it starts from into `corpus` there, and `words`.
@_cdecl("LLVMFuzzerInitialize")
public func initialise(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>
) -> CInt {
    let settings = ProcessInfo.processInfo.environment
    guard let folder = settings["KIST_FUZZ_SEEDS"] else { return 0 }
    let longest = settings["KIST_FUZZ_LENGTH"].flatMap { Int($0) } ?? 65_536
    do {
        var seeds = Target.seeds
        for fixtures in (settings["KIST_FUZZ_FIXTURES"] ?? "").split(separator: ":") {
            let names = try FileManager.default.subpathsOfDirectory(atPath: String(fixtures)).sorted()
            for name in names {
                let path = "\(fixtures)/\(name)"
                guard let file = try? Data(contentsOf: URL(fileURLWithPath: path)), file.count <= 1 << 20 else {
                    continue
                }
                seeds += Target.seeds(file: Array(file))
            }
        }
        for (number, seed) in seeds.enumerated() where seed.count <= longest {
            try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/corpus/seed-\(number)"))
        }
        let words = Target.words.enumerated().map { number, word in
            "word\(number)=\""
                + word.utf8.map { byte in
                    let digits = String(byte, radix: 16)
                    return "\\x" + (digits.count == 1 ? "0" : "") + digits
                }.joined() + "\"\n"
        }
        try Data(words.joined().utf8).write(to: URL(fileURLWithPath: "\(folder)/words"))
    } catch {
        fatalError("\(error)")
    }
    exit(0)
}
