import Diagnostics
import Foundation
import Testing

@testable import Sweeping

@Suite struct SlurmLauncherTests {
    private func launcher(_ slurm: StandInSlurm, job: String? = nil) -> SlurmLauncher {
        SlurmLauncher(sweep: slurm.sweep, request: slurm.request(), command: slurm.command, job: job)
    }

    private func waves(_ slurm: StandInSlurm) -> [SlurmWave] { SlurmFolder(sweep: slurm.sweep).waves }

    @Test func aWaveIsAnArrayAndAJobThatFollows() throws {
        let slurm = try StandInSlurm()
        guard case .submitted(let wave) = try launcher(slurm).submit(.init(trials: 20, progress: 3)) else {
            Issue.record("nothing was submitted")
            return
        }
        #expect(wave.elements == 20)
        #expect(wave.progress == 3)
        #expect(waves(slurm) == [wave])
        let scripts = slurm.sweep.appendingPathComponent("slurm").path
        #expect(
            slurm.questions == [
                "scontrol show config", "sbatch --parsable \(scripts)/wave-1.sh", "sbatch --parsable \(scripts)/wave-1-then.sh",
            ])
        let then = try String(contentsOfFile: "\(scripts)/wave-1-then.sh", encoding: .utf8)
        #expect(then.contains("--dependency=afterany:\(wave.array)\n"))
        #expect(try String(contentsOfFile: "\(scripts)/wave-1.sh", encoding: .utf8).contains("--array=1-20\n"))
    }

    @Test func whatIsQueuedIsNotSubmittedTwice() throws {
        let slurm = try StandInSlurm()
        _ = try launcher(slurm).submit(.init(trials: 2, progress: 0))
        let array = try #require(waves(slurm).first?.array)
        try slurm.program("squeue", "echo '\(array)_1|PENDING||Resources'")
        guard case .queued(let state) = try launcher(slurm).submit(.init(trials: 2, progress: 0)) else {
            Issue.record("it was submitted twice")
            return
        }
        #expect(state.waves.first?.groups.first?.count == 1)
        #expect(waves(slurm).count == 1)
        // A queue that cannot be read may hold it.
        try slurm.program("squeue", "exit 1")
        #expect(throws: Diagnostic.self) { try launcher(slurm).submit(.init(trials: 2, progress: 0)) }
        try slurm.program("squeue", "")
        _ = try launcher(slurm).submit(.init(trials: 2, progress: 0))
        #expect(waves(slurm).map(\.wave) == [1, 2])
    }

    @Test func theFollowerGoesOnUntilNothingMoves() throws {
        let slurm = try StandInSlurm()
        _ = try launcher(slurm).submit(.init(trials: 9, progress: 0))
        // The last elements of the wave may be on their way out.
        try slurm.program("squeue", "echo '\(waves(slurm)[0].array)_1|COMPLETING|n1|None'")
        for (progress, stalls) in [(4, 0), (4, 1), (5, 0), (5, 1)] {
            let job = try #require(waves(slurm).last?.followUp)
            guard case .submitted(let wave) = try launcher(slurm, job: job).submit(.init(trials: 9, progress: progress)) else {
                Issue.record("the chain ended")
                return
            }
            #expect(wave.stalls == stalls)
        }
        let job = try #require(waves(slurm).last?.followUp)
        do throws(Diagnostic) {
            _ = try launcher(slurm, job: job).submit(.init(trials: 9, progress: 5))
            Issue.record("the chain has no end")
        } catch { #expect(error.id == "slurm-stalled") }
        // A person may try again.
        try slurm.program("squeue", "")
        guard case .submitted(let wave) = try launcher(slurm).submit(.init(trials: 9, progress: 5)) else {
            Issue.record("nothing was submitted")
            return
        }
        #expect(wave.stalls == 0)
    }

    @Test func nothingIsLeft() throws {
        let slurm = try StandInSlurm()
        guard case .nothing = try launcher(slurm).submit(.init(trials: 0, progress: 20)) else {
            Issue.record("something was submitted")
            return
        }
        #expect(slurm.questions.isEmpty)
    }

    @Test func limitsMakeWavesSmaller() throws {
        let slurm = try StandInSlurm()
        try slurm.program("scontrol", "echo 'MaxArraySize            = 101'")
        try slurm.program(
            "sbatch",
            """
            for script; do :; done
            elements=$(sed -n 's/.*--array=1-//p' "$script")
            if [ "${elements:-1}" -gt 30 ]; then
                echo 'sbatch: error: QOSMaxSubmitJobPerUserLimit' >&2
                echo 'sbatch: error: Batch job submission failed: Job violates accounting/QOS policy' >&2
                exit 1
            fi
            echo 7
            """)
        guard case .submitted(let wave) = try launcher(slurm).submit(.init(trials: 5000, progress: 0)) else {
            Issue.record("nothing was submitted")
            return
        }
        #expect(wave.elements == 25)
    }

    @Test func aRefusalIsSaidInSlurmsWords() throws {
        let slurm = try StandInSlurm()
        try slurm.program(
            "sbatch", "echo 'sbatch: error: Batch job submission failed: Invalid account or partition' >&2; exit 1")
        do throws(Diagnostic) {
            _ = try launcher(slurm).submit(.init(trials: 5, progress: 0))
            Issue.record("it was taken")
        } catch {
            #expect(error.id == "slurm-refused")
            #expect(error.message.hasSuffix(": Batch job submission failed: Invalid account or partition"))
        }
        #expect(waves(slurm).isEmpty)
    }

    @Test func aWaveWithoutAFollowerIsKnown() throws {
        let slurm = try StandInSlurm()
        try slurm.program("sbatch", "for script; do :; done; case $script in *then.sh) exit 1 ;; *) echo '17;west' ;; esac")
        guard case .submittedAlone(let wave, _) = try launcher(slurm).submit(.init(trials: 5, progress: 0)) else {
            Issue.record("a follower was taken")
            return
        }
        #expect(wave.array == "17")
        #expect(wave.cluster == "west")
        #expect(waves(slurm) == [wave])
    }

    @Test func withoutSlurmTheRemedyIsSaid() throws {
        let slurm = try StandInSlurm()
        do throws(Diagnostic) {
            _ = try slurm.command.run(["sbatch-that-is-nowhere"])
            Issue.record("it was found")
        } catch {
            #expect(error.id == "slurm-missing")
            #expect(error.outcome == .missingInput)
        }
    }

    @Test func receiptsOfManyKinds() {
        #expect(SlurmLauncher.receipt("17") == .init(job: "17", cluster: nil))
        #expect(SlurmLauncher.receipt("17;west\n") == .init(job: "17", cluster: "west"))
        #expect(SlurmLauncher.receipt("Welcome to the cluster\n\n 17 \nHave fun") == .init(job: "17", cluster: nil))
        #expect(SlurmLauncher.receipt("17;we st") == nil)
        #expect(SlurmLauncher.receipt("Submitted batch job 17") == nil)
        #expect(SlurmLauncher.receipt("99999999999999999999999999") == nil)
        #expect(SlurmLauncher.receipt("") == nil)
    }

    @Test(arguments: [
        ("MaxArraySize            = 1001", 1000), ("MaxArraySize=51", 50), ("MaxArraySize = 4000001", 1000),
        ("MaxArraySize = 0", 1), ("MaxArraySize = x", 1000), ("", 1000),
    ])
    func limitsAreReadFromTheConfiguration(text: String, expected: Int) {
        #expect(SlurmLimits.elements(config: text) == expected)
    }

    @Test func aJobsOwnVariablesAreNotInherited() {
        #expect(!SlurmCommand.isInherited("SLURM_JOB_ID"))
        #expect(!SlurmCommand.isInherited("SLURMD_NODENAME"))
        #expect(SlurmCommand.isInherited("SLURM_CONF"))
        #expect(SlurmCommand.isInherited("ASSAY_ISA"))
    }
}
