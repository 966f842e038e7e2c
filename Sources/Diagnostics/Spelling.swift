/// Finds what a person probably meant.
public enum Spelling {
    /// The candidate nearest to a word by edits (insertions, deletions, substitutions, neighbours swapped), case aside; nil where none
    /// is near enough to be meant: at most a third of the longer word's length, at least one edit.
    public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().unicodeScalars.prefix(80))
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().unicodeScalars.prefix(80))
            let limit = max(1, max(wanted.count, other.count) / 3)
            let edits = distance(wanted, other)
            if edits <= limit, edits < best?.distance ?? .max { best = (candidate, edits) }
        }
        return best?.word
    }

    /// The optimal string alignment distance.
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var value = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { value = min(value, beforeLast[j - 1] + 1) }
                row.append(value)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
