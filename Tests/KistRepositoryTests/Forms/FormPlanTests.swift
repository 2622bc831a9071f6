import KistModel
import KistProtocol
import KistRepository
import Testing

/// Every form that can be written is read back: all types, all fields, both languages, many values.
@Suite struct FormPlanTests {
    let reader: FormReader

    init() throws { reader = try FormFixtures.shipped.get() }

    @Test(arguments: ["en", "gd"]) func everyFieldOfEveryTypeComesBack(language: String) throws {
        var random = FormGenerator(language == "en" ? 5 : 6)
        let text = FieldText(vocabularies: reader.vocabularies)
        for type in reader.schemas.types where !type.isInternal {
            let plan = FormPlan(
                type: type, schemas: reader.schemas, vocabularies: reader.vocabularies, language: language)
            let writable = type.fields.filter { FieldText.isWritable($0) }.map(\.name)
            #expect(
                Set(plan.rows.dropFirst().map(\.field) + plan.headings.map(\.field)) == Set(writable), "\(type.name)")
            for _ in 0..<6 {
                var expected: [String: [JSONValue]] = [:]
                var links: [String: [String]] = [:]
                func texts(_ name: String) throws -> [String] {
                    let field = try #require(type.field(name))
                    let count = field.cardinality.isList ? Int.random(in: 1...3, using: &random) : 1
                    var values: [JSONValue] = []
                    for _ in 0..<count {
                        let value = value(of: field, language: language, random: &random)
                        if !values.contains(value) { values.append(value) }
                    }
                    if let relation = field.relation, field.role == nil {
                        links[name] = values.compactMap { RecordReference($0)?.words }
                        _ = relation
                    } else {
                        expected[name] = values
                    }
                    return values.compactMap { text.write($0, of: field, language: language) }
                }
                var rows: [(String, String)] = []
                for row in plan.rows {
                    if let value = row.value {
                        rows.append((row.label, value))
                    } else {
                        rows.append((row.label, try texts(row.field).joined(separator: "\n")))
                    }
                }
                var blocks = [FormFixtures.table(rows)]
                for heading in plan.headings {
                    blocks.append(FormFixtures.heading(heading.label))
                    for line in try texts(heading.field).flatMap({ $0.split(separator: "\n") }) {
                        blocks.append(FormFixtures.paragraph(String(line)))
                    }
                }
                let reading = reader.read(
                    metadata: DocumentMetadata(), blocks: blocks, fileName: "form.docx", requestedType: nil)
                #expect(reading.type == type.name)
                for (name, values) in expected.sorted(by: { $0.key < $1.key }) {
                    if name == "sensitivity" { continue }
                    // Which language a text is in is tested elsewhere; here it must only come back.
                    let isText = type.field(name)?.kind == .localText
                    let got = (reading.fields[name]?.items ?? []).map { value in
                        isText ? value.object?.members.first.map { ["en": $0.value] } ?? value : value
                    }
                    if got != values {
                        Issue.record(
                            "\(type.name).\(name): wrote \(values), read \(got); \(reading.warnings.map(\.message))")
                    }
                }
                for (name, words) in links {
                    #expect(
                        words.allSatisfy { word in reading.relations.contains { $0.words == word } },
                        "\(type.name).\(name)")
                }
                #expect(reading.unrecognised.isEmpty)
                #expect(
                    reading.textBlocks.isEmpty,
                    "\(type.name): \(reading.textBlocks.map { $0.text + $0.rows.map { $0.map(\.text).joined(separator: ":") }.joined(separator: " ; ") })"
                )
            }
        }
    }

    @Test func anEmptyFormSaysOnlyItsType() throws {
        for type in reader.schemas.types where !type.isInternal {
            let plan = FormPlan(type: type, schemas: reader.schemas, vocabularies: reader.vocabularies)
            var blocks = [FormFixtures.table(plan.rows.map { ($0.label, $0.value ?? "") })]
            for heading in plan.headings {
                blocks += [
                    FormFixtures.heading(heading.label), FormFixtures.paragraph("Click or tap here to enter text."),
                ]
            }
            let reading = reader.read(
                metadata: DocumentMetadata(), blocks: blocks, fileName: "empty.docx", requestedType: nil)
            #expect(reading.type == type.name)
            #expect(reading.fields.names.filter { !["title", "language"].contains($0) } == [], "\(type.name)")
        }
    }

    private let stock = [
        "feedback", "hinge", "questions", "help", "pupils", "think", "again", "Portree", "sgrìobhadh", "class", "wall",
        "maths",
    ]

    private func words(_ count: Int, _ random: inout FormGenerator) -> String {
        (0..<count).map { _ in stock.randomElement(using: &random) ?? "" }.joined(separator: " ")
    }

    private func value(of field: FieldSchema, language: String, random: inout FormGenerator) -> JSONValue {
        let number = Int.random(in: 1...28, using: &random)
        switch field.kind {
        case .text: return .string(words(4, &random) + " \(number)")
        case .localText: return ["en": .string(words(3, &random) + " \(number)")]
        case .term:
            return .string(
                reader.vocabularies.concepts(in: field.vocabularies).filter { concept in
                    if case .found(let found) = reader.vocabularies.resolve(
                        concept.label(language), in: field.vocabularies)
                    {
                        return found.id == concept.id
                    }
                    return false
                }.randomElement(using: &random)?.id ?? "")
        case .date:
            return .string(
                ["2026", "2026-05", "2026-05-\(number < 10 ? "0" : "")\(number)"].randomElement(using: &random)
                    ?? "2026")
        case .number: return .number("\(number).5")
        case .integer: return .int(number)
        case .boolean: return .bool(number % 2 == 0)
        case .duration: return .string("PT\(number)M")
        case .url: return .string("https://example.org/\(number)")
        case .reference: return RecordReference(words: "Record of \(words(2, &random)) \(number)").json
        case .identifier: return ["scheme": "doi", "value": .string("10.1234/abc.\(number)")]
        case .agent:
            return [
                "name": .string("Ann Person\(number)"), "role": "role:author", "organisation": "Portree Primary School",
            ]
        case .code: return .string("LIT 2-\(number < 10 ? "0" : "")\(number)a")
        case .object:
            var object = JSONObject()
            for member in field.fields
            where member.cardinality.isRequired || Bool.random(using: &random) || member == field.fields.first {
                let inner = value(of: member, language: language, random: &random)
                object[member.name] = member.cardinality.isList ? .array([inner]) : inner
            }
            return .object(object)
        case .blocks, .file, .json: return .null
        }
    }
}
