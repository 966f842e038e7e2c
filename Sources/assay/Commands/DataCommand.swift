import ArgumentParser

/// `assay data`: data sets by themselves.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Make, inspect and look into data sets.",
        subcommands: [DataSynthesize.self, DataInspect.self, DataBatches.self])
}
