import Experiment
import Plan

extension Resolver {
    /// Arguments that do nothing visible, and an order that cannot be meant.
    mutating func lintAugmentation(_ stack: [AugmentationSpec]) {
        for (index, entry) in stack.enumerated() {
            if let generator = entry.value.kind as? ImageDataGenerator { lint(generator, entry) }
            guard let before = stack[..<index].last(where: rescales), worksOnPixels(entry) else { continue }
            report(
                "rescaled-before", .lint,
                "\(entry.kind) works on values from 0 to 255, and they have been rescaled before it",
                at: entry.$kind.place, help: ["put \(before.kind) at the end" + (rescales(entry) ? ", or remove it" : "")])
        }
    }

    /// Whether values are far from 0 to 255 afterwards.
    private func rescales(_ entry: AugmentationSpec) -> Bool {
        if entry.value.kind is PreprocessInput { return true }
        if let generator = entry.value.kind as? ImageDataGenerator { return generator.rescale.map { abs($0) < 0.1 } ?? false }
        return (entry.value.kind as? Rescale).map { abs($0.scale) < 0.1 } ?? false
    }

    private func worksOnPixels(_ entry: AugmentationSpec) -> Bool {
        let kind = entry.value.kind
        return kind is RandomBrightness || kind is RandomContrast || kind is PreprocessInput || changesValues(entry)
    }

    private func changesValues(_ entry: AugmentationSpec) -> Bool {
        guard let generator = entry.value.kind as? ImageDataGenerator else { return false }
        return generator.brightnessRange != nil || generator.channelShiftRange != 0
    }

    private mutating func lint(_ generator: ImageDataGenerator, _ entry: AugmentationSpec) {
        let shear = abs(generator.shearRange)
        if shear > 0, shear < 1 {
            report(
                "no-visible-effect", .lint,
                "a shear_range of \(generator.shearRange) is in degrees: less than one pixel in 57 rows",
                at: entry.place(of: "shear_range"), help: ["early Keras had radians here; 0.2 radians are 11.5 degrees"])
        }
        let shift = abs(generator.channelShiftRange)
        if shift > 0, shift < 2 {
            report(
                "no-visible-effect", .lint,
                "a channel_shift_range of \(generator.channelShiftRange) is on the scale 0 to 255: less than one step of most screens",
                at: entry.place(of: "channel_shift_range"), help: ["20 to 50 can be seen"])
        }
    }
}
