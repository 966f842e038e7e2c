import Diagnostics
import Foundation
import Plan
import Testing

@testable import Sweeping

@Suite struct BatchScriptTests {
    @Test func anArrayAsksForWhatTheFileSays() throws {
        let slurm = try StandInSlurm()
        let script = try slurm.request {
            $0.logs = "/results/slurm"
            $0.resources = SlurmResources(
                partition: "short,long", account: "lab-1", minutes: 90, cpus: 4, memoryBytes: (2 << 30) + 1, arrayWidth: 8,
                options: ["--constraint=avx512", "--gres=gpu:1"])
        }.array(elements: 20)
        #expect(
            script.directives == [
                "--job-name=assay-phantom-rates", "--partition=short,long", "--account=lab-1", "--array=1-20%8",
                "--output=\"/results/slurm/%A_%a.log\"", "--open-mode=append", "--requeue", "--signal=B:TERM@120", "--nodes=1",
                "--ntasks=1", "--cpus-per-task=4", "--mem=2049M", "--time=90", "--constraint=avx512", "--gres=gpu:1",
            ])
        #expect(script.text.hasPrefix("#!/bin/bash\n#SBATCH --job-name=assay-phantom-rates\n#SBATCH --partition"))
    }

    @Test func theFollowerWaitsForAllAndGivesTheSameCommand() throws {
        let slurm = try StandInSlurm()
        let script = try slurm.request {
            $0.logs = "/results/slurm"
            $0.executable = "/opt/assay"
            $0.arguments = ["sweep", "it's.yaml"]
            $0.workingDirectory = "/home/me"
            $0.resources = SlurmResources(minutes: 600, cpus: 4, options: ["--qos=low"])
        }.followUp(after: "17")
        #expect(
            script.directives == [
                "--job-name=assay-phantom-rates", "--qos=low", "--dependency=afterany:17", "--output=\"/results/slurm/%j.log\"",
                "--open-mode=append", "--requeue", "--nodes=1", "--ntasks=1", "--cpus-per-task=1", "--time=30",
            ])
        #expect(
            script.body == "cd -- /home/me || exit 73\nexec /opt/assay sweep 'it'\\''s.yaml' --launcher slurm")
    }

    @Test(arguments: [(1, 15), (4, 60), (8, 120), (6000, 120)])
    func theSignalComesInTimeForShortJobs(minutes: Int, grace: Int) throws {
        let script = try StandInSlurm().request { $0.resources.minutes = minutes }.array(elements: 1)
        #expect(script.directives.contains("--signal=B:TERM@\(grace)"))
    }

    @Test func namesAndOptionsThatWouldBeMoreAreRefused() throws {
        let slurm = try StandInSlurm()
        func id(_ change: (inout SlurmRequest) -> Void) -> String? {
            do throws(Diagnostic) {
                _ = try slurm.request(change).array(elements: 1)
                return nil
            } catch { return error.id }
        }
        #expect(id { $0.resources.partition = "a b" } == "slurm-name")
        #expect(id { $0.resources.partition = "" } == "slurm-name")
        #expect(id { $0.resources.account = "a\n#SBATCH --uid=0" } == "slurm-name")
        #expect(id { $0.resources.options = ["--comment=x\nrm -r /"] } == "slurm-option")
        #expect(id { $0.resources.options = ["comment"] } == "slurm-option")
        #expect(id { $0.logs = "/a\\b" } == "slurm-path")
        #expect(id { $0.logs = "/a\nb" } == "slurm-path")
        #expect(id { $0.resources.options = ["--comment=\"two words\""] } == nil)
    }

    @Test func quotesAndPatternsInTheFolderStayWhatTheyAre() throws {
        let script = try StandInSlurm().request { $0.logs = "/a \"b\" it's 5%j #x" }.array(elements: 1)
        #expect(script.directives.contains("--output=\"/a \\\"b\\\" it's 5%%j #x/%A_%a.log\""))
    }

    @Test func aJobNameHoldsNothingOdd() throws {
        #expect(try StandInSlurm().request { $0.names = ["a b,ä", "100%"] }.jobName == "assay-a_b__-100_")
    }

    @Test func anElementRunsOneTrialOnItsProcessors() throws {
        let slurm = try StandInSlurm()
        try slurm.program(
            "assay", "printf '%s\\n' \"$@\" >'\(slurm.folder.url.path)/words'; pwd >>'\(slurm.folder.url.path)/words'; exit 1")
        let process = try slurm.element(slurm.request().array(elements: 4))
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        let words = try String(contentsOf: slurm.folder.url.appendingPathComponent("words"), encoding: .utf8)
        #expect(
            words.split(separator: "\n").map(String.init) == [
                "sweep", "a file.yaml", "--set", "title=it's \"$HOME\" `x`", "--launcher", "local", "--workers", "1", "--take",
                "1",
                "--threads", "3", slurm.folder.url.path,
            ])
        #expect(!slurm.questions.contains { $0.hasPrefix("scontrol") })
    }

    /// The shell alone hears of the time limit; the program writes its checkpoint, which takes a while, and the element is put back.
    @Test(arguments: [("RUNNING", 0, true), ("RUNNING", 100, false), ("COMPLETING", 0, false)])
    func aStoppedElementIsPutBack(state: String, restarts: Int, expected: Bool) throws {
        let slurm = try StandInSlurm()
        let ready = slurm.folder.url.appendingPathComponent("ready")
        try slurm.program("squeue", "echo \(state)")
        try slurm.program(
            "assay", "trap 'sleep 0.3; exit 75' TERM; touch '\(ready.path)'; for i in $(seq 200); do sleep 0.05; done; exit 3")
        let process = try slurm.element(slurm.request().array(elements: 4), restarts: restarts)
        let end = Date() + 20
        while !FileManager.default.fileExists(atPath: ready.path), Date() < end { Thread.sleep(forTimeInterval: 0.02) }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 75)
        #expect(slurm.questions.contains("scontrol requeue 7_2") == expected)
    }
}
