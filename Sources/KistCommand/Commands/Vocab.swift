import ArgumentParser
import KistRepository

struct Vocab: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The words that fields may hold.", subcommands: [List.self, ShowScheme.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the vocabularies.", discussion: "EXAMPLES\n  kist vocab list")
        @OptionGroup var options: CollectionOptions

        func run() throws {
            let output = options.output
            let schemes = try Vocab.vocabularies(options).schemes.values.sorted { $0.name < $1.name }
            if output.json {
                return output.answer([
                    "schema": 1,
                    "vocabularies": .array(
                        schemes.map {
                            [
                                "name": .string($0.name), "title": .string($0.title["en"] ?? $0.name),
                                "terms": .int($0.concepts.count),
                            ]
                        }),
                ])
            }
            for scheme in schemes {
                output.line("\(scheme.name)  (\(scheme.concepts.count))  \(output.shown(scheme.title["en"] ?? ""))")
            }
        }
    }

    struct ShowScheme: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one vocabulary's terms.",
            discussion: "EXAMPLES\n  kist vocab show theme")
        @OptionGroup var options: CollectionOptions
        @Argument(help: "The vocabulary's name.") var name: String

        func run() throws {
            let output = options.output
            let set = try Vocab.vocabularies(options)
            guard let scheme = set.schemes[name] else {
                let nearest = set.schemes.keys.sorted().min {
                    EditDistance.between(name, $0) < EditDistance.between(name, $1)
                }
                throw CommandFailure(
                    .nothing, "unknown-vocabulary", "There is no vocabulary “\(name)”.",
                    hint: nearest.map { "Did you mean \($0)?" })
            }
            if output.json {
                return output.answer([
                    "schema": 1, "name": .string(scheme.name),
                    "terms": .array(
                        scheme.concepts.map { concept in
                            [
                                "id": .string(concept.id),
                                "labels": .object(
                                    JSONObject(
                                        concept.labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
                                "synonyms": .strings(concept.altLabels.map(\.text)),
                                "codes": .strings(concept.notations),
                            ]
                        }),
                ])
            }
            for concept in scheme.concepts {
                var line = "\(concept.id)  \(concept.label())"
                if let gaelic = concept.labels["gd"] { line += " / \(gaelic)" }
                if !concept.altLabels.isEmpty { line += "  (\(concept.altLabels.map(\.text).joined(separator: ", ")))" }
                output.line(output.shown(line))
            }
        }
    }

    private static func vocabularies(_ options: CollectionOptions) throws -> VocabularySet {
        let location = try options.location()
        return try SchemaLibrary(collection: location.exists ? location.folder : nil).vocabularies
    }
}
