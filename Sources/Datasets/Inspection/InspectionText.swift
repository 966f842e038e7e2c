import Plan

extension Inspection {
    /// The findings as people read them, in lines without a final line feed.
    public var text: String {
        var lines: [String] = []
        for set in sets {
            let classes = set.classes.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
            lines.append("\(set.name): \(images(set.images)) (\(classes))")
            if let sizes = set.sizes {
                let single = sizes.smallest == sizes.largest
                let most = "\(sizes.mostCommon.text) in \(images(sizes.mostCommonCount))"
                lines.append(
                    "  sizes: "
                        + (single
                            ? "all \(sizes.mostCommon.text)"
                            : "\(sizes.smallest.text) to \(sizes.largest.text), most often \(most)"))
            }
            lines.append("  kinds: " + set.kinds.map { "\($0.kind) \($0.count)" }.joined(separator: ", "))
            lines.append("  undecodable: " + (set.undecodable.isEmpty ? "none" : "\(set.undecodable.count)"))
            lines += set.undecodable.map { "    \($0.path): \($0.reason)" }
        }
        for pair in shared { lines.append("\(pair.first) and \(pair.second) read the same \(pair.files) files") }
        lines += groups("duplicates within a data set", duplicates.filter { Set($0.map(\.dataset)).count == 1 })
        lines += groups("duplicates across data sets", acrossSets)
        lines += groups("label conflicts", labelConflicts)
        return lines.joined(separator: "\n")
    }

    private func images(_ count: Int) -> String { count == 1 ? "1 image" : "\(count) images" }

    private func groups(_ title: String, _ groups: [[Member]]) -> [String] {
        ["\(title): " + (groups.isEmpty ? "none" : "\(groups.count)")]
            + groups.map { "  " + $0.map { "\($0.dataset): \($0.path)" }.joined(separator: " = ") }
    }
}

extension DatasetPlan.ImageSize {
    /// Height by width: "150 x 150".
    fileprivate var text: String { "\(height) x \(width)" }
}
