import ArgumentParser
import Weights

/// `assay read-weights-file`: the child process that reads a Keras file for another `assay`; no one else calls it.
struct ReadWeightsFile: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: WeightsReader.verb, abstract: "Sends a Keras file on as safetensors.", shouldDisplay: false)

    @Argument var path: String

    func run() throws { WeightsReaderProcess.run(path) }
}
