import Diagnostics
import Dispatch
import Imaging
import Plan
import Synchronization

/// Reads every file of some data sets once.
public enum Inspector {
    /// Inspects data sets together; drawn images are counted and not drawn.
    public static func inspect(_ datasets: [(plan: DatasetPlan, index: DatasetIndex)]) -> Inspection {
        let found = facts(Set(datasets.flatMap { $0.index.samples.compactMap(\.file) }))
        return Inspection(
            sets: datasets.map { report($0.plan, $0.index, found) }, duplicates: duplicates(datasets, found),
            shared: shared(datasets))
    }

    /// What one file tells.
    private struct Facts: Sendable {
        var hash: ContentHash?
        var kind = "unreadable"
        var size: DatasetPlan.ImageSize?
        var failure: String?

        init(_ path: String) {
            do throws(Diagnostic) {
                let bytes = try FileBytes.read(path).bytes
                hash = ContentHash(bytes)
                kind = ImageKind.describe(bytes)
                do throws(ImageError) {
                    let image = try ImageDecoder.decode(bytes, colorMode: .rgb).image
                    size = .init(height: image.height, width: image.width)
                } catch {
                    failure = error.message
                }
            } catch {
                failure = error.message
            }
        }
    }

    private static func facts(_ paths: Set<String>) -> [String: Facts] {
        let paths = Array(paths)
        let found = Mutex<[String: Facts]>([:])
        DispatchQueue.concurrentPerform(iterations: paths.count) { number in
            let facts = Facts(paths[number])
            found.withLock { $0[paths[number]] = facts }
        }
        return found.withLock { $0 }
    }

    private static func report(_ plan: DatasetPlan, _ index: DatasetIndex, _ found: [String: Facts]) -> Inspection.SetReport {
        var sizes: [DatasetPlan.ImageSize: Int] = [:]
        var kinds: [String: Int] = [:]
        var undecodable: [Inspection.Undecodable] = []
        for sample in index.samples {
            guard let path = sample.file, let facts = found[path] else {
                sizes[plan.imageSize, default: 0] += 1
                kinds["drawn", default: 0] += 1
                continue
            }
            kinds[facts.kind, default: 0] += 1
            if let size = facts.size { sizes[size, default: 0] += 1 }
            if let failure = facts.failure { undecodable.append(.init(path: sample.path, reason: failure)) }
        }
        return Inspection.SetReport(
            name: plan.name, classes: zip(index.classes, index.counts).map { .init(name: $0, count: $1) }, sizes: summary(sizes),
            kinds: kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { .init(kind: $0.key, count: $0.value) },
            undecodable: undecodable)
    }

    private static func summary(_ sizes: [DatasetPlan.ImageSize: Int]) -> Inspection.Sizes? {
        let heights = sizes.keys.map(\.height)
        let widths = sizes.keys.map(\.width)
        let common = sizes.min { ($1.value, $0.key.height, $0.key.width) < ($0.value, $1.key.height, $1.key.width) }
        guard let common, let low = heights.min(), let high = heights.max(), let left = widths.min(), let right = widths.max()
        else {
            return nil
        }
        return Inspection.Sizes(
            smallest: .init(height: low, width: left), largest: .init(height: high, width: right), mostCommon: common.key,
            mostCommonCount: common.value)
    }

    /// Groups of different files with equal bytes, each file with every data set that reads it; in the order of data sets and indexes.
    private static func duplicates(
        _ datasets: [(plan: DatasetPlan, index: DatasetIndex)], _ found: [String: Facts]
    ) -> [[Inspection.Member]] {
        var groups: [ContentHash: (files: Set<String>, members: [Inspection.Member])] = [:]
        var order: [ContentHash] = []
        for (plan, index) in datasets {
            for sample in index.samples {
                guard let path = sample.file, let hash = found[path]?.hash else { continue }
                if groups[hash] == nil { order.append(hash) }
                groups[hash, default: ([], [])].files.insert(path)
                groups[hash]?.members.append(.init(dataset: plan.name, path: sample.path, label: index.classes[sample.label]))
            }
        }
        return order.compactMap { groups[$0] }.filter { $0.files.count > 1 }.map(\.members)
    }

    private static func shared(_ datasets: [(plan: DatasetPlan, index: DatasetIndex)]) -> [Inspection.Shared] {
        let files = datasets.map { Set($0.index.samples.compactMap(\.file)) }
        var result: [Inspection.Shared] = []
        for first in datasets.indices {
            for second in datasets.indices where second > first {
                let count = files[first].intersection(files[second]).count
                guard count > 0 else { continue }
                result.append(.init(first: datasets[first].plan.name, second: datasets[second].plan.name, files: count))
            }
        }
        return result
    }
}

extension DatasetIndex.Sample {
    /// The absolute path, where the sample is a file.
    fileprivate var file: String? { if case .file(let path) = origin { path } else { nil } }
}
