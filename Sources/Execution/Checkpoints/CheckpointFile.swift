import Crypto
import Diagnostics
import Engine
import Foundation
import Network
import Plan
import Training
import Weights

/// A checkpoint as a safetensors file: tensors by number, everything else as JSON in the metadata, and a SHA-256 of all of it.
extension Checkpoint {
    /// What the metadata says of a model.
    private struct ModelHeader: Codable {
        var name: String
        var parameters: Int
        /// How often the moving averages of parameters were updated.
        var averages: [Int: Int]
        var compiled: CompileStep?
        var optimizer: OptimizerHeader?
    }

    private struct OptimizerHeader: Codable {
        var step: Int
        /// The bits of the float.
        var learningRate: UInt32
        /// The number of moments of each parameter.
        var moments: [Int]
        /// The steps before which parameters were not trained; nil where all were from the first.
        var begun: [Int]?
    }

    /// The metadata beside the hash.
    private struct Header: Codable {
        var state: State
        var models: [ModelHeader]
        /// The numbers of the callbacks that keep weights, with how many tensors.
        var held: [Int: Int]
    }

    /// Why a file is no checkpoint that can be used.
    struct Unusable: Error {
        /// A clause: `its SHA-256 is another`.
        var reason: String
    }

    private static let format = "assay-checkpoint"
    private static let hashKey = "sha256"
    /// What stands in the file's place for its hash while the hash is taken.
    private static let noHash = String(repeating: "0", count: 64)

    /// The file's bytes: a function of the value alone.
    func bytes() throws -> Data {
        var tensors: [(name: String, tensor: Tensor)] = []
        func add(_ prefix: String, _ values: [Tensor]) {
            for (index, tensor) in values.enumerated() { tensors.append(("\(prefix)/\(index)", tensor)) }
        }
        var headers: [ModelHeader] = []
        for (number, (name, model)) in models.sorted(by: { $0.key < $1.key }).enumerated() {
            add("models/\(number)/parameters", model.parameters)
            for (index, average) in model.averages.sorted(by: { $0.key < $1.key }) {
                var tensor = Tensor(shape: [average.biased.count], repeating: 0)
                tensor.values = average.biased
                tensors.append(("models/\(number)/averages/\(index)", tensor))
            }
            for (index, moments) in (model.optimizer?.moments ?? []).enumerated() {
                add("models/\(number)/moments/\(index)", moments)
            }
            let optimizer = model.optimizer.map {
                OptimizerHeader(
                    step: $0.step, learningRate: $0.learningRate.bitPattern, moments: $0.moments.map(\.count),
                    begun: $0.begun.isEmpty ? nil : $0.begun)
            }
            headers.append(
                ModelHeader(
                    name: name, parameters: model.parameters.count, averages: model.averages.mapValues(\.updates),
                    compiled: model.compiled, optimizer: optimizer))
        }
        let held = state.training?.heldWeights ?? [:]
        for (callback, weights) in held.sorted(by: { $0.key < $1.key }) { add("held/\(callback)", weights) }
        let header = try ExactJSON.encode(Header(state: state, models: headers, held: held.mapValues(\.count)))
        var bytes = Data(
            SafeTensors.write(
                tensors,
                metadata: [
                    "format": Self.format, Self.hashKey: Self.noHash, "state": String(decoding: header, as: UTF8.self),
                ]))
        if let place = Self.hashPlace(in: bytes, Self.noHash) {
            bytes.replaceSubrange(place, with: Data(Self.hash(bytes).utf8))
        }
        return bytes
    }

    /// Reads a file that a kill, a full disk or anyone may have left.
    init(_ bytes: Data) throws(Unusable) {
        guard !bytes.isEmpty else { throw Unusable(reason: "it is empty") }
        let contents: WeightsFile
        do throws(Diagnostic) { contents = try SafeTensors.read([UInt8](bytes), file: "it") } catch {
            throw Unusable(reason: "it was cut short, or damaged")
        }
        guard contents.metadata["format"] == Self.format, let hash = contents.metadata[Self.hashKey], hash.utf8.count == 64,
            let place = Self.hashPlace(in: bytes, hash)
        else { throw Unusable(reason: "it is no checkpoint") }
        var unsigned = bytes
        unsigned.replaceSubrange(place, with: Data(Self.noHash.utf8))
        guard Self.hash(unsigned) == hash else { throw Unusable(reason: "its SHA-256 is another: it was damaged") }
        guard let header = try? ExactJSON.decode(Header.self, from: Data((contents.metadata["state"] ?? "").utf8)),
            header.state.schema == "checkpoint/1"
        else { throw Unusable(reason: "it is of another version of assay") }
        try self.init(header, contents.tensors)
    }

    private init(_ header: Header, _ entries: [WeightsFile.Entry]) throws(Unusable) {
        let tensors = Dictionary(entries.map { ($0.name, $0.tensor) }) { first, _ in first }
        func one(_ name: String) throws(Unusable) -> Tensor {
            guard let tensor = tensors[name] else { throw Unusable(reason: "it lacks \(name)") }
            return tensor
        }
        func all(_ prefix: String, _ count: Int) throws(Unusable) -> [Tensor] {
            var result: [Tensor] = []
            for index in 0..<max(count, 0) { result.append(try one("\(prefix)/\(index)")) }
            return result
        }
        state = header.state
        models = [:]
        for (number, entry) in header.models.enumerated() {
            var optimizer: OptimizerState?
            if let kept = entry.optimizer {
                var moments: [[Tensor]] = []
                for (index, count) in kept.moments.enumerated() {
                    moments.append(try all("models/\(number)/moments/\(index)", count))
                }
                optimizer = OptimizerState(
                    step: kept.step, learningRate: Float(bitPattern: kept.learningRate), moments: moments,
                    begun: kept.begun ?? [])
            }
            var averages: [Int: DebiasedAverage] = [:]
            for (index, updates) in entry.averages {
                let biased = try one("models/\(number)/averages/\(index)").values
                averages[index] = DebiasedAverage(biased: biased, updates: updates)
            }
            models[entry.name] = Model(
                parameters: try all("models/\(number)/parameters", entry.parameters), averages: averages,
                compiled: entry.compiled, optimizer: optimizer)
        }
        for (callback, count) in header.held { state.training?.heldWeights[callback] = try all("held/\(callback)", count) }
    }

    /// Where the hash stands. The metadata comes first and its keys are sorted, so that nothing before it can look like it.
    private static func hashPlace(in bytes: Data, _ hash: String) -> Range<Data.Index>? {
        let key = Data("\"\(hashKey)\":\"".utf8)
        guard let found = bytes.range(of: key + Data(hash.utf8)) else { return nil }
        return found.lowerBound + key.count..<found.upperBound
    }

    private static func hash(_ bytes: Data) -> String {
        SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    }
}
