import Diagnostics
import Experiment

extension Resolver {
    /// Says where a name is that of something else in the results; the decoder has seen to its letters.
    mutating func checkReserved(_ name: String, _ reserved: Set<String>, what: String, at place: Place?) {
        guard reserved.contains(name.lowercased()) else { return }
        report(
            "reserved-name", "\(what) cannot be `\(name)`: the results keep a folder of that name for something else", at: place,
            help: ["choose another name"])
    }

    /// Says that nothing has this name.
    mutating func reportUnknown(_ sort: String, _ name: String, among known: [String], at place: Place?, what: String) {
        guard !file.lost.contains(name) else {
            isIncomplete = true
            return
        }
        // A name that is near another is misspelt at each of its places; else one definition is missing, which is one mistake.
        let isMisspelt = Spelling.nearest(to: name, in: known) != nil
        guard isMisspelt || isNew("unknown \(sort) \(name)") else { return }
        report(
            "unknown-\(sort.replacing(" ", with: "-"))", "there is no \(sort) called `\(name)`", at: place,
            help: Spelling.help(for: name, in: known, what: what))
    }

    /// A number of batches so large that the list of them would not fit.
    mutating func checkSteps(_ steps: Located<Int?>, _ key: String) {
        let limit = 1_000_000
        guard let count = steps.wrappedValue, count > limit else { return }
        report("out-of-range", "\(key) is \(count)", at: steps.place, help: ["use at most \(limit), and more epochs"])
    }
}
