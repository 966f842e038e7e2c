import Foundation
import TestSupport
import Testing

/// What `assay check` and `assay plan` say of a file with a sweep.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct SweepCheckTests {
    let assay: Assay

    init() throws { assay = try Assay() }

    static let parameters = "parameters: {filters: 2, rate: 1e-3, kind: relu}\n"

    /// The small experiment with parameters, and a sweep.
    private func write(_ sweep: String, to name: String = "s.yaml") throws {
        let text = Texts.tiny.replacing("seed: 7\n", with: "seed: 7\n" + Self.parameters)
            .replacing("Conv2D: {filters: 2,", with: "Conv2D: {filters: \"${filters}\",").replacing("relu", with: "\"${kind}\"")
            .replacing("kind: \"${kind}\"", with: "kind: relu")
            .replacing("optimizer: adam", with: "optimizer: {Adam: {learning_rate: \"${rate}\"}}")
        try assay.folder.write(text + "sweep:\n" + sweep, to: name)
    }

    private static let head = "  objective: {step: training, metric: val_loss}\n  parameters:\n"

    @Test func aSoundSweep() throws {
        try write(Self.head + "    filters: [2, 4]\n    rate: {range: [0.001, 0.005, 0.001]}\n  seeds: 2\n")
        let check = try assay("check", "s.yaml")
        #expect(check.exitCode == 0 && check.output == "s.yaml: no errors\n", "\(check.error)")
        let plan = try assay("plan", "s.yaml", "--threads", "1")
        #expect(plan.exitCode == 0)
        #expect(plan.output.contains("\nSweep default\n"))
        #expect(
            plan.output.contains("10 points × 2 seeds (7, 8) = 20 trials")
                || plan.output.contains("10 points x 2 seeds (7, 8) = 20 trials"))
        #expect(plan.output.contains("of computing on one worker of 1 thread: about "))
        #expect(plan.output.contains("filters=2 rate=0.001\n"))
        #expect(plan.output.contains("0.001, 0.002, 0.003, 0.004, 0.005"))
    }

    /// A sweep changes nothing of what scripts get, nor of what a run does.
    @Test func thePlanItselfStaysAsItIs() throws {
        try write(Self.head + "    filters: [2, 4]\n", to: "a.yaml")
        try write(Self.head + "    filters: [2, 9999999999]\n", to: "b.yaml")
        let first = try assay("plan", "a.yaml", "--format", "json")
        #expect(first.exitCode == 0)
        let object = try #require(JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
        #expect(object["schema"] as? String == "plan/1" && object["sweep"] == nil)
        #expect(try assay("plan", "b.yaml").exitCode == 65)
        // A run does not try the sweep's values.
        #expect(try assay("run", "b.yaml", "--quiet").exitCode == 0)
    }

    struct Slip: CustomTestStringConvertible {
        var sweep: String
        var id: String
        var at: String
        var message: String
        var testDescription: String { "\(id) \(at)" }
    }

    static let slips = [
        Slip(
            sweep: head + "    models.net.layers[0].Conv2D.kernel_size: [3, 40]\n", id: "shape-mismatch", at: "28:50",
            message: "has a window of 40"),
        Slip(
            sweep: head + "    filters: [2, -4]\n", id: "out-of-range", at: "28:18", message: "with `filters=-4`: `filters` needs"
        ),
        Slip(
            sweep: "  method: random\n  trials: 9\n" + head + "    filters: {uniform: [2, 8]}\n", id: "wrong-type", at: "30:25",
            message: "`filters` needs a whole number"),
        Slip(sweep: head + "    kind: [relu, rleu]\n", id: "unknown-value", at: "28:18", message: "with `kind=rleu`"),
        Slip(sweep: head + "    rate: {range: [-1, 1, 1]}\n", id: "out-of-range", at: "28:19", message: "with `rate=-1`"),
        Slip(
            sweep: head + "    fliters: [2, 4]\n", id: "unknown-parameter", at: "28:5", message: "declares no parameter `fliters`"
        ),
        Slip(sweep: head + "    steps.trainin.epochs: [2, 4]\n", id: "unknown-path", at: "28:5", message: "has no `trainin`"),
        Slip(
            sweep: head + "    steps.training.epoch: [2, 4]\n", id: "unknown-key", at: "28:5", message: "`train` has no `epoch`"),
        Slip(
            sweep: head + "    filters: [2, 4]\n  extra_trials: [{filters: 2, kidn: relu}]\n", id: "unknown-parameter",
            at: "29:31",
            message: "`kidn`"),
        Slip(
            sweep: head + "    filters: [2, 4]\n  extra_trials: [{rate: 1}, {rate: -2}]\n", id: "out-of-range", at: "29:36",
            message: "with `rate=-2`"),
        Slip(
            sweep: head + "    filters: [2, 4]\n    rate: [0.1, 0.2]\n  constraints: [filters < 9, filters * rate > 1]\n",
            id: "empty-space",
            at: "30:30", message: "no point"),
        Slip(
            sweep: "  method: random\n  trials: 9\n  scheduler: asha\n" + head + "    steps.training.epochs: [2, 4]\n",
            id: "swept-epochs",
            at: "31:32", message: "epoch by epoch"),
        Slip(
            sweep: "  method: random\n  trials: 9\n  scheduler: pbt\n" + head + "    filters: [2, 4]\n", id: "fixed-in-training",
            at: "31:18",
            message: "cannot change this one"),
    ]

    @Test(arguments: slips) func aBadValueIsSaidAtItsPlace(_ slip: Slip) throws {
        try write(slip.sweep)
        let ending = try assay("check", "s.yaml")
        #expect(ending.exitCode == 65)
        let errors = ending.error.split(separator: "\n").filter { $0.contains(": error: ") }
        #expect(errors.count == 1, "\(ending.error)")
        #expect(errors.first?.hasPrefix("s.yaml:\(slip.at): ") == true, "\(ending.error)")
        #expect(
            errors.first?.contains(slip.message) == true && errors.first?.hasSuffix("[\(slip.id)]") == true, "\(ending.error)")
    }

    /// A value that is meant for others beside it is none that stops a sweep.
    @Test func valuesThatGoTogether() throws {
        try write(
            Self.head + "    models.net.input: [[16, 16, 3], [24, 24, 3]]\n    datasets.train.image_size: [16, 24]\n"
                + "    datasets.test.image_size: [16, 24]\n")
        let ending = try assay("check", "s.yaml")
        #expect(ending.exitCode == 0, "\(ending.error)")
        #expect(ending.error.split(separator: "\n").count { $0.contains("warning: with `") } == 3)
    }

    @Test func settingsChangeTheSweep() throws {
        try write(Self.head + "    filters: [2, 4]\n")
        let plan = try assay(
            "plan", "s.yaml", "--set", "sweep.method=random", "--set", "sweep.trials=2", "--set", "sweep.seeds=[4]")
        #expect(plan.output.contains("2 points") && plan.output.contains("1 seed (4) = 2 trials"), "\(plan.error)")
        let bad = try assay("check", "s.yaml", "--set", "sweep.method=gird")
        #expect(bad.exitCode == 65 && bad.error.contains("--set sweep.method=gird:1:14: error:"), "\(bad.error)")
        #expect(bad.error.contains("did you mean `grid`?"))
    }

    /// 10,000 points are planned by their 200 values.
    @Test func aLargeGridIsPlannedByAxis() throws {
        try write(Self.head + "    rate: {range: [0.0001, 0.01, 0.0001]}\n    filters: {range: [1, 100]}\n")
        let began = ContinuousClock.now
        let ending = try assay("check", "s.yaml")
        #expect(ending.exitCode == 0, "\(ending.error)")
        // 2 s in release; a debug build on a busy machine takes longer, but nowhere near 10,000 times one plan.
        #expect(ContinuousClock.now - began < .seconds(60))
    }
}
