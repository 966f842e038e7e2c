import ArgumentParser
import Experiment

/// `assay schema`: the JSON Schema that editors use.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of experiments (draft-07), as committed in Schemas/.")

    func run() throws { Output.out(ExperimentSchema.json()) }
}
