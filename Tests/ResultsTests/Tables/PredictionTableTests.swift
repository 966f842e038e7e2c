import Diagnostics
import Testing

@testable import Results

@Suite struct PredictionTableTests {
    private func row(_ sample: Int, _ outputs: [Float]) -> PredictionTable.Row {
        PredictionTable.Row(sample: sample, path: "N/\(sample),a.png", label: 0, predicted: 1, outputs: outputs)
    }

    /// In the order of the index, whatever the order of the batches; a sample seen twice stands twice.
    @Test func indexOrder() {
        let table = PredictionTable(
            classes: ["NORMAL", "PNEUMONIA"], rows: [row(2, [0.1, 0.9]), row(0, [0.25, 0.75]), row(2, [0.2, 0.8])])
        #expect(
            table.text
                == "path,label,predicted,NORMAL,PNEUMONIA\n\"N/0,a.png\",NORMAL,PNEUMONIA,0.25,0.75\n"
                + "\"N/2,a.png\",NORMAL,PNEUMONIA,0.1,0.9\n\"N/2,a.png\",NORMAL,PNEUMONIA,0.2,0.8\n")
    }

    @Test func singleOutput() {
        let table = PredictionTable(classes: ["no", "yes"], rows: [row(0, [0.75])])
        #expect(table.text.hasSuffix("no,yes,0.25,0.75\n"))
    }
}
