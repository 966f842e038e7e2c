/// Copies between an array and a range of another's channels.
struct ChannelCopy {
    typealias Values = UnsafeMutablePointer<Float>

    /// Values that lie side by side in both: at every place, or, where both have nothing else at a place, at all places together.
    private struct Run {
        let part: Int
        let whole: Int
        var count: Int
    }

    private let part: ChannelGrid
    private let whole: ChannelGrid
    private let runs: [Run]
    private let isLast: Bool

    /// - Parameter first: The channel of `whole` that is the first of `part`.
    init(_ part: ChannelGrid, in whole: ChannelGrid, from first: Int) {
        self.part = part
        self.whole = whole
        isLast = first + part.channels == whole.channels
        let (from, to) = (part.channelOffsets, whole.channelOffsets)
        var runs: [Run] = []
        for channel in 0..<part.channels {
            let run = Run(part: from[channel], whole: to[first + channel], count: 1)
            if let last = runs.last, last.part + last.count == run.part, last.whole + last.count == run.whole {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(run)
            }
        }
        self.runs = runs
    }

    /// Copies the part's channels of a sample into the whole; what fills its blocks up is zeroed with the last of them.
    func join(_ from: Values, _ to: Values, sample: Int) {
        if isLast { clear(whole, to, sample) }
        let (from, to) = (from + sample * part.sampleStride, to + sample * whole.sampleStride)
        visit { run, place, count in
            (to + run.whole + place * whole.rowStride).update(from: from + run.part + place * part.rowStride, count: count)
        }
    }

    /// Copies the channels back.
    func take(_ from: Values, _ to: Values, sample: Int) {
        clear(part, to, sample)
        let (from, to) = (from + sample * whole.sampleStride, to + sample * part.sampleStride)
        visit { run, place, count in
            (to + run.part + place * part.rowStride).update(from: from + run.whole + place * whole.rowStride, count: count)
        }
    }

    private func visit(_ body: (Run, _ place: Int, _ count: Int) -> Void) {
        for run in runs {
            if run.count == part.rowStride, run.count == whole.rowStride {
                body(run, 0, part.positions * run.count)
            } else {
                for place in 0..<part.positions { body(run, place, run.count) }
            }
        }
    }

    /// Zeroes what fills the last block of a sample up.
    private func clear(_ grid: ChannelGrid, _ values: Values, _ sample: Int) {
        guard grid.paddedChannels > grid.channels, let last = grid.groups.last else { return }
        let base = values + sample * grid.sampleStride + last.offset
        for place in 0..<grid.positions {
            for lane in grid.count(last)..<last.width { base[place * grid.rowStride + lane] = 0 }
        }
    }
}
