import EngineOneDNN
import Foundation

/// Answers the driver of the benchmark: a JSON object a line in, one a line out, so that all sides stay alive and take turns.
struct Server {
    let threads: Int

    private struct Request: Decodable {
        var `do`: String
        var work: Work?
        var warm: Int?
        var steps: Int?
    }

    /// Serves until the input ends.
    func run() throws {
        var bench: Bench?
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .withoutEscapingSlashes
        while let line = readLine() {
            let request = try decoder.decode(Request.self, from: Data(line.utf8))
            var reply = Data()
            switch request.do {
            case "describe":
                reply = try encoder.encode(
                    [
                        "onednn": OneDNNEngine.libraryVersion,
                        "isa": FastEngine(threads: threads).instructionSets.sorted { $0.key < $1.key }
                            .map { "\($0.key) \($0.value)" }.joined(separator: " "),
                    ])
            case "prepare":
                bench = nil
                guard let work = request.work else { throw ServerError.request(line) }
                bench = try Bench(work, threads: threads)
                reply = try bench.map { try encoder.encode(Turn($0, warm: 0, steps: 1)) } ?? reply
            case "turn":
                guard let bench else { throw ServerError.request(line) }
                reply = try encoder.encode(Turn(bench, warm: request.warm ?? 1, steps: request.steps ?? 1))
            case "drop":
                bench = nil
                reply = Data("{}".utf8)
            default: throw ServerError.request(line)
            }
            FileHandle.standardOutput.write(reply + Data("\n".utf8))
        }
    }
}

/// A request that makes no sense here.
enum ServerError: Error {
    case request(String)
}
