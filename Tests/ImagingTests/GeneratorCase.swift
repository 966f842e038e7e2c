import Foundation
import Network
import Plan
import TestSupport
import Testing

/// A case of `Tests/Fixtures/imaging/generator/cases.json`, in Keras's words.
struct GeneratorCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Arguments: Decodable, Sendable {
        var rotation_range: Double?
        var width_shift_range: Double?
        var height_shift_range: Double?
        var brightness_range: [Double]?
        var shear_range: Double?
        var zoom_range: Zoom?
        var channel_shift_range: Double?
        var fill_mode: FillMode?
        var cval: Double?
        var horizontal_flip: Bool?
        var vertical_flip: Bool?
        var rescale: Double?
        var samplewise_center: Bool?
        var samplewise_std_normalization: Bool?
    }

    /// One number z means [1 - z, 1 + z].
    struct Zoom: Decodable, Sendable {
        var range: [Double]
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let share = try? container.decode(Double.self) {
                range = [1 - share, 1 + share]
            } else {
                range = try container.decode([Double].self)
            }
        }
    }

    var name: String
    var input: String
    var seed: UInt32
    var arguments: Arguments

    var testDescription: String { name }

    /// The same in the plan's words.
    var generator: ImageDataGenerator {
        let given = arguments
        return ImageDataGenerator(
            rotationRange: given.rotation_range ?? 0, widthShiftRange: given.width_shift_range ?? 0,
            heightShiftRange: given.height_shift_range ?? 0, brightnessRange: given.brightness_range,
            shearRange: given.shear_range ?? 0, zoomRange: given.zoom_range?.range ?? [1, 1],
            channelShiftRange: given.channel_shift_range ?? 0, fillMode: given.fill_mode ?? .nearest, cval: given.cval ?? 0,
            horizontalFlip: given.horizontal_flip ?? false, verticalFlip: given.vertical_flip ?? false, rescale: given.rescale,
            samplewiseCenter: given.samplewise_center ?? false,
            samplewiseStdNormalization: given.samplewise_std_normalization ?? false)
    }

    static let all: [GeneratorCase] = (try? ImageFixtures.json([GeneratorCase].self, "generator/cases.json")) ?? []

    /// Whose files an era has: `make_generator.py` makes sure that tf.keras 2.15 gives those of Keras 3.
    static func files(of profile: Semantics.Profile) -> String {
        (profile == .tfKeras215 ? Semantics.Profile.keras3 : profile).rawValue
    }

    /// The samples of the three images of each case, under each era.
    static let images: [Semantics.Profile: [String: [Float]]] = {
        var images: [Semantics.Profile: [String: [Float]]] = [:]
        for profile in Semantics.Profile.allCases {
            guard let values = try? NPY(fixture: "imaging/generator/\(files(of: profile)).npy").floats else { continue }
            var start = 0
            for entry in all {
                guard let input = try? ImageFixtures.pixels("generator/\(entry.input).npy") else { continue }
                let end = start + 3 * input.pixels.count
                if end <= values.count { images[profile, default: [:]][entry.name] = Array(values[start..<end]) }
                start = end
            }
        }
        return images
    }()

    /// What was drawn for each case: three images, then the draw that follows.
    static func drawn(_ profile: Semantics.Profile) throws -> [String: [[String: Double?]]] {
        try ImageFixtures.json([String: [[String: Double?]]].self, "generator/\(files(of: profile)).json")
    }
}
