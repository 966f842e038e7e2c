import Plan
import Planning
import Testing

/// A file may hold data sets alone.
@Suite struct DatasetsAloneTests {
    @Test func aFileWithDataSetsAloneIsAPlan() throws {
        let text = """
            datasets:
              drawn: {synthetic: {radiographs: {count: 40, seed: 9}}, image_size: [150, 150], batch_size: 16, class_weight: {PNEUMONIA: 0.5}}
              listed: {csv: files.csv, root: images, split: test, shuffle: false}
            """
        let plan = try Resolving(text, probe: nil).plan()
        #expect(plan.datasets.map(\.name) == ["drawn", "listed"])
        #expect(plan.datasets[0].classes == SyntheticRadiographs.classes)
        #expect(plan.datasets[0].classWeight == [1, 0.5])
        #expect(plan.datasets[1].source == .csv(path: "/x/files.csv", root: "/x/images"))
        #expect(plan.steps.isEmpty && plan.models.isEmpty)
    }

    @Test func anEmptyFileIsAnEmptyPlan() throws {
        let plan = try Resolving("assay: 1").plan()
        #expect(plan.datasets.isEmpty && plan.steps.isEmpty)
    }
}
