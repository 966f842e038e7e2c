import Datasets
import Diagnostics
import Foundation
import Plan
import Results
import Training

// What a run leaves behind.
extension RunContext {
    /// Writes into the run directory.
    func write(_ body: (RunDirectory) throws(Diagnostic) -> Void) throws(TrainingFailure) {
        do { try body(directory) } catch { throw .diagnostic(error) }
    }

    /// Adds to what `run.json` says of a step.
    func note(_ id: String, _ change: (inout StepRecord) -> Void) {
        guard let index = record.steps.lastIndex(where: { $0.id == id }) else { return }
        change(&record.steps[index])
    }

    /// Adds time spent in trainings and evaluations, and how much of it was spent waiting for data.
    func noteTime(worked seconds: Double, waiting: Double, step id: String) {
        worked += seconds
        waited += waiting
        note(id) { $0.dataWaitSeconds = waiting }
    }

    /// Writes `run.json` as it stands.
    func publish() throws(TrainingFailure) {
        try noteSkips()
        record.seconds = seconds
        let peak = [record.peakMemoryBytes, HostRecord.peakMemory()].compactMap { $0 }.max()
        record.peakMemoryBytes = peak
        record.dataWaitShare = worked > 0 ? waited / worked : nil
        try write { directory throws(Diagnostic) in try directory.write(record) }
    }

    /// Adds a line to `events.jsonl`.
    func emit(_ event: RunEvent) throws(TrainingFailure) {
        try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try log.append(event) }
        observe(.event(event))
    }

    /// Shows something that is written elsewhere.
    func show(_ notice: RunNotice) { observe(notice) }

    /// Says what the data sets have to say, each thing once.
    func remark() throws(TrainingFailure) {
        for dataset in datasets.values.sorted(by: { $0.plan.name < $1.plan.name }) {
            for remark in dataset.remarks where remarked.insert(remark).inserted {
                let text = ([remark.message] + remark.help).joined(separator: "; ")
                try emit(RunEvent(.warning, message: text))
            }
        }
    }

    /// Says which images the data sets have gone on without since this was called last, and notes them with the step.
    func noteSkips() throws(TrainingFailure) {
        guard let id = stepUnderWay else { return }
        for dataset in datasets.values.sorted(by: { $0.plan.name < $1.plan.name }) {
            let new = dataset.skipped(dataset.takeSkipped()).filter { skips.insert($0).inserted }
            for skip in new { try emit(RunEvent(skip, step: id)) }
            guard let first = new.first else { continue }
            let more = new.count > 1 ? ", and \(new.count - 1) more" : ""
            try emit(
                RunEvent(
                    .warning, step: id,
                    message:
                        "step \(id) goes on without \(new.count) of the images of '\(dataset.plan.name)': \(first.reason)\(more)")
            )
        }
        guard !skips.isEmpty else { return }
        let listed = skips.sorted { ($0.data, $0.path) < ($1.data, $1.path) }.prefix(StepRecord.mostSkipped)
        note(id) { record in
            record.skippedFiles = skips.count
            let lost = skips.count(where: \.lost)
            record.lostFiles = lost > 0 ? lost : nil
            record.skipped = Array(listed)
        }
    }
}

extension Dataset {
    /// Images that it goes on without, as records have them.
    func skipped(_ images: [SkippedImage]) -> [SkippedRecord] {
        images.map { SkippedRecord(data: plan.name, path: $0.path, reason: $0.reason, lost: $0.isLost) }
    }
}

extension RunEvent {
    /// A step goes on without an image.
    init(_ skip: SkippedRecord, step: String?) {
        self.init(.imageSkipped, step: step, data: skip.data, path: skip.path, message: skip.reason)
    }
}

extension Logs {
    /// The values as `run.json` has them.
    var measures: [String: Measure] {
        Dictionary(entries.map { ($0.name, Measure($0.value)) }, uniquingKeysWith: { $1 })
    }
}
