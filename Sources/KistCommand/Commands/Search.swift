import ArgumentParser
import KistRepository

struct Search: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find records.",
        usage: "kist search WORDS… [--FIELD VALUE]… [--facets] [--limit N] [--sort ORDER]",
        discussion: """
            All words must match. "a phrase" in quotes is found as it stands, -word leaves a word out, OR widens,
            (…) groups, field:value and --field value narrow, year:2020..2024 is a range. begin* finds all that begins
            so, wom?n and colo*r leave letters open, word~ finds near spellings, "two words"~3 lets them stand a little
            apart, word^2 makes a word count double. No question is ever an error.

            EXAMPLES
              kist search feedback --stage P5 --cost 2
              kist search '"think pair share"'
              kist search growth mindset -poster --type evaluation
              kist search "what works for P5 feedback at low cost" --near Highland
              kist search --type strategy --facets
              kist search --like 2                        more like the second hit of the last search
            """)

    @OptionGroup var options: CollectionOptions
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only records whose field has the value; any field also works as --FIELD VALUE.", valueName: "field=value"))
    var filters: [String] = []
    @Option(
        help: ArgumentHelp(
            "More like this record: its number in the last search, id, DOI or title.", valueName: "record"))
    var like: String?
    @Option(help: "How many hits to show.") var limit = 10
    @Option(help: "How many hits to leave out first.") var offset = 0
    @Option(
        help: ArgumentHelp("relevance, newest, or a field's name (with - before it for falling).", valueName: "order"))
    var sort = "relevance"
    @Option(help: ArgumentHelp("Where you work: an authority's name, for “near me”.", valueName: "authority")) var near:
        String?
    @Option(help: ArgumentHelp("Keep this search under a name, for export --saved NAME.", valueName: "name")) var save:
        String?
    @Flag(help: "Count the hits by type, stage, hub and so on.") var facets = false
    @Flag(help: "Say why each hit stands where it does.") var explain = false
    @Flag(name: .customLong("no-expand"), help: "Search only the words that were typed, no synonyms.") var noExpand =
        false
    @Flag(help: "Search withdrawn records too.") var withdrawn = false
    @Argument(help: "Words to search for.") var words: [String] = []

    func run() throws {
        let output = options.output
        let repository = try options.open()
        let question = try QuestionArguments.question(
            words: words, filters: filters, like: like, limit: limit, offset: offset, sort: sort,
            facets: facets ? repository.defaultFacets : [],
            expands: !noExpand, withdrawn: withdrawn, explains: explain, near: near, repository: repository)
        let answer = try repository.search(question)
        if let save { try repository.saveSearch(question, name: save) }
        LastHits.save(answer.hits.map(\.card.id), collection: repository.collectionID)
        if output.json {
            output.answer(answer.json)
        } else {
            SearchPrinter(output, repository: repository).show(answer, question: question)
        }
        if answer.hits.isEmpty { throw Ending(status: .nothing) }
    }
}
