import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct LearningCurvesTests {
    private func curves(_ losses: [Double], _ validation: [Double], rates: [Double]? = nil) -> Curves {
        Curves(
            names: ["loss", "acc", "val_loss", "val_acc", "lr"],
            rows: losses.indices.map { index in
                let values = [losses[index], 1 - losses[index], validation[index], 1 - validation[index], rates?[index] ?? 0.001]
                return Curves.Row(epoch: index + 1, seconds: 1, values: values)
            })
    }

    @Test func twoFiguresATraining() throws {
        let figures = LearningCurves.figures(
            curves([0.9, 0.5, 0.4, 0.3], [0.8, 0.6, 0.7, 0.65], rates: [0.001, 0.001, 0.0002, 0.00004]), step: "training_1",
            stoppedEpoch: 4)
        #expect(figures.map(\.name) == ["training_1-loss", "training_1-accuracy"])
        let loss = figures[0].figure
        #expect(loss.title == "Training and validation loss")
        #expect(loss.series.map(\.name) == ["Training Loss", "Validation Loss"])
        #expect(loss.yLabel == "Loss")
        #expect(loss.highlights.map(\.name) == ["Best: 0.6000, epoch 2"])
        #expect(loss.marks.map(\.label) == ["lr 2e-4", "lr 4e-5", "early stop"])
        #expect(loss.marks.map(\.x) == [2, 3, 4])
        let accuracy = figures[1].figure
        #expect(accuracy.title == "Training and validation accuracy")
        #expect(accuracy.series.map(\.name) == ["Training Accuracy", "Validation Accuracy"])
        #expect(accuracy.highlights.first?.x == 2)
    }

    @Test func withoutValidation() {
        let figures = LearningCurves.figures(Curves(names: ["loss", "learning_rate"], rows: []), step: "t")
        #expect(figures.map(\.figure.title) == ["Training loss"])
    }

    /// The lines are there, in their colours, within the frame; the picture has its size.
    @Test func pixels() throws {
        let figure = LearningCurves.figures(curves([0.9, 0.5, 0.4], [0.8, 0.6, 0.7]), step: "t")[0].figure
        let image = try PNGPixels(figure.png())
        #expect((image.width, image.height) == (1360, 900))
        #expect(image.count(0x0072B2) > 2000)
        #expect(image.count(0xD55E00) > 1000)
        #expect(image[2, 2] == 0xFFFFFF)
        #expect(try PNGPixels(figure.png(scale: 1)).width == 680)
    }

    @Test func svgHoldsTheSame() throws {
        let figure = LearningCurves.figures(curves([0.9, 0.5, 0.4], [0.8, 0.6, 0.7]), step: "t")[0].figure
        let text = String(decoding: try figure.svg(), as: UTF8.self)
        #expect(text.hasPrefix("<?xml"))
        #expect(text.contains("<title>Training and validation loss</title>"))
        // 0x0072B2 and 0xD55E00 in percent.
        #expect(text.contains("rgb(0%,44.705882%,69.803922%)"))
        #expect(text.contains("rgb(83.529412%,36.862745%,0%)"))
        #expect(text.contains("stroke-dasharray:7,3"))
    }

    /// The second drawing in a process gives the first one's bytes, with others in between.
    @Test func equalBytes() throws {
        let figure = LearningCurves.figures(curves([0.9, 0.5], [0.8, 0.6]), step: "t")[0].figure
        let other = LearningCurves.figures(curves([0.1, 0.5], [0.8, 0.6]), step: "t")[1].figure
        let (svg, png) = (try figure.svg(), try figure.png())
        #expect(try other.svg() != svg)
        #expect(try other.png() != png)
        #expect(try figure.svg() == svg)
        #expect(try figure.png() == png)
    }

    /// Whatever a training can leave can be drawn.
    @Test func oddData() throws {
        let odd: [([Double], [Double])] = [
            ([], []), ([0.5], [0.4]), ([.nan], [.nan]), ([.infinity, 0.5], [-.infinity, .nan]), ([1e308, -1e308], [1e-300, 0]),
            ([0.5, 0.5], [0.5, 0.5]), ([0, 0], [0, 0]), ([1e17, 1e17], [1e17 + 100, 1e17]),
            (Array(repeating: 0.25, count: 500), Array(repeating: 0.75, count: 500)),
        ]
        for (losses, validation) in odd {
            let rates = losses.indices.map { pow(0.5, Double($0)) }
            for entry in LearningCurves.figures(curves(losses, validation, rates: rates), step: "t", stoppedEpoch: losses.count) {
                #expect(try PNGPixels(entry.figure.png(scale: 1)).height == 450)
                #expect(try !entry.figure.svg().isEmpty)
            }
        }
    }

    /// One value alone between gaps is still seen.
    @Test func lonelyPoint() throws {
        let validation = (0..<60).map { $0 == 30 ? 0.5 : Double.nan }
        let figure = LearningCurves.figures(curves(Array(repeating: 0.4, count: 60), validation), step: "t")[0].figure
        var without = figure
        without.series[1].y[30] = .nan
        #expect(try PNGPixels(figure.png()).count(0xD55E00) > PNGPixels(without.png()).count(0xD55E00))
    }

    /// From the disk alone, as a report will do it.
    @Test func redrawsFromARunDirectory() throws {
        let folder = try TemporaryFolder()
        let run = try RunDirectory.create(in: folder.url, experiment: "e")
        var record = RunRecord(experiment: "e", runId: run.id, seed: 1, semantics: "keras-3")
        var step = StepRecord(id: "training_1", kind: "train")
        step.stoppedEpoch = 2
        record.steps = [step]
        try run.write(record)
        let data = curves([0.9, 0.5], [0.8, 0.6])
        try run.write(data.text, to: "training_1/curves.csv")
        let files = try RunDirectory(existing: folder.url.appendingPathComponent("e/latest")).drawLearningCurves(
            step: "training_1")
        #expect(files.count == 4)
        let expected = LearningCurves.figures(data, step: "training_1", stoppedEpoch: 2)
        #expect(try run.read("figures/training_1-loss.svg") == expected[0].figure.svg())
        #expect(try run.read("figures/training_1-accuracy.png") == expected[1].figure.png())
    }
}
