import Plan

extension SyntheticRadiographs: Declared {
    static let declaration: Declaration<SyntheticRadiographs> = Declaration(
        kind: "radiographs", start: SyntheticRadiographs(),
        "Phantoms that look like chest radiographs; the positive class has opacities."
    ) {
        Field("count", \.count, .integer(2...10_000_000), "The number of images of all classes.")
        Field("balance", \.balance, .number(.within(0...1)), "The share of the positive class.")
        Field("seed", \.seed, .seed, "The seed of the drawing.")
        Field("severity", \.severity, .number(.within(0...1)), "How clearly the opacities show.")
    }
}
