import Foundation
import Imaging
import TestSupport

/// Small experiments for the command.
enum Texts {
    static let model = """
        models:
          net:
            input: [16, 16, 3]
            layers:
              - Conv2D: {filters: 2, kernel_size: 3}
              - Activation: relu
              - MaxPooling2D: 2
              - Flatten
              - Dense: {units: 2, activation: sigmoid}
        """

    /// Trains and evaluates on phantoms, in well under a second.
    static let tiny = """
        assay: 1
        name: tiny
        semantics: keras-2.2.4
        seed: 7
        datasets:
          train: {synthetic: {radiographs: {count: 16, seed: 1}}, image_size: 16, batch_size: 8, augmentation: [{rescale: 1/255}]}
          test: {synthetic: {radiographs: {count: 8, seed: 2}}, image_size: 16, batch_size: 8, augmentation: [{rescale: 1/255}]}
        \(model)
        steps:
          - build: {model: net}
          - compile: {model: net, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: training, model: net, data: train, validation_data: test, epochs: 2}
          - evaluate: {id: evaluation, model: net, data: test}
        claims:
          - {step: evaluation, metric: acc, value: 78.25%}

        """

    /// The same on a folder of files, `images`, that the caller makes.
    static let onFiles = """
        name: files
        parameters: {data: images}
        datasets:
          train: {folder: "${data}", image_size: 16, batch_size: 4, augmentation: [{rescale: 1/255}]}
        \(model)
        steps:
          - build: {model: net}
          - compile: {model: net, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: training, model: net, data: train, epochs: 2}

        """

    /// Two classes of PNG files below `images`.
    static func images(in folder: TemporaryFolder) throws {
        for (shade, name) in ["a", "b"].enumerated() {
            for number in 0..<4 {
                let image = PixelImage(
                    height: 16, width: 16, channels: 1,
                    pixels: [UInt8](repeating: UInt8(60 * shade + 40 * number), count: 16 * 16))
                let url = folder.url.appendingPathComponent("images/\(name)/\(number).png")
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(ImageEncoder.png(image)).write(to: url)
            }
        }
    }
}
