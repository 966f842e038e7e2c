import Diagnostics
import Foundation
import Imaging
import Network
import Plan

/// Writes drawn radiographs as grey PNG files in one folder a class, as `data synthesize` does.
public enum PhantomWriter {
    /// Writes all images of a source; a folder data set on the result has the same samples, in the same order, with the same pixels.
    ///
    /// The folder appears when it is complete: files go to `<folder>.partial` first.
    /// - Returns: the number of images.
    /// - Throws: where a class would be empty, the folder holds something already, or the disk refuses.
    @discardableResult
    public static func write(
        _ source: SyntheticRadiographs, size: DatasetPlan.ImageSize, to folder: String
    ) throws(DatasetFailure) -> Int {
        let plan = DatasetPlan(name: "phantoms", source: .synthetic(radiographs: source), imageSize: size)
        let index = try DatasetIndex.scan(plan, semantics: Semantics(.keras3))
        let target = URL(fileURLWithPath: folder)
        let partial = URL(fileURLWithPath: target.path + ".partial")
        do {
            if let found = try? FileManager.default.contentsOfDirectory(atPath: target.path), !found.isEmpty {
                throw failure(folder, "it holds something already", "name a new or empty folder")
            }
            try? FileManager.default.removeItem(at: partial)
            for name in index.classes {
                try FileManager.default.createDirectory(
                    at: partial.appendingPathComponent(name), withIntermediateDirectories: true)
            }
            for sample in index.samples {
                guard case .phantom(let number) = sample.origin else { continue }
                let image = Phantom(number: number, of: source).image(height: size.height, width: size.width, channels: 1)
                try Data(try ImageEncoder.png(image)).write(to: partial.appendingPathComponent(sample.path))
            }
            guard rename(partial.path, target.path) == 0 else {
                throw failure(folder, String(cString: strerror(errno)), "name a folder that can be written")
            }
            return index.samples.count
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error as? DatasetFailure
                ?? failure(folder, reason(error), "name a folder that can be written, with room on its disk")
        }
    }

    private static func reason(_ error: any Error) -> String {
        (error as? ImageError)?.message ?? (error as NSError).localizedDescription
    }

    private static func failure(_ folder: String, _ reason: String, _ help: String) -> DatasetFailure {
        DatasetFailure([
            Diagnostic("cannot-write", .error, "cannot write '\(folder)': \(reason)", help: [help], outcome: .cannotWrite)
        ])
    }
}
