import Plan

/// What `data inspect` finds in data sets: counts, sizes, kinds, files that cannot be decoded, and files that are the same.
public struct Inspection: Codable, Hashable, Sendable {
    /// Images of one class.
    public struct ClassCount: Codable, Hashable, Sendable {
        /// The class.
        public var name: String
        /// Its images.
        public var count: Int
    }

    /// Images of one kind: "JPEG grey".
    public struct KindCount: Codable, Hashable, Sendable {
        /// The kind, as the files' headers tell.
        public var kind: String
        /// Its images.
        public var count: Int
    }

    /// The sizes of a data set's images as they are stored, in pixels.
    public struct Sizes: Codable, Hashable, Sendable {
        /// The least height and the least width.
        public var smallest: DatasetPlan.ImageSize
        /// The greatest height and the greatest width.
        public var largest: DatasetPlan.ImageSize
        /// The size that most images have; the smaller one of equals.
        public var mostCommon: DatasetPlan.ImageSize
        /// The images that have it.
        public var mostCommonCount: Int
    }

    /// A file that gives no image.
    public struct Undecodable: Codable, Hashable, Sendable {
        /// Its path in the index.
        public var path: String
        /// Why.
        public var reason: String
    }

    /// One of several equal files.
    public struct Member: Codable, Hashable, Sendable {
        /// The data set.
        public var dataset: String
        /// The path in its index.
        public var path: String
        /// The class there.
        public var label: String
    }

    /// What one data set holds.
    public struct SetReport: Codable, Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Images by class, in label order.
        public var classes: [ClassCount]
        /// Sizes; nil where nothing was decoded.
        public var sizes: Sizes?
        /// Images by kind, most first.
        public var kinds: [KindCount]
        /// Files that give no image, in index order.
        public var undecodable: [Undecodable]

        /// All its images.
        public var images: Int { classes.reduce(0) { $0 + $1.count } }
    }

    /// Two data sets that read the same files.
    public struct Shared: Codable, Hashable, Sendable {
        /// One data set.
        public var first: String
        /// The other.
        public var second: String
        /// The files that both read.
        public var files: Int
    }

    /// The form of the JSON.
    public var schema = "inspection/1"
    /// Each data set.
    public var sets: [SetReport]
    /// Groups of different files with the same bytes.
    public var duplicates: [[Member]]
    /// Data sets that read the same files.
    public var shared: [Shared]

    /// The groups whose files lie in different data sets: a leak, where one trains and the other judges.
    public var acrossSets: [[Member]] { duplicates.filter { Set($0.map(\.dataset)).count > 1 } }
    /// The groups whose files have different labels.
    public var labelConflicts: [[Member]] { duplicates.filter { Set($0.map(\.label)).count > 1 } }
}
