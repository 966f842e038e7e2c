import Diagnostics
import Foundation
import Imaging
import Network
import Plan
import TestSupport

@testable import Datasets

/// What several suites need.
enum Samples {
    /// The scan's diagnostics where it fails, else its remarks.
    static func diagnostics(_ plan: DatasetPlan) -> [Diagnostic] {
        do throws(DatasetFailure) { return try DatasetIndex.scan(plan).remarks } catch { return error.diagnostics }
    }

    /// A plan of a folder.
    static func folder(_ path: String, name: String = "d", batchSize: Int = 4) -> DatasetPlan {
        DatasetPlan(name: name, source: .folder(path: path), imageSize: .init(height: 8, width: 8), batchSize: batchSize)
    }

    /// Writes a small PNG of one colour, different for different shades.
    static func png(_ shade: UInt8, to name: String, in folder: TemporaryFolder, height: Int = 8, width: Int = 8) throws {
        let image = PixelImage(
            height: height, width: width, channels: 3, pixels: [UInt8](repeating: shade, count: height * width * 3))
        let url = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(ImageEncoder.png(image)).write(to: url)
    }

    /// A folder of `count` images of shades 0, 1, 2, … in the classes A (even) and B (odd).
    static func shades(_ count: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for shade in 0..<count {
            let name = String(shade + 1000).dropFirst()
            try png(UInt8(shade), to: "\(shade % 2 == 0 ? "A" : "B")/\(name).png", in: folder)
        }
        return folder
    }
}

extension DatasetIndex {
    /// A scan by the rules of today's Keras.
    static func scan(_ plan: DatasetPlan) throws(DatasetFailure) -> DatasetIndex {
        try scan(plan, semantics: Semantics(.keras3))
    }
}

extension [Augmentation] {
    /// A stack of augmentations.
    static func of(_ kinds: any AugmentationKind...) -> [Augmentation] { kinds.compactMap { Augmentation($0) } }
}
