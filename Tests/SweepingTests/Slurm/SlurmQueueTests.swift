import Diagnostics
import Foundation
import Testing

@testable import Sweeping

@Suite struct SlurmQueueTests {
    private func wave(_ number: Int, array: String, followUp: String?, cluster: String? = nil) -> SlurmWave {
        SlurmWave(
            wave: number, array: array, followUp: followUp, cluster: cluster, elements: 20, progress: 0, stalls: 0,
            submitted: "2026-01-01T00:00:00Z")
    }

    private func submitted(_ slurm: StandInSlurm, _ waves: SlurmWave...) throws {
        try FileManager.default.createDirectory(
            at: slurm.sweep.appendingPathComponent("slurm"), withIntermediateDirectories: true)
        for wave in waves { try SlurmFolder(sweep: slurm.sweep).append(wave) }
    }

    @Test func countsByStateAndReason() throws {
        let slurm = try StandInSlurm()
        try submitted(slurm, wave(1, array: "17", followUp: "18"))
        try slurm.program(
            "squeue",
            """
            cat <<'X'
            squeue: warning: the controller is busy
            17_1|RUNNING|n1|None
            17_2|RUNNING|n2|None
            17_3|PENDING||Resources
            17_4|PENDING||JobArrayTaskLimit
            17_5|PENDING||JobArrayTaskLimit
            17_6|PENDING||JobArrayTaskLimit
            18|PENDING||Dependency
            99|RUNNING|n3|None
            no line of squeue's
            X
            """)
        let state = try #require(SlurmQueue.read(slurm.sweep, with: slurm.command))
        #expect(state.problem == nil)
        #expect(!state.isOver)
        #expect(
            state.lines == [
                "Slurm: wave 1, job 17: 3 pending (JobArrayTaskLimit); 2 running on n1, n2; 1 pending (Resources); "
                    + "then job 18, pending (Dependency)"
            ])
        #expect(slurm.questions == ["squeue --noheader --array --all --jobs=18,17 --format=%i|%T|%N|%r"])
        let json = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
        #expect(json.contains("\"follow_up\":\"18\""))
    }

    @Test func nothingWasSubmitted() throws {
        let slurm = try StandInSlurm()
        #expect(SlurmQueue.read(slurm.sweep, with: slurm.command) == nil)
        #expect(slurm.questions.isEmpty)
    }

    @Test func jobsThatSlurmForgotAreOver() throws {
        let slurm = try StandInSlurm()
        try submitted(slurm, wave(1, array: "17", followUp: "18"), wave(2, array: "19", followUp: nil))
        try slurm.program("squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1")
        let state = try #require(SlurmQueue.read(slurm.sweep, with: slurm.command))
        #expect(state.isOver)
        #expect(state.lines == ["Slurm: wave 2, job 19: no element in the queue any more"])
    }

    @Test func aBrokenOrHungQueueIsSaid() throws {
        let slurm = try StandInSlurm(seconds: 1)
        try submitted(slurm, wave(1, array: "17", followUp: "18"))
        try slurm.program("squeue", "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1")
        var state = try #require(SlurmQueue.read(slurm.sweep, with: slurm.command))
        #expect(state.problem?.id == "slurm-unreadable")
        #expect(!state.isOver)
        #expect(
            state.lines.last
                == "Slurm: squeue ended with 1: slurm_load_jobs error: Unable to contact slurm controller")
        try slurm.program("squeue", "sleep 60 & sleep 60")
        let began = Date()
        state = try #require(SlurmQueue.read(slurm.sweep, with: slurm.command))
        #expect(state.problem?.id == "slurm-silent")
        #expect(Date().timeIntervalSince(began) < 15)
    }

    @Test func aClusterIsAskedByItsName() throws {
        let slurm = try StandInSlurm()
        try submitted(slurm, wave(1, array: "17", followUp: nil, cluster: "west"))
        _ = SlurmQueue.read(slurm.sweep, with: slurm.command)
        #expect(slurm.questions.last?.hasSuffix("--clusters=west") == true)
    }

    @Test func damagedLinesOfTheJournalArePassedOver() throws {
        let slurm = try StandInSlurm()
        try submitted(slurm, wave(1, array: "17", followUp: nil), wave(2, array: "$(x)", followUp: nil))
        let file = slurm.sweep.appendingPathComponent("slurm/waves.jsonl")
        var data = try Data(contentsOf: file)
        data.append(Data("{\"wave\": 9\n\u{0}\u{1}\n".utf8))
        try data.write(to: file)
        #expect(SlurmFolder(sweep: slurm.sweep).waves.map(\.array) == ["17"])
    }
}
