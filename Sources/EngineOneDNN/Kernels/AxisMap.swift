import Network

/// A linear map of one axis of an image: each place of the result is a weighted sum of places of the source.
struct AxisMap {
    /// A place of the source, and its weight.
    typealias Term = (place: Int, weight: Float)

    /// Where the terms of each result begin, and where those of the last end.
    private(set) var starts: [Int] = [0]
    /// The source's place of each term.
    private(set) var places: [Int] = []
    /// Its weight.
    private(set) var weights: [Float] = []

    /// The number of results.
    var count: Int { starts.count - 1 }

    /// Creates a map from the terms of each result.
    init(_ count: Int, terms: (Int) -> [Term]) {
        for result in 0..<count {
            for term in terms(result) {
                places.append(term.place)
                weights.append(term.weight)
            }
            starts.append(places.count)
        }
    }

    /// The map of gradients, from results to the `extent` places of the source.
    func transposed(_ extent: Int) -> AxisMap {
        var terms = [[Term]](repeating: [], count: extent)
        for result in 0..<count {
            for term in starts[result]..<starts[result + 1] { terms[places[term]].append((result, weights[term])) }
        }
        return AxisMap(extent) { terms[$0] }
    }

    /// Means of windows; places beyond the border do not count.
    static func means(_ extent: Int, window: Int, stride: Int, count: Int, padding: Conv2D.Padding) -> AxisMap {
        let before = Window.padding(extent, window: window, stride: stride, padding: padding).before
        return AxisMap(count) { index in
            let first = index * stride - before
            let places = max(first, 0)..<min(first + window, extent)
            return places.map { ($0, 1 / Float(places.count)) }
        }
    }

    /// The mean of everything.
    static func mean(_ extent: Int) -> AxisMap {
        means(extent, window: extent, stride: 1, count: 1, padding: .valid)
    }

    /// Every place at another one, `before` further on; nothing where that is none of the source's.
    static func shift(_ extent: Int, before: Int, count: Int) -> AxisMap {
        AxisMap(count) { index in (0..<extent).contains(index - before) ? [(index - before, Float(1))] : [] }
    }

    /// Every place `size` times.
    static func nearest(_ extent: Int, size: Int) -> AxisMap { AxisMap(extent * size) { index in [(index / size, Float(1))] } }

    /// Values between the centres of places, at `size` times as many; beyond the outermost centres their own.
    static func linear(_ extent: Int, size: Int) -> AxisMap {
        AxisMap(extent * size) { index in
            let position = (Double(index) + 0.5) / Double(size) - 0.5
            let low = position.rounded(.down)
            let (first, second) = (max(Int(low), 0), min(Int(low) + 1, extent - 1))
            let share = Float(position - low)
            return first == second ? [(first, Float(1))] : [(first, 1 - share), (second, share)]
        }
    }
}
