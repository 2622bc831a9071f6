import Foundation
import KistExport
import KistModel
import KistRepository
import Testing

@Suite struct FormWriterTests {
    private func form(_ type: String, _ format: FormFormat, language: String = "en", in folder: URL) throws -> URL {
        let schema = try #require(Fixture.schemas[type])
        let plan = FormPlan(
            type: schema, schemas: Fixture.schemas, vocabularies: Fixture.vocabularies, language: language)
        let file = folder.appending(path: "\(type)-\(language).\(format.rawValue)")
        try FormWriter(plan).write(format, to: file)
        return file
    }

    @Test(arguments: FormFormat.allCases) func `parts, properties, language`(format: FormFormat) throws {
        let folder = try Fixture.temporaryFolder()
        for language in ["en", "gd"] {
            let file = try form("strategy", format, language: language, in: folder)
            let parts = try ZipContents.read(file).mapValues { String(decoding: $0, as: UTF8.self) }
            let all = parts.values.joined()
            #expect(all.contains("kist:type"))
            #expect(all.contains("\(language)-GB"))
            #expect(all.contains(Fixture.schemas["strategy"]?.label(language) ?? "?"))
            let first = [UInt8](try Data(contentsOf: file).prefix(80))
            if format == .odt { #expect(String(decoding: first[30..<38], as: UTF8.self) == "mimetype") }
        }
    }

    @Test func `the same form is the same file`() throws {
        let folder = try Fixture.temporaryFolder()
        for format in FormFormat.allCases {
            let once = try Data(contentsOf: form("enquiry", format, in: folder))
            #expect(once == (try Data(contentsOf: form("enquiry", format, in: folder))))
        }
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/soffice"), "LibreOffice is not installed"))
    func `LibreOffice opens each`() throws {
        let folder = try Fixture.temporaryFolder()
        let files = try ["strategy", "enquiry"].flatMap { type in
            try FormFormat.allCases.map { try form(type, $0, in: folder) }
        }
        for file in files {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/soffice")
            process.arguments = [
                "-env:UserInstallation=\(folder.appending(path: "profile").absoluteString)", "--headless",
                "--convert-to", "txt:Text", "--outdir",
                folder.path, file.path,
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let text = try String(
                contentsOf: file.deletingPathExtension().appendingPathExtension("txt"), encoding: .utf8)
            #expect(text.contains("Type here"))
            #expect(text.contains("Limits") || text.contains("Question"))
        }
    }
}
