import Foundation
import Plan
import TestSupport
import Testing

@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct PlanCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
    }

    @Test func forScriptsIsThePlanItself() throws {
        let ending = try assay("plan", "tiny.yaml", "--format", "json", "--seed", "11")
        #expect(ending.exitCode == 0)
        let plan = try PlanCoding.decode(Plan.self, from: Data(ending.output.utf8))
        #expect(plan.name == "tiny" && plan.seed == 11 && plan.steps.count == 4)
        #expect(plan.datasets[0].counts == [8, 8])
        // Lints go to standard error, as JSON too.
        #expect(try JSONSerialization.jsonObject(with: Data(ending.error.utf8)) is [[String: Any]])
    }

    @Test func forPeople() throws {
        let ending = try assay("plan", "tiny.yaml", environment: ["LANG": "C"])
        #expect(ending.exitCode == 0)
        for part in ["tiny", "conv2d", "(None, 14, 14, 2)", "training", "evaluation", "NORMAL"] {
            #expect(ending.output.contains(part), "\(part)")
        }
        #expect(ending.output.utf8.allSatisfy { $0 < 128 }, "the locale is not UTF-8")
        #expect(try assay("plan", "tiny.yaml", environment: ["LANG": "C.UTF-8"]).output.contains("─"))
    }

    @Test func kernelsForPeople() throws {
        let ending = try assay("plan", "tiny.yaml", "--kernels", environment: ["LANG": "C"])
        #expect(ending.exitCode == 0)
        #expect(ending.lines.first?.hasPrefix("tiny: fast, kernels ") == true)
        for part in ["a training step of", "inference of", "direct ", "choose-kernel", "no activations are copied"] {
            #expect(ending.output.contains(part), "\(part)")
        }
        #expect(ending.output.utf8.allSatisfy { $0 < 128 }, "the locale is not UTF-8")
    }

    /// Where there is no terminal, nothing is cut off.
    @Test func kernelsAreNotCut() throws {
        let ending = try assay("plan", "tiny.yaml", "--kernels", environment: ["LANG": "C"])
        #expect(!ending.output.contains("..") && ending.output.contains("(samples of "))
    }

    @Test func memoryIsThatOfTheEngine() throws {
        func line(_ engine: String) throws -> String {
            let lines = try assay("plan", "tiny.yaml", "--engine", engine, environment: ["LANG": "C"]).lines
            return try #require(lines.first { $0.contains(" for a step on ") })
        }
        // The reference engine has no plan of its memory: that is estimated.
        #expect(try line("fast") != line("reference"))
    }

    @Test(arguments: ["fast", "onednn"]) func kernelsForScripts(_ engine: String) throws {
        let ending = try assay("plan", "tiny.yaml", "--kernels", "--engine", engine, "--format", "json")
        #expect(ending.exitCode == 0)
        let listing = try Assay.object(Data(ending.output.utf8))
        #expect(listing["schema"] as? String == "kernels/1" && listing["engine"] as? String == engine)
        let programs = try #require(listing["programs"] as? [[String: Any]])
        let training = try #require(programs.first { ($0["program"] as? [String: Any])?["is_training"] as? Bool == true })
        let program = try #require(training["program"] as? [String: Any])
        let stages = try #require(program["stages"] as? [[String: Any]])
        let kernels = stages.flatMap { $0["kernels"] as? [String] ?? [] }
        #expect(kernels.contains { $0.hasPrefix("direct ") } == (engine == "fast"))
        let operations = try #require(program["operations"] as? [[String: Any]])
        #expect(operations.contains { ($0["direct_flops"] as? Int ?? 0) > 0 && ($0["byte_count"] as? Int ?? 0) > 0 })
    }

    @Test func theReferenceHasNoPrograms() throws {
        let ending = try assay("plan", "tiny.yaml", "--kernels", "--engine", "reference")
        #expect(ending.exitCode != 0 && ending.output == "" && ending.error.contains("no programs"))
    }

    /// A reader that goes away is no failure.
    @Test func intoAPipeThatCloses() throws {
        let ending = try assay.shell("set -o pipefail; $ASSAY plan tiny.yaml | head -n 1; echo $?")
        #expect(ending.lines == ["tiny", "0"])
        let json = try assay.shell("set -o pipefail; $ASSAY schema | head -c 1; echo $?")
        #expect(json.output == "{0\n")
    }
}
