import Engine
import EngineOneDNN
import Network
import Testing

/// Where the time of a step goes.
struct ProfileTests {
    private let network: NetworkDefinition
    private let batch: EngineBatch

    init() throws {
        network = try NotebookNetwork.definition(size: 62, filters: [8, 8, 8])
        batch = NotebookNetwork.batch(network, count: 4)
    }

    @Test(arguments: [true, false])
    func everyCallHasItsTime(_ training: Bool) throws {
        let session = try NotebookNetwork.session(network, threads: 2)
        let profile = try session.profile(batch, training: training, steps: 5)
        let program = try session.programDescription(count: 4, training: training)
        #expect(profile.calls.map(\.name) == program.operations.map(\.name))
        #expect(profile.calls.map(\.layer) == program.operations.map(\.layer))
        #expect(profile.calls.map(\.kernel) == program.operations.map(\.implementation))
        #expect(profile.programBytes == program.byteCount && profile.steps.count == 5)
        // Every call is within every step; a median cannot be longer than the longest step.
        let longest = try #require(profile.steps.max())
        #expect(profile.calls.allSatisfy { $0.seconds >= 0 && $0.seconds < longest })
        #expect(profile.calls.contains { $0.name == "convolution forward" && $0.seconds > 0 && !$0.isBackward })
    }

    @Test func backwardFollowsTheLoss() throws {
        let session = try NotebookNetwork.session(network, threads: 1)
        let training = try session.profile(batch, training: true, steps: 1)
        for call in training.calls where call.name.contains("backward") { #expect(call.isBackward, "\(call.name)") }
        for call in training.calls where call.name.contains("forward") { #expect(!call.isBackward, "\(call.name)") }
        #expect(training.calls.contains { $0.isBackward })
        let evaluation = try session.profile(batch, training: false, steps: 1)
        #expect(!evaluation.calls.contains { $0.isBackward })
    }

    /// Watching a step does not change it, and steps afterwards are not watched.
    @Test func aProfileIsItsSteps() throws {
        let watched = try NotebookNetwork.session(network, threads: 1)
        let plain = try NotebookNetwork.session(network, threads: 1)
        _ = try watched.profile(batch, training: true, steps: 3)
        while plain.step < watched.step { _ = try plain.trainStep(batch) }
        #expect(watched.step > 3)
        #expect(try watched.parameters() == plain.parameters())
        #expect(try watched.trainStep(batch).loss == plain.trainStep(batch).loss)
    }

    @Test func whatCannotBeProfiled() throws {
        let session = try OneDNNEngine(threads: 1).makeSession(
            network: network, semantics: Semantics(.keras3), key: .init(seed: 1))
        let profiling = try #require(session as? any ProfilingSession)
        #expect(throws: EngineError.notCompiled) { try profiling.profile(batch, training: true, steps: 1) }
        try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam()))
        var broken = batch
        broken.inputs.removeLast()
        #expect(throws: EngineError.self) { try profiling.profile(broken, training: true, steps: 1) }
    }

    @Test func medians() {
        #expect(StepProfile.median([3, 1, 2]) == 2)
        #expect(StepProfile.median([4, 1, 2, 3]) == 2.5)
        #expect(StepProfile.median([7]) == 7)
        #expect(StepProfile.median([]) == 0)
    }
}
