import Foundation
import Plan
import Results
import TestSupport
import Testing

@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct RunCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
    }

    private func directory(_ path: some StringProtocol) -> RunDirectory { RunDirectory(existing: assay.url(String(path))) }

    @Test func forPeople() throws {
        let ending = try assay("run", "tiny.yaml", "--threads", "1")
        #expect(ending.exitCode == 0)
        let last = try #require(ending.lines.last)
        #expect(last.wholeMatch(of: /Results\/tiny\/\d{8}-\d{6}-[0-9a-z]{4}/) != nil)
        let record = try directory(last).record()
        #expect(record.status == .completed && record.versions.keys.contains("oneDNN"))
        #expect(ending.output.hasPrefix("evaluation"))
        #expect(ending.output.contains("78.25%"))
        let epochs = ending.error.split(separator: "\n").filter { $0.hasPrefix("Epoch ") }
        #expect(epochs.count == 2, "one line an epoch where there is no terminal")
        #expect(epochs.first?.wholeMatch(of: /Epoch 1\/2 - 2 steps - \d+s - loss: .* - val_acc: .* - lr: 1\.0000e-03/) != nil)
        #expect(!ending.error.contains("\u{1B}") && !ending.error.contains("lint:"))
    }

    @Test func forScripts() throws {
        let ending = try assay("run", "tiny.yaml", "--threads", "1", "--format", "json", "--results", "elsewhere")
        #expect(ending.exitCode == 0 && ending.error == "")
        let objects = try ending.lines.map { try Assay.object(Data($0.utf8)) }
        let path = try #require(objects.last?["run"] as? String)
        #expect(path.hasPrefix("elsewhere/tiny/"))
        #expect(objects.dropLast().allSatisfy { $0["event"] is String && $0["time"] is String })
        #expect(objects.first?["event"] as? String == "run_started")
        let written = try String(decoding: directory(path).read("events.jsonl"), as: UTF8.self)
        #expect(ending.lines.dropLast().map { $0 + "\n" }.joined() == written)
    }

    @Test func quiet() throws {
        let ending = try assay("run", "tiny.yaml", "--threads", "1", "--quiet")
        #expect(ending.exitCode == 0 && ending.error == "")
        #expect(ending.lines.count == 1 && ending.output.hasPrefix("Results/tiny/"))
        let json = try assay("run", "tiny.yaml", "--threads", "1", "--quiet", "--format", "json")
        #expect(json.exitCode == 0 && json.error == "" && json.lines.count == 1 && json.output.hasPrefix("{\"run\":"))
    }

    @Test func verbose() throws {
        let plain = try assay("run", "tiny.yaml", "--threads", "1")
        let verbose = try assay("run", "tiny.yaml", "--threads", "1", "--verbose")
        #expect(verbose.exitCode == 0)
        #expect(verbose.error.split(separator: "\n").count > plain.error.split(separator: "\n").count)
        #expect(verbose.error.contains("train"))
    }

    @Test func settingsAndSeedAreInThePlan() throws {
        let ending = try assay(
            "run", "tiny.yaml", "-q", "--set", "steps.training.epochs=1", "--seed", "9", "--engine", "reference", "--threads", "1"
        )
        let run = directory(try #require(ending.lines.last))
        let plan = try run.read(Plan.self, from: "plan.json")
        #expect(plan.seed == 9)
        #expect((plan.step("training")?.action.value as? TrainStep)?.epochs == 1)
        #expect(directory("Results/tiny/latest").id == run.id)
    }

    /// The bar of a terminal, by `script`, which gives the command one; the cursor comes back.
    @Test(.enabled(if: Assay.hasTerminals, Assay.noTerminals)) func onATerminal() throws {
        let ending = try assay.shell("LANG=C.UTF-8 TERM=xterm script -qec \"$ASSAY run tiny.yaml --threads 1\" /dev/null")
        #expect(ending.exitCode == 0)
        #expect(ending.output.contains("\u{1B}[?25l") && ending.output.contains("\u{1B}[?25h"))
        #expect(ending.output.contains("Epoch 1/2\r\n"))
        #expect(ending.output.contains("\u{1B}[1m2/2\u{1B}[0m \u{1B}[32m" + String(repeating: "━", count: 20)))
    }

    /// What a callback says follows the line of its epoch, which has the validation's values.
    @Test func callbacksSpeakAfterTheirEpoch() throws {
        let lines = try assay("run", "tiny.yaml", "--set", Self.checkpoint).error.split(separator: "\n").map(String.init)
        let epoch = try #require(lines.firstIndex { $0.hasPrefix("Epoch 1/2") })
        #expect(lines[epoch].contains("val_acc") && lines[epoch + 1].hasPrefix("Epoch 00001: val_acc improved"))
    }

    @Test(.enabled(if: Assay.hasTerminals, Assay.noTerminals)) func callbacksSpeakAfterTheBarOfTheirEpoch() throws {
        let screen = try assay.shell(
            "LANG=C.UTF-8 TERM=xterm script -qec \"$ASSAY run tiny.yaml --set '\(Self.checkpoint)'\" /dev/null")
        let message = try #require(screen.output.range(of: "Epoch 00001: val_acc improved"))
        #expect(screen.output[..<message.lowerBound].contains("val_acc: "))
    }

    private static let checkpoint = "steps.training.callbacks=[{ModelCheckpoint: {monitor: val_acc, save_best_only: true}}]"

    @Test func aFileWithoutSteps() throws {
        try assay.folder.write("name: none\n", to: "none.yaml")
        let ending = try assay("run", "none.yaml")
        #expect(ending.exitCode == 65 && ending.error.contains("has no steps to run"))
        #expect(!FileManager.default.fileExists(atPath: assay.url("Results").path))
    }

    // MARK: Signals

    /// A run that would last for hours.
    private func long() throws -> RunningProcess {
        try assay.start(["run", "tiny.yaml", "--threads", "1", "--format", "json", "--set", "steps.training.epochs=100000"])
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsItReadably(_ signal: Int32) throws {
        let process = try long()
        try process.waitFor("epoch_ended")
        process.send(signal)
        let ending = try process.wait()
        #expect(ending.exitCode == 75 && !ending.isSignalled)
        let last = try Assay.object(Data(try #require(ending.lines.last).utf8))
        let path = try #require(last["run"] as? String)
        let record = try directory(path).record()
        #expect(record.status == .interrupted && record.exitCode == 75)
        #expect(try directory(path).curves(step: "training").rows.isEmpty == false)
        #expect(try directory(path).events().last?.message == "interrupted")
    }

    @Test func peopleAreToldWhatStands() throws {
        let process = try assay.start(["run", "tiny.yaml", "--threads", "1", "--set", "steps.training.epochs=100000"])
        let curves = {
            try FileManager.default.subpathsOfDirectory(atPath: self.assay.folder.url.path).contains {
                $0.hasSuffix("curves.csv")
            }
        }
        let deadline = Date(timeIntervalSinceNow: 60)
        while try !curves(), Date() < deadline { usleep(5000) }
        process.send(SIGINT)
        let ending = try process.wait()
        #expect(ending.exitCode == 75)
        #expect(ending.error.contains("assay: stopping after this batch"))
        #expect(ending.error.contains("assay: interrupted in training"))
        #expect(ending.error.contains("2 of 4 steps are done"))
        #expect(ending.lines.last?.hasPrefix("Results/tiny/") == true)
    }

    /// A reader that goes away does not end the run.
    @Test func intoAPipeThatCloses() throws {
        let ending = try assay.shell(
            "set -o pipefail; $ASSAY run tiny.yaml --threads 1 --format json | head -n 1 > /dev/null; echo $?")
        #expect(ending.lines == ["0"])
        #expect(try directory("Results/tiny/latest").record().status == .completed)
    }

    // MARK: Disks

    @Test(arguments: ["/proc/nowhere", "/dev/null", "tiny.yaml"]) func aPlaceThatCannotBeWritten(_ place: String) throws {
        let ending = try assay("run", "tiny.yaml", "--results", place)
        #expect(ending.exitCode == 73 && ending.output == "")
        #expect(ending.error.contains("error: cannot write") && ending.error.contains("--results"))
    }

    private static let mount = "unshare --user --map-root-user --mount"

    /// A disk of its own without room, in a mount namespace.
    @Test(
        .enabled(
            if: Shell.run("\(mount) mount -t tmpfs tmpfs /mnt") == 0,
            "no file system can be mounted here; FailureTests does without"),
        arguments: ["16k", "24k", "32k", "40k", "48k"])
    func aFullDisk(_ size: String) throws {
        let line = "mount -t tmpfs -o size=\(size) tmpfs /mnt && $ASSAY run tiny.yaml --threads 1 --results /mnt -q; echo $?"
        let ending = try assay.shell("\(Self.mount) sh -c '\(line); cat /mnt/tiny/latest/run.json'")
        #expect(ending.error.contains("No space left on device") && ending.error.contains("make room"), "\(ending.error)")
        #expect(ending.lines.first?.hasPrefix("/mnt/tiny/") == true && ending.lines.dropFirst().first == "73")
        // Even a full disk does not leave a run that seems to go on.
        let record = try PlanCoding.decode(RunRecord.self, from: Data(ending.lines.dropFirst(2).joined(separator: "\n").utf8))
        #expect(record.status == .failed && record.exitCode == 73 && record.errors.count == 1)
    }
}
