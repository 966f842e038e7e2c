import Plan
import Testing

/// The worked examples of the published notebook: 624 images, two outputs.
@Suite struct AttainabilityTests {
    private func figure(_ percent: Double) -> PublishedValue {
        PublishedValue((percent * 100).rounded() / 10000, decimals: 4, isPercentage: true)
    }

    @Test(arguments: [
        (83.09, 624, 2, 1037), (73.48, 624, 2, 917), (83.09, 1600, 2, 2659), (73.48, 1280, 2, 1881), (78.25, 1600, 2, 2504),
        (100, 7, 1, 7), (0, 7, 1, 0), (50, 2, 1, 1),
    ]) func attainable(_ percent: Double, _ samples: Int, _ outputs: Int, _ hits: Int) {
        let found = Attainability(of: figure(percent), samples: samples, outputs: outputs)
        #expect(found.isAttainable && found.hits == hits && found.nearest == nil)
        #expect(found.text == "\(hits)/\(samples * outputs)" && found.objection(to: figure(percent)) == nil)
    }

    /// No count of whole images prints 83.09 %.
    @Test(arguments: [(83.09, 624, 1), (83.09, 1280, 1), (83.09, 1600, 1), (78.25, 624, 2), (78.25, 624, 1), (50, 7, 1)])
    func notAttainable(_ percent: Double, _ samples: Int, _ outputs: Int) throws {
        let found = Attainability(of: figure(percent), samples: samples, outputs: outputs)
        #expect(!found.isAttainable && found.hits == nil && found.text == "no")
        let nearest = try #require(found.nearest)
        #expect(nearest.count == 2 && nearest[0] < percent / 100 && nearest[1] > percent / 100)
        #expect(abs((nearest[1] - nearest[0]) * Double(samples * outputs) - 1) < 1e-9)
    }

    /// Against a search over all hits, for figures of two decimals and sizes on both sides of their precision.
    @Test(arguments: [3, 30, 112, 624, 7000]) func asACountOfAllHits(_ samples: Int) {
        let printed = Set((0...samples).map { Int((Double($0) * 10000 / Double(samples)).rounded()) })
        for number in stride(from: 0, through: 10000, by: 7) {
            let value = PublishedValue(Double(number) / 10000, decimals: 4, isPercentage: true)
            let found = Attainability(of: value, samples: samples, outputs: 1)
            // A share in the middle between two printed figures is both of them.
            let isTie = (0...samples).contains { abs(abs(Double($0 * 10000) / Double(samples) - Double(number)) - 0.5) < 1e-9 }
            #expect(found.isAttainable == (printed.contains(number) || isTie), "\(number)/\(samples)")
        }
    }

    @Test func inWords() throws {
        let grid = try ClaimGrid(step: "evaluate", metric: "acc", in: GridPlan.plan())
        let found = Attainability(of: figure(78.25), on: try #require(grid))
        #expect(
            found.objection(to: figure(78.25))
                == "78.25% is not attainable over 624 images, element-wise (nearest 78.21%, 78.29%); "
                + "it would be over 1600 images in 100 steps (2504/3200, element-wise)")
        #expect(found.readings?.map(\.outputs) == [2, 1])
        let alone = Attainability(of: figure(50), samples: 1, outputs: 1)
        #expect(alone.objection(to: figure(50)) == "50.00% is not attainable over 1 image (nearest 0.00%, 100.00%)")
    }

    /// A run that left files out measures on fewer images than planned.
    @Test func theRunsOwnSamplesCount() {
        let claim = ClaimPlan(
            step: "e", metric: "acc", value: figure(50), attainability: Attainability(of: figure(50), samples: 8, outputs: 1))
        #expect(claim.attainability(samples: nil)?.isAttainable == true)
        #expect(claim.attainability(samples: 8)?.isAttainable == true)
        #expect(claim.attainability(samples: 7)?.isAttainable == false)
        #expect(ClaimPlan(step: "e", metric: "loss", value: figure(50)).attainability(samples: 7) == nil)
    }
}
