import Testing

@testable import assay

@Suite struct SlurmOptionsTests {
    @Test func flagsAreSettingsOfTheFile() throws {
        let options = try SlurmOptions.parse([
            "--partition", "it's", "--account", "lab", "--time", "1-12:00:00", "--cpus", "4", "--memory", "8GiB", "--array-width",
            "20",
        ])
        #expect(
            options.settings == [
                "sweep.slurm={partition: 'it''s', account: 'lab', time: '1-12:00:00', cpus: 4, memory: '8GiB', array_width: 20}"
            ])
        #expect(try SlurmOptions.parse([]).settings.isEmpty)
    }

    @Test func slurmAndThisMachineHaveFlagsOfTheirOwn() {
        #expect(throws: (any Error).self) { try SweepCommand.parse(["a.yaml", "--cpus", "4"]) }
        #expect(throws: (any Error).self) { try SweepCommand.parse(["a.yaml", "--launcher", "slurm", "--workers", "4"]) }
        #expect(throws: Never.self) { try SweepCommand.parse(["a.yaml", "--launcher", "slurm", "--cpus", "4"]) }
        #expect(throws: Never.self) { try SweepCommand.parse(["a.yaml", "--workers", "4"]) }
    }
}
