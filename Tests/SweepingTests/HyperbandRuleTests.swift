import Plan
import Testing

@testable import Sweeping

@Suite struct HyperbandRuleTests {
    private func rule(factor: Int = 3, minEpochs: Int = 1, epochs: Int = 9) -> HyperbandRule {
        HyperbandRule(Hyperband(watch: nil, minEpochs: minEpochs, reductionFactor: factor), epochs: epochs)
    }

    /// Rounds of a bracket: how many trials, and after how many epochs they are judged; at the last they are at their end.
    private func rounds(_ bracket: HyperbandLayout.Bracket, epochs: Int) -> [[Int]] {
        (bracket.rungs + [epochs]).enumerated().map { round, epoch in
            [round == 0 ? bracket.size : bracket.survivors(of: bracket.size, rung: round - 1), epoch]
        }
    }

    /// Algorithm 1 of Li et al. 2018 with R = 81 and eta = 3.
    @Test func theTableOfThePaper() {
        let layout = HyperbandLayout(epochs: 81, minEpochs: 1, factor: 3)
        #expect(
            layout.brackets.map { rounds($0, epochs: 81) } == [
                [[81, 1], [27, 3], [9, 9], [3, 27], [1, 81]], [[34, 3], [11, 9], [3, 27], [1, 81]],
                [[15, 9], [5, 27], [1, 81]], [[8, 27], [2, 81]], [[5, 81]],
            ])
    }

    /// The full run that the manual of mlr3hyperband shows: eta = 2, budgets from 1 to 8.
    @Test func theTableOfAnotherLibrary() {
        let layout = HyperbandLayout(epochs: 8, minEpochs: 1, factor: 2)
        #expect(
            layout.brackets.map { rounds($0, epochs: 8) } == [
                [[8, 1], [4, 2], [2, 4], [1, 8]], [[6, 2], [3, 4], [1, 8]], [[4, 4], [2, 8]], [[4, 8]],
            ])
    }

    @Test func bracketsFollowOneAnother() {
        let layout = HyperbandLayout(epochs: 9, minEpochs: 1, factor: 3)
        #expect(layout.brackets.map(\.size) == [9, 5, 3])
        #expect(layout.bracket(of: 8).members == 0..<9 && layout.bracket(of: 9).members == 9..<14)
        #expect(layout.bracket(of: 16).members == 14..<17 && layout.bracket(of: 17).members == 17..<26)
        #expect(rule().rungs(0) == [1, 3] && rule().rungs(9) == [3] && rule().rungs(14) == [] && rule().rungs(25) == [1, 3])
        #expect(rule().firstCompanion(of: 13) == 9)
        // Epochs that are no power: the last round is longer.
        #expect(rule(minEpochs: 2, epochs: 25).rungs(0) == [2, 6])
        #expect(rule(minEpochs: 30, epochs: 25).rungs(0) == [] && rule(epochs: 1).rungs(0) == [])
    }

    private func curves(_ costs: [Double?], _ change: [Int: TrialCurve?] = [:]) -> (Int) -> TrialCurve? {
        { trial in
            if let changed = change[trial] { return changed }
            return costs.indices.contains(trial)
                ? TrialCurve(costs: [costs[trial]], standing: .open, assignment: Assignment([])) : nil
        }
    }

    private func survivors(_ curves: (Int) -> TrialCurve?, _ total: Int) -> [Int] {
        (0..<total).filter { rule().decision($0, at: 1, curves: curves, total: total) == .goOn }
    }

    @Test func theBestThirdGoesOn() {
        let costs: [Double?] = [5, 1, 7, 2, 8, 3, 9, 4, 6]
        #expect(survivors(curves(costs), 9) == [1, 3, 5])
        // All must be known.
        for missing in [nil, TrialCurve(costs: [], standing: .open, assignment: Assignment([]))] {
            let known = curves(costs, [8: missing])
            #expect((0..<8).allSatisfy { rule().decision($0, at: 1, curves: known, total: 9) == .wait })
        }
        // Those of another bracket do not matter.
        #expect(survivors(curves(costs), 17).prefix(3) == [1, 3, 5])
        // Equal values by their numbers.
        #expect(survivors(curves([2, 2, 2, 2, 2, 2, 2, 2, 2]), 9) == [0, 1, 2])
    }

    @Test func whoFailedDropsOut() {
        let failed = TrialCurve(costs: [], standing: .closed, assignment: Assignment([]))
        #expect(
            survivors(curves([5, 1, 7, 2, 8, 3, 9, 4, 6], [1: failed, 3: failed]), 9)
                == [0, 1, 3, 5, 7].filter { $0 != 1 && $0 != 3 })
        #expect(survivors(curves([5, nil, 7, nil, 8, 3, nil, nil, nil]), 9) == [0, 2, 5])
    }

    @Test func aBracketThatIsNotFull() {
        #expect(survivors(curves([3, 1, 2, 4, 5, 6, 7]), 7) == [1, 2])
        #expect(survivors(curves([3, 1]), 2) == [1])
        #expect(survivors(curves([3]), 1) == [0])
    }
}
