// swift-tools-version: 6.2
import PackageDescription

/// Every target builds in Swift 6 mode and treats a warning as an error.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Targets whose inner loops work on buffers: optimized in debug builds too, so that the tests of numbers stay fast.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "Assay",
    products: [.executable(name: "assay", targets: ["assay"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "3.12.3"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        // What others made, behind one wall each.
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .target(name: "CDNNL", linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),

        // Our own kernels, one table for each instruction set.
        .target(
            name: "CKernels",
            cSettings: [.unsafeFlags(["-O3", "-Wall", "-Wextra", "-Werror", "-Wno-psabi", "-ffp-contract=on"])]),

        // Text in.
        .target(name: "Diagnostics", swiftSettings: strict),
        .target(name: "YAMLSyntax", dependencies: ["CLibYAML", "Diagnostics"], swiftSettings: strict),
        .target(name: "Experiment", dependencies: ["Diagnostics", "Network", "Plan", "YAMLSyntax"], swiftSettings: strict),
        .target(
            name: "Planning", dependencies: ["Diagnostics", "Experiment", "Network", "Plan", "Weights"], swiftSettings: strict),

        // What everything below agrees on.
        .target(name: "Randomness", swiftSettings: numeric),
        .target(name: "Network", swiftSettings: strict),
        .target(name: "Plan", dependencies: ["Network"], swiftSettings: strict),

        // The work.
        .target(
            name: "CPixels", cSettings: [.unsafeFlags(["-O3", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off"])],
            linkerSettings: [.linkedLibrary("m")]),
        .target(
            name: "Imaging", dependencies: ["CPNG", "CPixels", "CTurboJPEG", "Network", "Plan", "Randomness"],
            swiftSettings: numeric),
        .target(
            name: "Datasets",
            dependencies: [
                "Diagnostics", "Imaging", "Network", "Plan", "Randomness", .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: numeric),
        .target(name: "Engine", dependencies: ["Network", "Randomness"], swiftSettings: numeric),
        .target(name: "EngineReference", dependencies: ["Engine", "Network", "Randomness"], swiftSettings: numeric),
        .target(
            name: "EngineOneDNN", dependencies: ["CDNNL", "CKernels", "Engine", "Network", "Randomness"], swiftSettings: numeric),
        .target(
            name: "Weights", dependencies: ["CHDF5", "CZlib", "Diagnostics", "Network", "Plan"], swiftSettings: numeric),
        .target(
            name: "Training", dependencies: ["Datasets", "Diagnostics", "Engine", "Network", "Plan"],
            swiftSettings: numeric),

        // Evidence out.
        .target(
            name: "Results", dependencies: ["CCairo", "Diagnostics", "Plan", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(name: "CScheduler", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
        .target(
            name: "Execution",
            dependencies: [
                "CScheduler", "Datasets", "Diagnostics", "Engine", "Network", "Plan", "Randomness", "Results", "Training",
                "Weights",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .target(
            name: "Sweeping",
            dependencies: [
                "Diagnostics", "Execution", "Network", "Plan", "Randomness", "Results",
                .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: numeric),
        .executableTarget(
            name: "assay",
            dependencies: [
                "Datasets", "Diagnostics", "Engine", "EngineOneDNN", "EngineReference", "Execution", "Experiment", "Plan",
                "Imaging", "Network", "Planning", "Results", "Sweeping", "Training", "Weights", "YAMLSyntax",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),

        // Measured beside Keras and PyTorch; see docs/benchmarks.md.
        .executableTarget(
            name: "step-benchmark", dependencies: ["Engine", "EngineOneDNN", "Network", "Randomness"], path: "Benchmarks/Step",
            swiftSettings: strict),
        .executableTarget(
            name: "pipeline-benchmark", dependencies: ["Datasets", "Diagnostics", "Imaging", "Network", "Plan", "Randomness"],
            path: "Benchmarks/Pipeline", swiftSettings: strict),
        .executableTarget(
            name: "kernel-benchmark", dependencies: ["CDNNL", "CKernels", "CPeak", "EngineOneDNN"], path: "Benchmarks/Kernels",
            swiftSettings: strict),
        .target(
            name: "CPeak", path: "Benchmarks/Peak",
            cSettings: [.unsafeFlags(["-O3", "-Wall", "-Wextra", "-Werror", "-Wno-psabi", "-ffp-contract=on"])]),
        .executableTarget(
            name: "sweep-benchmark", dependencies: ["Diagnostics", "Network", "Plan", "Results", "Sweeping"],
            path: "Benchmarks/Sweeps/Scale", swiftSettings: strict),
        .executableTarget(
            name: "benchmark-chart", dependencies: ["Results"], path: "Benchmarks/Chart", swiftSettings: strict),
        .executableTarget(
            name: "sampler-benchmark", dependencies: ["Network", "Plan", "Sweeping"], path: "Benchmarks/Sweeps/Samplers",
            swiftSettings: strict),

        // Fixtures and temporary folders, for tests alone.
        .target(
            name: "TestSupport", dependencies: ["Engine", "Network", "Randomness"], path: "Tests/TestSupport",
            swiftSettings: numeric),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "YAMLSyntaxTests", dependencies: ["Diagnostics", "TestSupport", "YAMLSyntax"], swiftSettings: strict),
        .testTarget(
            name: "ExperimentTests", dependencies: ["Diagnostics", "Experiment", "Network", "Plan", "TestSupport", "YAMLSyntax"],
            swiftSettings: strict),
        .testTarget(
            name: "PlanningTests",
            dependencies: ["Diagnostics", "Experiment", "Network", "Plan", "Planning", "TestSupport", "Weights", "YAMLSyntax"],
            swiftSettings: strict),
        .testTarget(name: "RandomnessTests", dependencies: ["Randomness", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "NetworkTests", dependencies: ["Network", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "PlanTests", dependencies: ["Network", "Plan", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ImagingTests", dependencies: ["Imaging", "Network", "Plan", "Randomness", "TestSupport"], swiftSettings: strict
        ),
        .testTarget(
            name: "DatasetsTests",
            dependencies: ["Datasets", "Diagnostics", "Imaging", "Network", "Plan", "Randomness", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "EngineTests", dependencies: ["Engine", "Network", "Randomness", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels", "TestSupport"], swiftSettings: numeric),
        .testTarget(
            name: "EngineReferenceTests", dependencies: ["Engine", "EngineReference", "Network", "Randomness", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "EngineOneDNNTests",
            dependencies: [
                "CDNNL", "CKernels", "Engine", "EngineOneDNN", "EngineReference", "Network", "Randomness", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WeightsTests", dependencies: ["Diagnostics", "Network", "Plan", "TestSupport", "Weights", "assay"],
            swiftSettings: strict),
        .testTarget(
            name: "TrainingTests",
            dependencies: ["Datasets", "Diagnostics", "Engine", "Network", "Plan", "TestSupport", "Training"],
            swiftSettings: strict),
        .testTarget(
            name: "ResultsTests", dependencies: ["Diagnostics", "Network", "Plan", "Results", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ExecutionTests",
            dependencies: [
                "Datasets", "Diagnostics", "Engine", "EngineOneDNN", "EngineReference", "Execution", "Experiment", "Network",
                "Plan",
                "Planning", "Results", "TestSupport", "Training", "Weights", "YAMLSyntax",
            ], swiftSettings: strict),
        .testTarget(
            name: "SweepingTests",
            dependencies: ["Diagnostics", "Network", "Plan", "Randomness", "Results", "Sweeping", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Diagnostics", "Experiment", "Network", "Plan", "Results", "Sweeping", "TestSupport", "Training", "assay",
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
