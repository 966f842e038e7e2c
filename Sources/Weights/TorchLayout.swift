/// How PyTorch names a layer's tensors, and how it lays them out (pytorch.org/docs: `torch.nn.Conv2d`, `Linear`, `BatchNorm2d`).
enum TorchLayout {
    /// PyTorch's word for each parameter of Keras.
    private static let words = [
        "kernel": "weight", "bias": "bias", "gamma": "weight", "beta": "bias", "moving_mean": "running_mean",
        "moving_variance": "running_var",
    ]

    /// What ends the names of a state that is a model's.
    private static let endings = Set(words.values).union(["num_batches_tracked"])

    /// PyTorch's word for a parameter: `kernel` and `gamma` are both a `weight`.
    static func word(for parameter: String) -> String { words[parameter] ?? parameter }

    /// Whether these look like names of a PyTorch model's state: `conv1.weight`, `bn1.running_mean`.
    static func names(_ names: [String]) -> Bool {
        let last = names.map { name -> String in name.split(separator: ".").last.map(String.init) ?? "" }
        return last.contains("weight") && last.allSatisfy(endings.contains) && names.allSatisfy { !$0.contains("/") }
    }

    /// The axes of PyTorch's tensor in the order in which Keras has them: convolutions (outputs, inputs, height, width) to (height, width,
    /// inputs, outputs), linear layers (outputs, inputs) to (inputs, outputs).
    static func axes(rank: Int) -> [Int]? {
        switch rank {
        case 4: [2, 3, 1, 0]
        case 2: [1, 0]
        default: nil
        }
    }
}
