import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct CurvesTests {
    private let folder: TemporaryFolder
    private let run: RunDirectory
    private let curves = Curves(
        names: ["loss", "acc", "val_loss", "val_acc", "lr"],
        rows: [
            Curves.Row(epoch: 1, seconds: 1.23456, values: [0.1 + 0.2, 0.75, .nan, 1, 0.001]),
            Curves.Row(epoch: 2, seconds: 2, values: [1.0 / 3, 0.5, .infinity, 0, 0.00020000001]),
        ])

    init() throws {
        folder = try TemporaryFolder()
        run = try RunDirectory.create(in: folder.url, experiment: "e")
    }

    @Test func form() {
        #expect(
            curves.text
                == "epoch,seconds,loss,acc,val_loss,val_acc,lr\n1,1.235,0.30000000000000004,0.75,nan,1,0.001\n"
                + "2,2,0.3333333333333333,0.5,inf,0,0.00020000001\n")
    }

    /// Appended an epoch at a time, by two processes one after the other, and read back from disk.
    @Test func growsAndComesBack() throws {
        try CurvesFile(run, step: "training_1", names: curves.names).append(curves.rows[0])
        #expect(try run.curves(step: "training_1").rows.count == 1)
        try CurvesFile(run, step: "training_1", names: curves.names).append(curves.rows[1])
        let back = try run.curves(step: "training_1")
        #expect(back.text == curves.text)
        #expect(back.values("lr") == [0.001, 0.00020000001])
        #expect(back.values("val_loss")?[0].isNaN == true)
        #expect(back.values("auc") == nil)
    }

    @Test func cutLineIsLeftOut() throws {
        let back = try Curves(text: "epoch,seconds,loss\n1,2,0.5\n2,2,0.4", path: "p")
        #expect(back.rows.map(\.epoch) == [1])
    }

    @Test(arguments: [
        "", "loss\n1\n", "epoch,seconds,loss\n1,2\n", "epoch,seconds,loss\nx,2,3\n", "epoch,seconds,loss\n1,2,three\n",
    ])
    func whatIsNoTable(_ text: String) { #expect(throws: Diagnostic.self) { try Curves(text: text, path: "p") } }
}
