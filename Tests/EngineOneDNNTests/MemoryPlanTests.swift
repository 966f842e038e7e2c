import Testing

@testable import EngineOneDNN

struct MemoryPlanTests {
    typealias Request = MemoryPlan.Request

    @Test func sharesPlacesOfLifetimesThatDoNotMeet() {
        // A chain: each buffer lives for two operations, so that never more than two are alive.
        let plan = MemoryPlan((0..<10).map { Request(byteCount: 1024, first: $0, last: $0 + 1) })
        #expect(plan.byteCount == 2048)
    }

    @Test func placesNeverOverlapInTimeAndSpace() {
        var state: UInt64 = 7
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let requests = (0..<200).map { _ in
            let first = draw(50)
            return Request(byteCount: draw(5000), first: first, last: first + draw(10))
        }
        let plan = MemoryPlan(requests)
        for (a, first) in requests.enumerated() {
            #expect(plan.offsets[a] % 64 == 0)
            #expect(plan.offsets[a] + first.byteCount <= plan.byteCount)
            for (b, second) in requests.enumerated() where b > a && first.first <= second.last && second.first <= first.last {
                let apart =
                    plan.offsets[a] + first.byteCount <= plan.offsets[b] || plan.offsets[b] + second.byteCount <= plan.offsets[a]
                #expect(apart, "\(a) and \(b) share bytes")
            }
        }
        #expect(plan.byteCount < requests.reduce(0) { $0 + $1.byteCount } / 2)
    }

    @Test func keepsWhatLivesToTheEnd() {
        let plan = MemoryPlan([Request(byteCount: 64, first: 0, last: .max), Request(byteCount: 64, first: 5, last: 6)])
        #expect(plan.offsets == [0, 64])
    }
}
