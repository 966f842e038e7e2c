import Datasets
import Results
import Training

extension PredictionTable {
    /// Predictions with the names that their data set has for samples and classes.
    init(_ predictions: [Prediction], of dataset: Dataset) {
        self.init(
            classes: dataset.index.classes,
            rows: predictions.map {
                Row(
                    sample: $0.sample, path: dataset.index.samples[$0.sample].path, label: $0.label, predicted: $0.predicted,
                    outputs: $0.outputs)
            })
    }
}
