import Diagnostics
import Plan

/// The index of drawn radiographs: the negative class first, then the positive one, as folders would have it.
enum PhantomScan {
    /// What six digits name.
    private static let most = 1_000_000

    static func scan(_ source: SyntheticRadiographs, classes: [String]) -> Scan {
        var scan = Scan()
        let known = SyntheticRadiographs.classes
        scan.classes = classes.isEmpty ? known : classes
        for name in scan.classes where !known.contains(name) {
            scan.diagnostics.append(
                Diagnostic(
                    "unknown-class", .error, "synthetic radiographs have no class '\(name)'",
                    help: ["their classes are \(known.joined(separator: " and "))"]))
        }
        guard source.count <= most else {
            scan.diagnostics.append(
                Diagnostic("too-many-images", .error, "\(source.count) images to draw", help: ["draw at most \(most)"]))
            return scan
        }
        let count = source.negatives + source.positives
        let numbers = [0..<source.negatives, source.negatives..<count]
        for (label, name) in scan.classes.enumerated() {
            guard let place = known.firstIndex(of: name) else { continue }
            if numbers[place].isEmpty {
                scan.diagnostics.append(
                    Diagnostic(
                        "empty-class", .error, "no image of the class '\(name)' would be drawn",
                        help: ["\(count) images at a balance of \(source.balance): raise `count`, or change `balance`"]))
            }
            scan.samples += numbers[place].map { number in
                DatasetIndex.Sample(path: path(number, class: name), origin: .phantom(number), label: label)
            }
        }
        return scan
    }

    /// The name of a drawn image, under which `data synthesize` writes it: six digits keep the order up to a million images.
    static func path(_ number: Int, class name: String) -> String {
        let digits = String(number)
        return "\(name)/phantom-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).png"
    }
}
