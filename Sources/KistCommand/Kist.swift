import ArgumentParser

/// The command line: each subcommand has a file of its own in `Commands/`, parses, calls the repository, prints.
struct Kist: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kist",
        abstract: "Keep, find and share what professional learning hubs know.",
        discussion: """
            Kist keeps resources, strategies, research digests, enquiries and evaluations, joins a strategy to the research
            behind it and to what happened when somebody tried it, and finds them in an instant.

            EXAMPLES
              kist import ~/Hub                          take in a folder of documents
              kist search feedback --stage P5            find what is about feedback for P5
              kist show 1 --chain                        the first hit, with the evidence for and against it
              kist export pack feedback --to pack.zip    a pack that opens by double-click
            """,
        version: KistVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Putting in",
                subcommands: [Init.self, Import.self, Reimport.self, Extract.self, Template.self, Add.self]),
            CommandGroup(name: "Finding", subcommands: [Search.self, Show.self, Vocab.self]),
            CommandGroup(
                name: "Changing",
                subcommands: [Edit.self, Link.self, Withdraw.self, Reinstate.self, Erase.self, Undo.self]),
            CommandGroup(name: "Sharing", subcommands: [Export.self, Verify.self]),
            CommandGroup(
                name: "Looking after", subcommands: [History.self, Check.self, Reindex.self, Stats.self, Plugins.self]),
        ])
}
