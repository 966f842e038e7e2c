import ArgumentParser
import Diagnostics
import Foundation
import Weights

/// The command. Every verb is options, one call, and rendering; nothing else in the package prints.
@main
struct Assay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "A compiler for experiments: YAML in, trained conv-nets and evidence out.",
        discussion: """
            assay check Experiments/chest-xray-transfer.yaml
            assay plan Experiments/chest-xray-transfer.yaml --set data=../chest_xray
            assay run Experiments/phantom-transfer.yaml
            assay verify Experiments/chest-xray-transfer.yaml --set data=../chest_xray --seeds 5

            Exit codes: 0 done; 1 ran and failed, or a claim does not hold; 64 usage; 65 invalid experiment or data; 66 input missing; 70 a fault of assay; \
            73 cannot write results; 75 interrupted with a checkpoint; 130/143 interrupted without one.
            """,
        version: AssayVersion.current,
        subcommands: [
            Check.self, PlanCommand.self, Run.self, SweepCommand.self, Compare.self, Verify.self, Bench.self, DataCommand.self,
            SchemaCommand.self, Doctor.self,
            ReadWeightsFile.self,
        ])

    static func main() {
        // A reader that goes away, as in `assay run … | head`, must not end a run halfway.
        signal(SIGPIPE, SIG_IGN)
        WeightsReader.register()
        main(nil)
    }
}

/// The version of this package.
enum AssayVersion {
    /// As in CHANGELOG.md.
    static let current = "0.1.0"
}
